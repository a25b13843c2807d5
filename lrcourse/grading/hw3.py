"""hw3, tuning: what each rate is worth on seeds that nobody has seen, and whether a student's own runs are real.

Each answer holds losses of the student's own runs, which are run again: what is copied from others fails there.
"""

import hashlib
import json
from functools import lru_cache

import numpy as np

from ..homework import chance, hw3
from .judging import EDGES, credit, forgiven, within
from .questions import Question

PROOF = 0.25  # of the points, for losses that are those of the student's runs
LOSS = within(0.02)  # of a run that is run again
FIRST_LOSS = within(0.002)
SAME_ACCURACY = 0.02  # a difference of accuracies that a run may have when it is run again
FULL, NONE = 0.01, 0.05  # regret in accuracy that costs nothing, and that costs everything
NO_DIFFERENCE = 0.01  # a difference of accuracies that is none
ENDS, FACTOR = 3, 2  # by which factor the predicted interval, and the factors of question 6, may be off
SHARED = 0.5  # share of two intervals that is common to both, for all points
ENOUGH = 4  # of five losses that have to be real


# What rates are worth on seeds that nobody has seen, and a student's own runs, run again

GRID = np.geomspace(0.02, 2.4, 13)  # rates times the unit
UNSEEN = 5  # seeds


def unseen_seeds(student):
    """Return seeds that no student has."""
    first = 2_000_000 + int(1e6 * chance("hw3", student, "unseen"))
    return range(first, first + UNSEEN)


def accuracies(student, rates, double=False, cosine=False):
    """Return test accuracies (seeds, rates) on the unseen seeds."""
    found = []
    for seed in unseen_seeds(student):
        runs = hw3.trained(student, rates, seed, double, cosine)
        found.append(runs.problem.accuracy(runs.params, "test"))
    return np.array(found)


@lru_cache(maxsize=256)
def curve(student, double=False, cosine=False):
    """Return the mean test accuracy (rates,) at the grid's rates, averaged with the neighbours: less luck is left."""
    mean = accuracies(student, GRID / hw3.parameters(student).unit, double, cosine).mean(axis=0)
    return np.convolve(np.r_[mean[0], mean, mean[-1]], [0.25, 0.5, 0.25], "valid")


@lru_cache(maxsize=256)
def interval(student, double=False):
    """Return the (lowest, highest) rate whose accuracy is within GOOD of the best, interpolated between the grid's."""
    fine = np.linspace(*np.log(GRID[[0, -1]]), 1000)
    values = np.interp(fine, np.log(GRID), curve(student, double))
    good = np.flatnonzero(values >= values.max() - hw3.GOOD)
    return tuple(np.exp(fine[good[[0, -1]]]) / hw3.parameters(student).unit)


def middle(low, high):
    """Return the geometric mean."""
    return float(np.sqrt(low * high))


@lru_cache(maxsize=4096)
def own_run(student, rate, seed=None, double=False, cosine=False):
    """Return (training loss, validation accuracy) of a student's run at its end, from the first seed unless given."""
    seed = hw3.parameters(student).seed if seed is None else seed
    runs = hw3.trained(student, rate, seed, double, cosine)
    return float(runs.train_loss[0, -1]), float(runs.validation_accuracy[0, -1])


def own_loss(student, *run, **how):
    """Return the training loss of a student's run at its end."""
    return own_run(student, *run, **how)[0]


def is_real(given, *run, **how):
    """Return True if a loss is that of this run of the student's."""
    return credit(LOSS(given, own_loss(*run, **how))) == 1


def off_by(given, right):
    """Return the factor, from 1 up, by which two numbers above 0 differ."""
    return float(np.exp(abs(np.log(max(given, 1e-300) / right))))


def by_factor(given, right, factor):
    """Return a number's share of the points: all within a factor, half within its square."""
    return 1 if off_by(given, right) <= factor else 0.5 if off_by(given, right) <= factor**2 else 0


def first_loss(student):
    """Return the loss on all training data before the first step, at the student's first seed."""
    net = hw3.network(student)
    return float(net.evaluate(net.start(hw3.parameters(student).seed)[None], net.data.x_train, net.data.y_train)[0][0])


@lru_cache(maxsize=256)
def gain(student):
    """Return the accuracy of the best cosine minus that of the best constant rate."""
    return float(curve(student, cosine=True).max() - curve(student).max())


