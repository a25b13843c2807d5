"""hw1, stability: the right numbers from the curvatures and from our engine, the judges, and the slips."""

from functools import lru_cache

import numpy as np

from ..engine import optimizers
from ..engine.training import train
from ..homework import hw1
from ..homework.fields import is_number
from .judging import beside, credit, forgiven, in_code, numeric, plus_minus, within
from .questions import Question

CLOSE = within(0.01)  # three digits pass also where a number was rounded before it went into another
ROUNDED = within(0.005)  # three digits of a number that nothing rounded goes into
STEPS = plus_minus(4)
SAME = within(1e-4)  # of a loss that a function gives
NEAR_LIMIT = 1.9  # the rate of question 4, in units of 1/λmax
RATE_AND_LOSS = {"the rate": CLOSE, "the loss": CLOSE}  # of question 4


@lru_cache(maxsize=4096)
def losses_at(student, share):
    """Return the losses (121,) of the student's bowl at `share` times 1/λmax, or at its best rate for share=None."""
    flat, stiff = _curvatures(student)
    rate = 2 / (flat + stiff) if share is None else share / stiff
    return train(hw1.problem(student).surface, optimizers.sgd(), lr=rate, steps=120).loss[0]


def _curvatures(student):
    return hw1.parameters(student).curvatures


def _over(flat=(), stiff=()):
    """Return right(student): these numbers over the flat curvature, then these over the stiff one."""

    def right(student):
        low, high = _curvatures(student)
        return [*(k / low for k in flat), *(k / high for k in stiff)]

    return right


def _warm_up(landing, limit):
    return lambda student: [landing / hw1.parameters(student).warm_up, limit / hw1.parameters(student).warm_up]


def _best(student):
    return [2 / sum(_curvatures(student)), _arrival(losses_at(student, None))]


def _steps_at(share):
    """Return wrong(student): the rate `share`/λmax and the steps that it takes, 0 if it never arrives."""
    return lambda student: [share / _curvatures(student)[1], _arrival(losses_at(student, share))]


def _arrival(losses):
    """Return the number of the first step after which a loss is at most TARGET times the first; 0 if none is."""
    return int(np.argmax(losses <= hw1.TARGET * losses[0]))


def _with_momentum(factor):
    return lambda student: [factor(hw1.parameters(student).momentum) / _curvatures(student)[1]]


# Question 4: signs and a loss


def _near_limit(student):
    """Return the rate that question 4 asks for."""
    return NEAR_LIMIT / _curvatures(student)[1]


def _loss_after(student, rate):
    return float(train(hw1.problem(student).surface, optimizers.sgd(), lr=rate, steps=hw1.STEPS).loss[0, -1])


def _rates_that_count(student, given):
    """Return the rates whose loss counts: it moves ten times as fast as the rate, which may be rounded on its way."""
    return given, _near_limit(student), NEAR_LIMIT / float(f"{_curvatures(student)[1]:.3g}")


def _right_signs(student):
    return np.sign(np.diff(losses_at(student, NEAR_LIMIT)[: hw1.STEPS + 1])).tolist()


def _signs_and_loss(student, value, cases):
    """Judge [signs, rate, loss]: half of the points for the signs, half for rate and loss together."""
    signs, rate, loss = value
    right = signs == _right_signs(student)
    near = credit(CLOSE(rate, _near_limit(student)))
    shown = near and max(credit(CLOSE(loss, _loss_after(student, one))) for one in _rates_that_count(student, rate))
    faults = ["the signs are not those of the loss steps"] * (not right)
    faults += ["the rate is off"] * (near < 1) + ["the loss is not that of your rate"] * (near > shown)
    slip = next((name for name, wrong in SIGN_SLIPS if wrong(student, None)[0] == signs), "")
    return right / 2 + min(near, shown) / 2, " and ".join(faults), slip


def _with_signs(student, signs):
    return [signs, _near_limit(student), _loss_after(student, _near_limit(student))]


def _signs_samples(student, cases):
    signs, *numbers = _with_signs(student, _right_signs(student))
    return {what: [signs, *pair] for what, pair in beside(numbers, RATE_AND_LOSS).items()}


SIGN_SLIPS = (
    (
        "the point changes sides at each step, the loss does not: it goes with the square",
        lambda student, cases: _with_signs(student, [(-1) ** (i + 1) for i in range(hw1.STEPS)]),
    ),
    ("overshooting taken for growth", lambda student, cases: _with_signs(student, [1] * hw1.STEPS)),
)


# Question 6, in code: the losses that a student's gradient descent should give, and those of its slips


