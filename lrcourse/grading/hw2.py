"""hw2, diagnosis: what is right, the judges, some of which train, and the slips that lead elsewhere."""

from functools import lru_cache

import numpy as np

from ..diagnosis.loss_curve import read
from ..homework import chance, hw2
from . import bank
from .judging import EDGES, beside, credit, distances, forgiven, in_code, plus_minus, within
from .questions import Question


@lru_cache(maxsize=4096)
def causes(student):
    """Return the causes of the student's curves A to H."""
    return tuple(hw2.CAUSES[bank.order(at // 8)[at % 8]] for at in hw2.rows(student))


# Question 1: names


CLOSE_NAME = 0.5  # share of a name's points for one that may be taken for it, on good grounds


def _eight_fault(value):
    return "" if isinstance(value, list) and len(value) == 8 else "that is not a list of eight names"


def _names(student, value, cases):
    right = causes(student)
    worth = [1 if a == b else CLOSE_NAME if a in hw2.NEIGHBOURS[b] else 0 for a, b in zip(value, right)]
    hits = worth.count(1)
    why = f"{hits} of 8 names are right, and {worth.count(CLOSE_NAME)} come close{_next_look(student, value, right)}"
    slip = next((name for name, wrong in NAME_SLIPS if value == wrong(student, None)), "")
    return sum(worth) / 8, why, slip


def _next_look(student, value, right):
    """Return what would have decided about the first curve that got a wrong name, "" if none did."""
    letters = [letter for letter, a, b in zip(hw2.LETTERS, value, right) if a != b]
    if not letters:
        return ""
    curve = hw2.curves(student)[letters[0]]
    return f"; of curve {letters[0]}, try next: {read(curve.loss, curve.guessing, validation=curve.validation).next}"


def _names_samples(student, cases):
    right = list(causes(student))
    near, far = hw2.NEIGHBOURS[right[0]][0], "diverged" if right[0] != "diverged" else "good"
    return {
        "right": right,
        f"A is called {near}, not {right[0]}": [near, *right[1:]],
        f"A is called {far}, not {right[0]}": [far, *right[1:]],
        "all called good": ["good"] * 8,
    }


def _taken_for(one, other):
    return lambda student, cases: [other if cause == one else cause for cause in causes(student)]


NAME_SLIPS = (
    ("a flat loss at guessing taken for too small a rate: no unit fires any more", _taken_for("dead", "too small")),
    ("the noise of a small batch taken for instability: all data fall smoothly", _taken_for("small batch", "unstable")),
    ("over-fitting not seen: the validation loss turned", _taken_for("over-fitting", "good")),
    ("the edge of stability taken for instability: the loss still falls", _taken_for("edge of stability", "unstable")),
)


# Question 2: how sure

CALIBRATED, COIN = 0.06, 0.25  # Brier scores from which all points are earned, and none: a coin's toss
MARGIN = 0.15  # of confidence over hits, from which it is called over-confident


def _confidence(student, value, cases):
    hits = np.array([a == b for a, b in zip(value[0], causes(student))])
    sure = np.array(value[1]) / 100
    score = float(np.mean((sure - hits) ** 2))
    share = float(np.clip((COIN - score) / (COIN - CALIBRATED), 0, 1))
    why = f"you were {100 * sure.mean():.0f} % sure on average, and {hits.sum()} of 8 were right"
    over = sure.mean() - hits.mean()
    return share, why, OVER if over > MARGIN else UNDER if over < -MARGIN else ""


def calibration(student, answers):
    """Return (confidence in percent, True if the name was right) of each curve, from the answer to hw2.2; [] without
    one.
    """
    value = answers.get("hw2.2")
    if hw2.FORMS["hw2.2"].fault(value):
        return []
    return [(sure, name == cause) for name, sure, cause in zip(*value, causes(student))]


def _confidence_samples(student, cases):
    right = list(causes(student))
    found = {f"right names, {sure} % sure of each": [right, [sure] * 8] for sure in (100, 76, 75, 60, 50)}
    return found | {"all called good, 50 % sure of each": [["good"] * 8, [50] * 8]}


OVER, UNDER = "over-confident", "under-confident"
CONFIDENCE_SLIPS = (
    (OVER, lambda student, cases: [[causes(student)[0]] * 8, [100] * 8]),
    (UNDER, lambda student, cases: [list(causes(student)), [60] * 8]),
)


# Question 3: a broken run, mended

UNSEEN = 5  # seeds
ENOUGH = 4  # of five seeds: those that reach the target, and the student's own whose losses are real
LOSS = within(0.02)  # of a run that is run again


def unseen_seeds(student):
    """Return seeds that no student has."""
    first = 2_000_000 + int(1e6 * chance("hw2", student, "unseen"))
    return list(range(first, first + UNSEEN))


@lru_cache(maxsize=2048)
def tried(student, setting, new, seeds):
    """Return (validation accuracies, training losses), each (seeds,), of the broken run with one setting changed."""
    runs = hw2.trained(student, hw2.broken(student) | {setting: new}, seeds)
    return runs.validation_accuracy[:, -1], runs.train_loss[:, -1]


def _mended(student, value, cases):
    """Judge [setting, new value, five losses]: two thirds for the unseen seeds, one for the student's losses."""
    setting, new, losses = value
    if new == hw2.broken(student)[setting]:
        return 0, "that setting is what it was", UNCHANGED
    accuracy, _ = tried(student, setting, new, tuple(unseen_seeds(student)))
    _, own = tried(student, setting, new, tuple(hw2.own_seeds(student)))
    reached = int(np.sum(accuracy >= hw2.TARGET))
    shown = sum(credit(LOSS(a, b)) == 1 for a, b in zip(losses, own)) >= ENOUGH
    faults = [f"{reached} of {UNSEEN} unseen seeds reach the target"] * (reached < ENOUGH)
    faults += ["the five losses are not those of your seeds"] * (not shown)
    share = 2 / 3 * min(1, reached / ENOUGH) + shown / 3
    return share if faults else 1, "; ".join(faults), ""


def _mended_samples(student, cases):
    broken = hw2.broken(student)
    change = ("rate", 0.2)
    if broken["width"] < 20:
        change = ("width", 40)
    elif broken["batch"] == 400:
        change = ("batch", 10)
    elif broken["momentum"]:
        change = ("momentum", 0.0)
    losses = tried(student, *change, tuple(hw2.own_seeds(student)))[1].tolist()
    good = f"{change[0]} {change[1]:g}, losses"
    return {
        f"{good} right": [*change, losses],
        f"{good} of four seeds right": [*change, [2 * losses[0], *losses[1:]]],
        f"{good} of three seeds right": [*change, [2 * losses[0], 2 * losses[1], *losses[2:]]],
    } | {f"{good} off by {edge:g} tolerances": [*change, _off(losses, edge)] for edge in EDGES[:2]}


def _off(losses, edge):
    return [loss + edge * LOSS.width(loss) for loss in losses]


UNCHANGED = "nothing is changed"
MEND_SLIPS = ((UNCHANGED, lambda student, cases: ["rate", hw2.broken(student)["rate"], [1.0] * 5]),)


# Question 4, in code: what a dead network is

DEAD_FIRING, DEAD_LOSS = 0.1, 2.0
ALL_RIGHT, NONE_RIGHT = 0.9, 0.65  # shares of right answers that earn all points, and none


def is_dead(losses, alive):
    """Return True if nearly no unit fires at the end, and the loss stays where guessing puts it."""
    return bool(alive[-1] < DEAD_FIRING and np.mean(losses[-10:]) > DEAD_LOSS)


DEAD_SLIPS = (
    (
        "a flat loss near guessing alone: a rate that is too small has it too",
        lambda losses, alive: bool(abs(np.mean(losses[-10:]) - np.log(10)) < 0.3),
    ),
    ("few units alone: some networks learn with few", lambda losses, alive: bool(alive[-1] < DEAD_FIRING)),
    ("True and False exchanged", lambda losses, alive: not is_dead(losses, alive)),
)


# Question 5: the control that tells noise from over-fitting

EPOCH = plus_minus(2)
NUMBERS = {  # the tolerances of what `numbers_of_run` gives
    "the lowest loss": LOSS,
    "its epoch": EPOCH,
    "the last loss": LOSS,
    "the last loss with the control": LOSS,
}


@lru_cache(maxsize=2048)
def numbers_of_run(student):
    """Return [lowest validation loss, its epoch, the loss at the end, the same with clean labels]."""
    loss, clean = (hw2.parting(student, noise).validation_loss[0] for noise in (None, 0.0))
    return [float(loss.min()), int(loss.argmin()), float(loss[-1]), float(clean[-1])]


def _control(student, value, cases):
    """Judge [control, direction, four numbers]: a quarter each for the first two, an eighth for each number."""
    control, direction, given = value
    good = [credit(far) == 1 for far in distances(given, numbers_of_run(student), NUMBERS.values())]
    faults = ["this control does not tell the two apart"] * (control != hw2.CONTROLS[0])
    faults += ["the direction is another one"] * (direction != hw2.DIRECTIONS[0])
    if control == hw2.CONTROLS[0]:
        faults += [f"{sum(good)} of 4 numbers are right"] * (not all(good))
    else:  # whatever that control gave: it may have been run at any rate, or from any seed
        good[3] = False
        faults += [f"of the first 3 numbers {sum(good)} are right; the fourth belongs to another control"]
    share = (control == hw2.CONTROLS[0]) / 4 + (direction == hw2.DIRECTIONS[0]) / 4 + sum(good) / 8
    slip = next((name for name, wrong in CONTROL_SLIPS if wrong(student, None)[:2] == [control, direction]), "")
    return share, "; ".join(faults), slip


def _control_samples(student, cases):
    control, direction = hw2.CONTROLS[0], hw2.DIRECTIONS[0]
    found = beside(numbers_of_run(student), NUMBERS, EDGES[:2])
    found = {what: [control, direction, numbers] for what, numbers in found.items()}
    return found | {"another direction": [control, hw2.DIRECTIONS[2], numbers_of_run(student)]}


CONTROL_SLIPS = (
    (
        "half of the rate also trains half as far: two things change at once",
        lambda student, cases: ["half of the rate", "lower", numbers_of_run(student)],
    ),
    (
        "a wider network over-fits as well",
        lambda student, cases: ["twice the width", "lower", numbers_of_run(student)],
    ),
    ("another seed only repeats it", lambda student, cases: ["another seed", "the same", numbers_of_run(student)]),
)


QUESTIONS = (
    Question(
        "hw2.1",
        8,
        "a name for each of the eight curves",
        _names,
        _eight_fault,
        slips=NAME_SLIPS,
        bounds={"a name that it may be taken for": f"{CLOSE_NAME:g} of its points"},
        samples=_names_samples,
        title="Eight names",
        text=(
            "Eight real runs, A to H. On the left the loss of the batch, as a training log shows it; on "
            "the right two probes, the loss of *all* training data and that of validation data. All are "
            "shares of the first loss. Before you look at the right half, name each run from its left "
            "half alone, and see how often you change your mind.\n\n"
            'The names: "too small" (it hardly moves), "good", "unstable", "dead", "diverged", "over-fitting", "small '
            'batch" (a good run whose log is noisy), "edge of stability" (the full batch, whose loss '
            "rises now and then and falls in the long run)."
        ),
        more=(
            'The numbers behind the picture are in `mine.curves["A"]`: `loss`, `full` and `validation` '
            "are arrays, `firing` is the share of the hidden units that fire at the end, `guessing` the "
            "loss of guessing. Give eight names, in the order A to H. A name that is wrong for good "
            "reasons gets half a point.\n\n"
            "<details><summary>Hint</summary>\n\n"
            "In which runs does no unit fire? Where do the two lines on the right part? Which log is "
            "noisy while the loss of all data falls smoothly? In which run is the loss of the batch the "
            "loss of all data, because a batch *is* all data?\n\n"
            "</details>"
        ),
    ),
    Question(
        "hw2.2",
        2,
        "a confidence for each name that fits how often you are right",
        _confidence,
        hw2.FORMS["hw2.2"].fault,
        slips=CONFIDENCE_SLIPS,
        bounds={"Brier score for all points": str(CALIBRATED), "for none": str(COIN)},
        samples=_confidence_samples,
        title="How sure are you?",
        text=(
            "For each of your eight names: how sure are you that it is right, in percent, from 50 (a "
            "coin's toss) to 100 (certain)? You lose for each the square of what you were off, so that "
            "saying what you believe pays best: certain and wrong costs most, 50 everywhere earns "
            "nothing."
        ),
    ),
    Question(
        "hw2.3",
        3,
        f"one changed setting with which {ENOUGH} of {UNSEEN} unseen seeds reach the target",
        _mended,
        hw2.mend_fault,
        slips=MEND_SLIPS,
        bounds=forgiven({"a loss": LOSS}, half=False) | {"validation accuracy to reach": str(hw2.TARGET)},
        samples=_mended_samples,
        title="Mend it by one setting",
        text=(f"A colleague's classifier of digits learns nothing. These are the settings, {hw2.EPOCHS} epochs each:"),
        more=(
            "Change *one* setting, and only one, so that at least four of five seeds that you have *not* "
            f"seen reach a validation accuracy of {hw2.TARGET}. `mine.run(rate=0.1)` runs your own five "
            "seeds with another rate; likewise `momentum`, `batch` and `width`. Say first what is wrong, "
            "then try.\n\n"
            "Hand over the setting's name, its new value, and the training losses of your five seeds at "
            f"the end with it (within {LOSS})."
        ),
    ),
    in_code(
        "hw2.4",
        3,
        f"dead or not, right for at least {100 * ALL_RIGHT:g} % of fresh runs",
        is_dead,
        lambda given, right: isinstance(given, bool) and given == right,
        hw2.INPUTS["hw2.4"],
        DEAD_SLIPS,
        worth=lambda share: float(np.clip((share - NONE_RIGHT) / (ALL_RIGHT - NONE_RIGHT), 0, 1)),
        bounds={"right runs for all points": str(ALL_RIGHT), "for none": str(NONE_RIGHT)},
        title="A test for dead networks",
        text=(
            "Write `is_dead(losses, alive)` for the same classifier with ten classes, where guessing has "
            r"the loss $\ln 10\approx2.30$. `losses` are forty losses along the way, with the noise of "
            "the batches; `alive` is the share of the hidden units that fire, looked at ten times along "
            "the way. Return `True` if the run is dead: its units have stopped firing *and* it has "
            "stopped learning.\n\n"
            "It is tried on runs that you have not seen, and has to be right "
            f"for {100 * ALL_RIGHT:g} % of them. Among them are runs at too small a rate, runs that swing "
            'wildly, and runs that learn with the few units they have left. `homework.cases("hw2.4")` '
            "gives you some to practise on: draw a few by hand before you write anything."
        ),
    ),
    Question(
        "hw2.5",
        2,
        f"the control, its direction, and four numbers of your run within {LOSS}",
        _control,
        hw2.control_fault,
        slips=CONTROL_SLIPS,
        bounds=forgiven(NUMBERS, half=False),
        samples=_control_samples,
        title="Over-fitting, or the rate?",
        text=(
            f"One hundred images, some of them with a wrong label, {hw2.LONG} epochs at a rate that is "
            "rather large. The training loss falls; the validation loss does this:"
        ),
        more=(
            "One colleague says: it learns the wrong labels by heart. The other: the rate is too large. "
            'Choose the *one* control that tells the two apart, changing a single thing: "clean labels", '
            '"half of the rate", "twice the width", or "another seed". Predict, before you run it, '
            'whether the validation loss at the end will then be "lower", "the same" or "higher" if the '
            "first colleague is right.\n\n"
            "`mine.parting(noise=0)`, `mine.parting(rate=…)`, `mine.parting(width=96)` and "
            "`mine.parting(seed=1)` run the controls; `validation_loss[0]` of what they give is the loss "
            "after each epoch. Hand over control, direction, and four numbers: of the run above the "
            f"lowest validation loss, its epoch (give or take {EPOCH.size:g}) and the loss at the end; "
            "and the loss at the end with *your* control, which counts only if that is the one that "
            "tells the two apart.\n\n"
            "<details><summary>Hint</summary>\n\n"
            "A run at half of the rate has also come only half as far. What, then, would a lower loss "
            "mean?\n\n"
            "</details>"
        ),
    ),
    Question(
        "hw2.6",
        2,
        "a measurement that refutes the claim, and what it would show",
        title="In words: try to refute a diagnosis",
        text=("Somebody claims of one of your eight runs:"),
        more=(
            "In at most 120 words: what would you have to see if the claim were true, which measurement "
            "could refute it, and what do you see? Say whether the claim falls or stands, and cite at "
            "least two numbers of this run. (A person reads this: 1 point for a measurement that could "
            "have come out either way, 1 for your numbers.)"
        ),
    ),
)