@lru_cache(maxsize=256)
def doubled(student):
    """Return the factor by which the middle of the good interval moves when the batch doubles."""
    return middle(*interval(student, True)) / middle(*interval(student))


# For each question: worth(student, value) -> (share from 0 to 1, what is said), proof(student, value) -> bool


def _predicted(student, value):
    low, high = interval(student)
    share = (by_factor(value[0], low, ENDS) + by_factor(value[1], high, ENDS)) / 2
    return share, "the good interval lies elsewhere, or is of another width"


def _first_is_real(student, value):
    return credit(FIRST_LOSS(value[2], first_loss(student))) == 1


def replayed(student, log):
    """Return the two rows that are run again: of the better half, which no chaos touches, drawn by the log itself. A
    row that is repeated counts once.
    """
    rows = sorted(map(list, set(map(tuple, log))), key=lambda row: -row[2])
    better = rows[: max(2, len(rows) // 2)]
    seed = hashlib.sha256(f"{student}{json.dumps(log)}".encode()).digest()
    return [better[i] for i in np.random.default_rng(list(seed)).permutation(len(better))[:2]]


def _came_out(student, log):
    """Return for each row that is run again True if it has the loss and the accuracy of its run."""
    found = []
    for rate, seed, accuracy, loss in replayed(student, log):
        run = student, rate, int(seed)
        found.append(is_real(loss, *run) and abs(accuracy - own_run(*run)[1]) <= SAME_ACCURACY)
    return found


def _log(student, value):
    runs = {(rate, seed) for rate, seed, _, _ in value}
    if any(seed not in hw3.problem(student).seeds for _, seed in runs):
        return 0, "a seed of the log is not one of your five"
    if len(runs) < hw3.FEWEST:
        return 0, f"the log has fewer than {hw3.FEWEST} different runs"
    return sum(_came_out(student, value)) / 2, "a run of the log came out otherwise when it was run again"


def _log_is_real(student, value):
    return all(_came_out(student, value))


def _regret(student, value):
    regret = float(curve(student).max() - accuracies(student, [value[0]]).mean())
    return float(np.clip((NONE - regret) / (NONE - FULL), 0, 1)), "another rate does better on unseen seeds"


def _five_are_real(student, value):
    seed = hw3.parameters(student).seed
    return sum(is_real(loss, student, value[0], seed + i) for i, loss in enumerate(value[1:])) >= ENOUGH


def _overlap(student, value):
    (low, high), (a, b) = np.log(interval(student)), np.log(np.maximum(value[:2], 1e-300))
    share = max(0, min(high, b) - max(low, a)) / (max(high, b) - min(low, a))
    return float(np.clip(share / SHARED, 0, 1)), "less than half of the two intervals is common to both"


def _middle_is_real(student, value):
    return value[0] > 0 and value[1] > 0 and is_real(value[2], student, middle(*value[:2]))


def _compared(student, value):
    right = "better" if gain(student) > 0 else "worse"
    small = abs(gain(student)) <= NO_DIFFERENCE
    share = 1 if value[0] == right or (small and value[0] == hw3.WORDS[2]) else 0.5 * (value[0] == hw3.WORDS[2])
    return share, "on unseen seeds, each at its best rate, it comes out otherwise"


def _both_are_real(student, value):
    (constant, peak), (one, other) = value[1:]
    return is_real(one, student, constant) and is_real(other, student, peak, cosine=True)


def _factor(student, value):
    share = sum(by_factor(one, doubled(student), FACTOR) for one in value[:2]) / 2
    return share, "the factor is another one"


def _double_is_real(student, value):
    return is_real(value[3], student, value[2], double=True)


# Slips: misconceptions, how an answer shows them, and an answer that does


def _unit_forgotten(student, low, high, power=1):
    """Return True if rates are those of the plain loss, as if the unit were 1; power=2: multiplied by the unit."""
    unit = hw3.parameters(student).unit ** power
    return all(off_by(one, right * unit) <= 3 for one, right in zip((low, high), interval(student)))


def _times_unit(student, power):
    """Return the right interval times a power of the unit."""
    return [float(rate * hw3.parameters(student).unit ** power) for rate in interval(student)]


def _with_five_losses(student, rate):
    return [rate, *(own_loss(student, rate, hw3.parameters(student).seed + i) for i in range(5))]


def _with_its_middle(student, low, high):
    return [low, high, own_loss(student, middle(low, high))]


def _one_rate(student, cases):
    rate = middle(*interval(student))
    losses = [own_loss(student, rate), own_loss(student, rate, cosine=True)]
    return ["worse" if gain(student) > 0 else "better", [rate, rate], losses]


def _inverse_factor(student, cases):
    rate = middle(*interval(student, True))
    return [1 / doubled(student), 1 / doubled(student), rate, own_loss(student, rate, double=True)]


PLAIN = "the unit of the loss left out: a rate times a gradient ten times as large goes ten times as far"
UPSIDE = "multiplied by the unit, not divided"
SLIPS = {  # question: of (name, test of a value that shows it, a value that shows it)
    "hw3.1": (
        (PLAIN, lambda s, v: _unit_forgotten(s, *v[:2]), lambda s, cases: [*_times_unit(s, 1), first_loss(s)]),
        (UPSIDE, lambda s, v: _unit_forgotten(s, *v[:2], 2), lambda s, cases: [*_times_unit(s, 2), first_loss(s)]),
    ),
    "hw3.3": (
        (
            PLAIN,
            lambda s, v: _unit_forgotten(s, v[0], v[0]),
            lambda s, cases: _with_five_losses(s, middle(*_times_unit(s, 1))),
        ),
        (
            "beyond the largest good rate",
            lambda s, v: v[0] > interval(s)[1],
            lambda s, cases: _with_five_losses(s, 2 * interval(s)[1]),
        ),
    ),
    "hw3.4": (
        (PLAIN, lambda s, v: _unit_forgotten(s, *v[:2]), lambda s, cases: _with_its_middle(s, *_times_unit(s, 1))),
    ),
    "hw3.5": (("both at one rate: a cosine needs a larger peak", lambda s, v: off_by(*v[1]) < 1.05, _one_rate),),
    "hw3.6": (
        (
            "the factor turned round: a larger batch allows a larger rate",
            lambda s, v: off_by(v[1] * doubled(s), 1) <= 1.2,
            _inverse_factor,
        ),
    ),
}


# Samples for the record: the right answer, and answers just inside and outside of what is forgiven


def _wrong_loss(value, at, tolerance=LOSS):
    """Return {what: value} with the loss at index `at` off by just so many tolerances."""
    found = {}
    for edge in EDGES[:2]:
        found[f"loss off by {edge:g} tolerances"] = off = list(value)
        off[at] = value[at] + edge * tolerance.width(value[at])
    return found


def _scaled(values, at, factor):
    """Return {what: values} with the number at index `at` off by nearly and by more than `factor`, and its square."""
    found = {}
    for times in (0.98 * factor, 1.02 * factor, 0.98 * factor**2, 1.02 * factor**2):
        found[f"number {at + 1} off by a factor of {times:.3g}"] = off = list(values)
        off[at] = values[at] * times
    return found


def _predicted_samples(student, cases):
    right = [*interval(student), first_loss(student)]
    return {"right": right} | _scaled(right, 0, ENDS) | _wrong_loss(right, 2, FIRST_LOSS)


def _log_samples(student, cases):
    seed, rate = hw3.parameters(student).seed, middle(*interval(student))
    rows = [(share * rate, seed, *own_run(student, share * rate)[::-1]) for share in (0.5, 0.7, 1, 1.4)]

    def changed(loss=1.0, accuracy=0.0):
        return [[rate, seed, max(0, one - accuracy), loss * other] for rate, seed, one, other in rows]

    return {
        "right": changed(),
        "losses off by 0.98 tolerances": changed(loss=1 + 0.98 * LOSS.size),
        "losses off by 1.02 tolerances": changed(loss=1 + 1.02 * LOSS.size),
        "accuracies off by 0.98 of what is forgiven": changed(accuracy=0.98 * SAME_ACCURACY),
        "accuracies off by 1.02 of what is forgiven": changed(accuracy=1.02 * SAME_ACCURACY),
        "three different runs": [*changed()[:3], changed()[0]],
        "a seed of somebody else": [*changed()[:3], [rate, seed - 1, 0.5, 1.0]],
    }


def _regret_samples(student, cases):
    low, high = interval(student)
    right = _with_five_losses(student, middle(low, high))
    found = {"middle of the good interval": right}
    for what, rate in (("lowest good rate", low), ("half of it", low / 2), ("a tenth of it", low / 10)):
        found[what] = _with_five_losses(student, rate)
    found["one loss of five wrong"] = [*right[:5], 2 * right[5]]
    found["two losses of five wrong"] = [*right[:4], 2 * right[4], 2 * right[5]]
    return found


def _overlap_samples(student, cases):
    low, high = interval(student)
    right = _with_its_middle(student, low, high)
    found = {"right": right} | _wrong_loss(right, 2)
    for share in (0.52, 0.48, 0.25):
        found[f"the upper {share:g} of the interval"] = _with_its_middle(student, high * (low / high) ** share, high)
    return found | {"below the interval": _with_its_middle(student, low / 10, low / 3)}


def _compared_samples(student, cases):
    rates = [middle(*interval(student)), 2 * middle(*interval(student))]
    losses = [own_loss(student, rates[0]), own_loss(student, rates[1], cosine=True)]
    found = {word: [word, rates, losses] for word in hw3.WORDS}
    word = "better" if gain(student) > 0 else "worse"
    return found | {f"{word}, {what}": [word, rates, off] for what, off in _wrong_loss(losses, 1).items()}


def _factor_samples(student, cases):
    rate, factor = middle(*interval(student, True)), doubled(student)
    right = [factor, factor, rate, own_loss(student, rate, double=True)]
    return {"right": right} | _scaled(right, 1, FACTOR) | _wrong_loss(right, 3)


PROOFS = {
    "hw3.1": _first_is_real,
    "hw3.2": _log_is_real,
    "hw3.3": _five_are_real,
    "hw3.4": _middle_is_real,
    "hw3.5": _both_are_real,
    "hw3.6": _double_is_real,
}


def _question(name, points, asks, worth, samples, bounds, **put):
    proof, slips = PROOFS[name], SLIPS.get(name, ())

    def judge(student, value, cases):
        (share, said), real = worth(student, value), proof(student, value)
        faults = [said] * (share < 1) + ["the losses are not those of your runs"] * (not real)
        slip = next((slip for slip, test, _ in slips if share < 1 and test(student, value)), "")
        return 1 if share == 1 and real else (1 - PROOF) * share + PROOF * real, "; ".join(faults), slip

    return Question(
        name,
        points,
        asks,
        judge,
        hw3.FORMS[name].fault,
        slips=tuple((slip, wrong) for slip, _, wrong in slips),
        bounds={"points for real losses": f"{100 * PROOF:g} %"} | bounds,
        samples=samples,
        **put,
    )


QUESTIONS = (
    _question(
        "hw3.1",
        2,
        f"the good interval by a factor of {ENDS}, and the first loss within {FIRST_LOSS}",
        _predicted,
        _predicted_samples,
        {"an end": f"a factor of {ENDS}, for half of its points {ENDS**2}"} | forgiven({"a loss": FIRST_LOSS}, False),
        title="Before you run anything",
        text=(
            "[An image classifier]() had 600 images, 64 units, batches of 32, and the usual loss: rates "
            "from about 0.05 to 1 did well. Yours has fewer images and smaller batches, and its unit. "
            f"Predict the interval of rates whose validation accuracy will lie within {hw3.GOOD} of the "
            f"best: its lowest and its highest rate, each by a factor of {ENDS}.\n\n"
            "Hand over both, and the loss of your network before its first step on all training images "
            "(with your first seed; the network gives it without any training: a run's `train_loss[0, "
            "0]`).\n\n"
            "<details><summary>Hint</summary>\n\n"
            "A step is the rate times the gradient. If the gradient is a hundred times as large, which "
            "rate takes the same step?\n\n"
            "</details>"
        ),
    ),
    _question(
        "hw3.2",
        3,
        f"a log whose runs come out again, within {LOSS} of the loss and {SAME_ACCURACY:g} of the accuracy",
        _log,
        _log_samples,
        forgiven({"a loss": LOSS}, False) | {"an accuracy": f"{SAME_ACCURACY:g}", "fewest runs": str(hw3.FEWEST)},
        title="A log of at most twelve runs",
        text=(
            "`mine.trial(rate)` trains once, with your first seed, and adds a row to `mine.log`: rate, "
            "seed, validation accuracy, training loss. After twelve it stops. `mine.trial(rate, "
            "seed=mine.seeds[1])` takes another of your five seeds. Plan before you run: how wide, how "
            "fine, and which runs do you keep for the end?\n\n"
            "At least four different runs, all from your own five seeds. Two rows of the better half are "
            f"run again, and have to come out as you say: the loss within {LOSS}, the accuracy "
            f"within {SAME_ACCURACY}."
        ),
    ),
    _question(
        "hw3.3",
        4,
        f"a rate within {FULL:g} of the best accuracy on unseen seeds",
        _regret,
        _regret_samples,
        forgiven({"a loss": LOSS}, False)
        | {"regret for all points": f"{FULL:g}", "for none": f"{NONE:g}", "losses of five": str(ENOUGH)},
        title="Your rate",
        text=(
            "Choose one rate. It is judged by its **regret**: how far its mean accuracy over five unseen "
            f"seeds, on test images, lies below that of the best rate. Up to {FULL} costs nothing, "
            f"from {NONE} on everything. Beyond your log you may now run as much as you like (but what "
            "you hand in has to run in a minute, so leave only the runs that you need): "
            "`mine.runs(rates, seed)` trains many rates at once, and the slider shows what thirteen of "
            "them do with your first seed."
        ),
        more=(
            "A single seed is luck, and the best of thirteen noisy numbers is partly luck too: what "
            "would you trust more, the highest point or the middle of the high ground? Hand over the "
            "rate, and the training losses of your five seeds at the end with it."
        ),
    ),
    _question(
        "hw3.4",
        3,
        "an interval that shares half with the good one on unseen seeds",
        _overlap,
        _overlap_samples,
        forgiven({"a loss": LOSS}, False) | {"shared for all points": f"{SHARED:g}"},
        title="The interval",
        text=(
            f"From which rate to which does the mean accuracy stay within {hw3.GOOD} of the best? It "
            "should share at least half with the interval that the unseen seeds give (measured on a log "
            "scale: what is common to both, over what either covers). Hand over its two ends, and the "
            r"training loss of your first seed at its middle, $\sqrt{\text{low}\cdot\text{high}}$. "
            "Compare it with what you predicted in question 1."
        ),
    ),
    _question(
        "hw3.5",
        3,
        "the sign of the difference, each schedule at its best rate",
        _compared,
        _compared_samples,
        forgiven({"a loss": LOSS}, False) | {"a difference that is none": f"{NO_DIFFERENCE:g}"},
        title="Does a schedule pay?",
        text=(
            "Compare a cosine that ends at 0 with a constant rate, *each at its own best rate*, over "
            "your five seeds, by validation accuracy. `mine.runs(rates, seed, cosine=True)` runs the "
            'cosine; the rates are its peaks. Is it "better", "worse", or is there "no difference" that '
            "five seeds could tell from luck?\n\n"
            "Hand over the word, the two rates (constant, peak), and the training loss of your first "
            "seed at the end with each."
        ),
    ),
    _question(
        "hw3.6",
        2,
        f"both factors within a factor of {FACTOR}",
        _factor,
        _factor_samples,
        {"a factor": f"a factor of {FACTOR}, for half of its points {FACTOR**2}"} | forgiven({"a loss": LOSS}, False),
        title="Twice the batch",
        text=(
            "The same ten epochs with twice the batch, so half as many steps. By which factor will the "
            "middle of the good interval move? Predict it first ([Too small]() has a reason for one "
            "number, [Schedules]() for another). Then measure: `mine.runs(rates, seed, double=True)`. "
            f"Each by a factor of {FACTOR}.\n\n"
            "Hand over the predicted factor, the measured one, the middle of the good interval with "
            "twice the batch, and the training loss of your first seed with it."
        ),
    ),
    Question(
        "hw3.7",
        3,
        "a report with a number, its condition, its seeds and its limit",
        title="A report",
        text=(
            "Somebody will train your classifier next week and reads only this. In at most 200 words: "
            "which rate, and how good is it (a *number*); under which *conditions* was it measured; over "
            "how many *seeds*, and how far apart were they; and what is the *limit* of what you know: "
            "which change of the setting would make you search again? Say also what your prediction of "
            "question 1 got wrong. (A person reads this: 1 point for number and condition, 1 for the "
            "seeds, 1 for the limit.)"
        ),
    ),
)