def descent(hessian, start, rate, steps, factor=1.0, half=0.5, cut=hw1.LARGEST):
    """Return the losses that gradient_descent should give; the last three arguments make its slips."""
    hessian, x = np.array(hessian), np.array(start)
    losses = []
    with np.errstate(all="ignore"):
        for _ in range(steps + 1):
            slope = hessian @ x
            loss = float(half * x @ slope)
            if not loss < cut:
                break
            losses.append(loss)
            x = x - factor * rate * slope
    return losses


def _one_too_many(*case):
    losses = descent(*case)
    return descent(*case, cut=1e300)[: len(losses) + 1]


def same_losses(given, right):
    """Return True if a list of losses has the right length and the right numbers."""
    if not isinstance(given, list) or len(given) != len(right) or not all(map(is_number, given)):
        return False
    return bool(np.allclose(given, right, rtol=SAME.size, atol=1e-9))


DESCENT_SLIPS = (
    ("the first loss, before any step, is missing", lambda *case: descent(*case)[1:]),
    ("the last loss is missing: n steps have n + 1 losses", lambda *case: descent(*case)[:-1]),
    ("the steps go uphill", lambda *case: descent(*case, factor=-1.0)),
    ("the ½ of the loss is missing", lambda *case: descent(*case, half=1.0)),
    ("the loss that is too large is kept", _one_too_many),
    ("nothing stops the list where the loss explodes", lambda *case: descent(*case, cut=1e300)),
)


LANDING = "the landing rate 1/λ for the limit 2/λ: overshooting is not divergence"
FLAT = "the flattest direction's curvature for the stiffest's"
QUESTIONS = (
    numeric(
        "hw1.0",
        1,
        f"landing rate and limit of the given parabola, within {ROUNDED}",
        _warm_up(1, 2),
        [ROUNDED, ROUNDED],
        [("landing and limit exchanged", _warm_up(2, 1))],
        practice=True,
        title="Warm-up, for practice",
        text=(
            r"A parabola $\tfrac12\lambda x^2$ has the curvature `mine.warm_up`. Which rate lands in the "
            "minimum in one step, and from which rate on does gradient descent no longer come home? Here "
            "the cell says whether you are right, and you may try as often as you like."
        ),
    ),
    numeric(
        "hw1.1",
        2,
        f"the largest curvature of your bowl, within {CLOSE}",
        lambda student: _curvatures(student)[1:],
        [CLOSE],
        [(FLAT, lambda student: _curvatures(student)[:1])],
        title="The largest curvature from gradients alone",
        text=(
            "`look = mine.oracle()` gives you a function `look(point)`: the gradient at one point. It "
            rf"answers {hw1.CALLS} times and no more. Find the largest curvature $\lambda_{{\max}}$, "
            f"within {CLOSE}.\n\n"
            "<details><summary>Hint</summary>\n\n"
            "On a bowl with its minimum at 0 the gradient is $Hx$, where $H$ is the matrix of second "
            "derivatives. What becomes of a point that you replace, again and again, by its gradient, "
            "shortened to length 1? And what is the length of the gradient then? (Or: what is the "
            "gradient at $(1,0)$?)\n\n"
            "</details>"
        ),
    ),
    numeric(
        "hw1.2",
        2,
        f"landing rate and limit of the stiff direction, within {CLOSE}",
        _over(stiff=[1, 2]),
        [CLOSE, CLOSE],
        [("landing and limit exchanged", _over(stiff=[2, 1])), (FLAT, _over(flat=[1, 2]))],
        title="What follows from it",
        text=(
            "At which rate does one step land in the middle of the valley, so that nothing is left of "
            f"the *stiff* direction? And which rate is the limit of the whole bowl? Both within {CLOSE}."
        ),
    ),
    numeric(
        "hw1.3",
        2,
        f"the limit of your bowl, within {CLOSE}",
        _over(stiff=[2]),
        [CLOSE],
        [(LANDING, _over(stiff=[1])), (FLAT, _over(flat=[2]))],
        title="The same limit by trying",
        text=(
            "Suppose that you know nothing of curvatures. You can still run: `train(mine.surface, sgd(), "
            "lr=rate, steps=200).loss[0]` is the loss before each step and after the last. If the *last* "
            "steps of a run still shrink the loss, the rate is below the limit; if they let it grow, "
            "above. Halve the interval between a rate that is safe and one that is not until the limit "
            f"is known to a tenth of a percent. (It counts within {CLOSE}.)\n\n"
            "Why the last steps, and not the first? ([Too large]() showed a loss that falls for a long "
            "while and then explodes.)\n\n"
            "<details><summary>Hint</summary>\n\n"
            "Begin with two rates of the slider, one that comes home and one that does not. `middle = "
            "(low + high) / 2` replaces one of them. Each halving gains a factor of two: how many do you "
            "need?\n\n"
            "</details>"
        ),
    ),
    Question(
        "hw1.4",
        2,
        f"the sign of each of {hw1.STEPS} loss steps, your rate within {CLOSE}, and its loss after them within {CLOSE}",
        _signs_and_loss,
        hw1.signs_fault,
        slips=SIGN_SLIPS,
        bounds=forgiven(RATE_AND_LOSS),
        samples=_signs_samples,
        title="Just below the limit",
        text=(
            rf"Take the rate ${NEAR_LIMIT}/\lambda_{{\max}}$. In each of the first ten steps: does the "
            "loss rise (1), fall (−1), or stay (0)? And how large is the loss after these ten steps? "
            "Write down the ten signs before you run it, then measure. Hand over the signs, the rate and "
            "the loss, as they came out: a rate that is off by 0.2 % moves this loss by up to 9 %, so it "
            f"is run again at *your* rate. Rate and loss within {CLOSE}."
        ),
    ),
    numeric(
        "hw1.5",
        2,
        f"the rate that serves the slower direction best, within {CLOSE}, and its steps, give or take {STEPS.size:g}",
        _best,
        [CLOSE, STEPS],
        [
            ("1/λmax, best for the stiff direction alone", _steps_at(1)),
            ("the limit, where nothing arrives any more", _steps_at(2)),
        ],
        title="The best rate",
        text=(
            r"The stiff direction would like $1/\lambda_{\max}$, the flat one far more. The best fixed "
            "rate is the one at which the *slower* of the two directions shrinks fastest, wherever the "
            f"run starts. Which rate is it, within {CLOSE}? And after how many steps with it is the loss, "
            "from your start, for the first time at most a thousandth of what it was "
            f"(give or take {STEPS.size:g})?\n\n"
            "<details><summary>Hint</summary>\n\n"
            "[Just right]() has the formula; it needs the *smallest* curvature too. The matrix "
            r"$\lambda_{\max}I-H$ has the same directions as $H$. Which of its curvatures is the largest?"
            "\n\n"
            "</details>"
        ),
    ),
    in_code(
        "hw1.6",
        4,
        "for each fresh bowl the losses of gradient descent, ended before one that is too large",
        descent,
        same_losses,
        hw1.INPUTS["hw1.6"],
        DESCENT_SLIPS,
        tolerance=SAME,
        title="Gradient descent of your own",
        text=(
            r"Write gradient descent on $L(x)=\tfrac12x^\top Hx$: from the matrix `hessian` (a list of "
            "rows), the point `start`, the rate and the number of steps, return the list of losses, "
            "before each step and after the last. A loss that explodes must not become infinite: the "
            f"list ends before the first loss that is not below $10^{{{np.log10(hw1.LARGEST):.0f}}}$.\n\n"
            "It is tried on bowls that you have not seen, of one to three directions: slow rates, rates "
            "beyond the limit, absurdly large rates (numpy may warn of an overflow, which costs "
            'nothing), and no steps at all. `homework.cases("hw1.6")` gives you bowls to practise on.'
        ),
    ),
    numeric(
        "hw1.7",
        2,
        f"the limit with your momentum, within {CLOSE}",
        _with_momentum(lambda beta: 2 + 2 * beta),
        [CLOSE],
        [
            ("the limit without momentum", _with_momentum(lambda beta: 2)),
            ("the effective rate η/(1 − β) taken for the limit", _with_momentum(lambda beta: 2 - 2 * beta)),
            ("2/(1 − β) for 2 + 2β: momentum does not multiply the limit", _with_momentum(lambda beta: 2 / (1 - beta))),
        ],
        title="With momentum",
        text=(
            "With the heavy ball and *your* momentum, `mine.momentum`, the limit is another one. Which, "
            f"within {CLOSE}? `sgd(mine.momentum)` is the optimizer; the slider shows its runs at the "
            "rates of the picture above. Watch the track at a rate that exploded there."
        ),
    ),
    Question(
        "hw1.8",
        3,
        "why the stiff direction flips while the loss falls, with numbers of your own",
        title="In words",
        text=(
            "In question 4 the track jumps from one side of the valley to the other at each step, and "
            "the loss does what it does. Explain both in at most 120 words: why the stiff direction "
            "flips, why the loss behaves as it does nevertheless, and what changes at which rate. Cite "
            "at least three numbers of *your* bowl. (A person reads this: 1 point for the flip, 1 for "
            "the loss, 1 for your own numbers used rightly.)"
        ),
    ),
)
