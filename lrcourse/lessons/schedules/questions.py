"""The predictions and exercises of this lesson, each text with the numbers that its judge uses."""

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from .. import SEEDS
from ..question import Exercise, Numbers, Prediction, near
from .bowl import KINDS, STEPS, best_in_blocks, best_peak, floor, quartic, schedule_named, score
from .coding import CODING
from .experiments import BUDGETS, FRESH, LONG, endings, gain

RECALLED = (1, 9)  # curvatures of schedules.0's bowl
RATE = 0.5  # which schedules.1 doubles
SCALES = (1, 2, 5, 10, 20, 50, 100, 200)
CLOSE = 0.01  # test accuracies that differ by less count as equal
GAINS = f"lower by more than {CLOSE}", f"within {CLOSE}", f"higher by more than {CLOSE}"
BEHIND = 0.02  # a test accuracy that is lower by so much is clearly lower
WARM, WARM_RATE, BELOW = 20, 2, 0.49  # steps of the warm-up on x⁴, its rate, and a constant rate below the limit
CURVATURE, NOISE, LEVEL = 2, 3, 0.5  # of schedules.5's bowl, and where x² is to settle
BLOCKS, GOAL = 10, 0.010  # of schedules.6
LIMIT = 2  # of its bowl
PLACE = 0.25  # where schedules.7's warm-up has brought x


def _doubled():
    """Return what the floor does if RATE is doubled, one of the choices."""
    ratio = floor(2 * RATE) / floor(RATE)
    return {1: "stays", 2: "doubles", 3: "triples", 4: "quadruples"}[round(ratio)]


def best_scale(kind):
    """Return (E[x²] after the 200 steps, peak rate, time scale) of a kind of schedule at its best of both."""
    ends = [(*best_peak(schedule_named(kind, scale))[::-1], scale) for scale in SCALES]
    return min(ends)


def _winner():
    """Return the kind that ends lowest, each with its best peak rate and time scale."""
    return min(KINDS, key=best_scale)


def _digits():
    """Return how the best cosine compares with the best constant rate on the digits, one of GAINS."""
    median = np.median(gain(SEEDS, LONG))
    return GAINS[1 + int(np.sign(median) * (abs(median) > CLOSE))]


def _averaged():
    """Return where the averaged weights end beside the cosine after the longest budget, the median of ten seeds."""
    _, average, _, cosine = np.median([endings(seed)[1, :, -1, 0] for seed in FRESH], axis=0)
    lower = cosine - average
    return (
        f"lower by {BEHIND} or more" if lower >= BEHIND else "somewhat lower" if lower > 0.002 else "as high or higher"
    )


def ends_on_quartic():
    """Return the last loss on x⁴ with the warm-up to WARM_RATE, and at the constant rate BELOW."""
    return quartic(WARM, (WARM_RATE,)).loss[0, -1], quartic(0, (BELOW,)).loss[0, -1]


def _warmed():
    """Return how the warmed-up loss ends beside the constant rate's, one of the choices."""
    warm, constant = ends_on_quartic()
    return "explodes" if not warm < 1 else "ends far lower" if warm < constant / 3 else "ends about as low or higher"


def rate_for(level, curvature, sigma):
    """Return the rate at which the mean square settles at `level`: the floor's formula solved for η."""
    return 2 * level * curvature / (sigma**2 + level * curvature**2)


FALLING = (0.2 / np.arange(1, BLOCKS + 1) ** 1.5).round(4).tolist()  # rates that solve schedules.6


def _drive():
    """Return a solution of schedules.6, in words."""
    return (
        f"fall quickly at first, then ever more slowly, such as {', '.join(f'{rate:.2g}' for rate in FALLING)}: "
        f"{score(FALLING):.4f}"
    )


def largest_step(x):
    """Return the largest constant rate at which x⁴ does not throw `x` farther out: |1 − 4ηx²| = 1."""
    return 1 / (2 * x**2)


QUESTIONS = {
    "schedules.0": Exercise(
        text=(
            f"**From memory.** A bowl without noise has the curvatures {RECALLED[0]} and {RECALLED[1]}. Which constant "
            "rate is best ([Just right]())?"
        ),
        right=near(lambda: 2 / diagnosis.curvatures(surfaces.quadratic(RECALLED), np.ones(2)).sum()),
        worked=lambda: f"2/(λmin + λmax) = 2/({RECALLED[0]} + {RECALLED[1]}) = {2 / sum(RECALLED):g}",
        slips=(
            (near(2 / RECALLED[1]), "That is the limit; the best lies below it."),
            (near(1 / RECALLED[1]), "That suits the stiff direction alone."),
            (near(1 / RECALLED[0]), "That suits the flat direction alone, and the stiff one explodes."),
            (near(sum(RECALLED) / 2), "Is the fraction upside down? A rate times a curvature is a plain number."),
            (lambda rate: rate <= 0, "A rate is above 0."),
            (lambda rate: rate > 2 / RECALLED[1], "That lies beyond the limit: the stiff direction explodes."),
            (lambda rate: rate < 2 / sum(RECALLED), "There the flat direction is the slower one. Can it be helped?"),
            (lambda rate: rate > 2 / sum(RECALLED), "There the stiff direction is the slower one. Can it be helped?"),
        ),
    ),
    "schedules.1": Prediction(
        text=(
            f"**Predict.** You double the rate from {RATE} to {2 * RATE:g}. What happens to the level at which the "
            "mean of $x^2$ settles?"
        ),
        choices=("stays", "doubles", "triples", "quadruples"),
        truth=_doubled,
    ),
    "schedules.2": Prediction(
        text=(
            "**Predict.** Each kind gets its best peak and its best time scale. Which ends lowest after the "
            f"{STEPS} steps?"
        ),
        choices=KINDS,
        truth=_winner,
    ),
    "schedules.3": Prediction(
        text=(
            f"**Predict.** After {LONG} epochs, how does the test accuracy of the best cosine compare with that "
            "of the best constant rate? (The median over seeds of the difference.)"
        ),
        choices=GAINS,
        truth=_digits,
    ),
    "schedules.9": Prediction(
        text=(
            f"**Predict.** After {BUDGETS[-1]} epochs, how does the average's test accuracy compare with that of the "
            "cosine?"
        ),
        choices=(f"lower by {BEHIND} or more", "somewhat lower", "as high or higher"),
        truth=_averaged,
    ),
    "schedules.4": Prediction(
        text=(
            f"**Predict.** The rate climbs in {WARM} equal steps to {WARM_RATE}, which is "
            f"{WARM_RATE / largest_step(1):g} times the limit at the start, and stays there. Over {STEPS} steps, how "
            f"does the loss end, compared with that of the constant {BELOW}?"
        ),
        choices=("explodes", "ends about as low or higher", "ends far lower"),
        truth=_warmed,
    ),
    "schedules.5": Exercise(
        text=(
            f"**Exercise.** Another noisy bowl has the curvature {CURVATURE} and noise of standard deviation {NOISE}. "
            f"At which rate does the mean of $x^2$ settle at {LEVEL}?"
        ),
        hint=rf"Set the floor equal to {LEVEL}, and solve for $\eta$.",
        right=near(lambda: rate_for(LEVEL, CURVATURE, NOISE)),
        worked=lambda: (
            f"{NOISE**2}η/({CURVATURE}(2 − {CURVATURE}η)) = {LEVEL} gives {NOISE**2}η = {2 * LEVEL * CURVATURE:g} − "
            f"{LEVEL * CURVATURE**2:g}η, so η = {2 * LEVEL * CURVATURE:g}/{NOISE**2 + LEVEL * CURVATURE**2:g} = "
            f"{rate_for(LEVEL, CURVATURE, NOISE):.3f}"
        ),
        slips=(
            (
                near(2 * LEVEL * CURVATURE / NOISE**2),
                "That leaves out the −ηλ below the line: right for tiny rates only.",
            ),
            (near(rate_for(LEVEL, CURVATURE, np.sqrt(NOISE))), "The noise enters with its square."),
            (near(rate_for(LEVEL, 1, NOISE)), f"The curvature is {CURVATURE} here."),
            (
                near(2 * LEVEL * CURVATURE / (NOISE**2 - LEVEL * CURVATURE**2)),
                "Mind the sign of η when you bring it to one side.",
            ),
            (near(rate_for(LEVEL**2, CURVATURE, NOISE)), f"{LEVEL} is the mean of x² already; do not square it."),
            (lambda rate: rate <= 0, "A rate is above 0."),
            (lambda rate: rate >= 2 / CURVATURE, "So large a rate throws x farther out at each step: nothing settles."),
            (lambda rate: rate < rate_for(LEVEL, CURVATURE, NOISE), f"At that rate it settles below {LEVEL}."),
            (lambda rate: rate > rate_for(LEVEL, CURVATURE, NOISE), f"At that rate it settles above {LEVEL}."),
        ),
    ),
    "schedules.6": Exercise(
        text=(
            f"**Exercise.** Bring the score below {GOAL:.3f}. (The best possible with ten blocks is about "
            f"{best_in_blocks(BLOCKS):.4f}.) Type your ten rates into the field, or write "
            '`check("schedules.6", my_rates)`.'
        ),
        hint=(
            "Where the line stops falling within a block, the noise floor is reached, and the next rate "
            "should be lower. Too low too soon leaves the start behind."
        ),
        right=lambda rates: bool(score(rates) < GOAL),
        worked=_drive,
        wants=Numbers(BLOCKS),
        slips=(
            (lambda rates: min(rates) < 0, "A rate is not negative."),
            (lambda rates: max(rates) >= LIMIT, f"A rate of {LIMIT} or more throws the bowl's x farther out."),
            (
                lambda rates: rates[-1] > 0.02,
                f"Not below {GOAL:.3f}. Which rates leave the noise of the last blocks behind?",
            ),
            (
                lambda rates: rates[0] < 0.05,
                f"Not below {GOAL:.3f}. How much of the start is left after the first block?",
            ),
            (
                lambda rates: True,
                f"Not below {GOAL:.3f}. Look at the picture: which is left at the end, the start or the noise?",
            ),
        ),
        samples=(
            FALLING,
            [-0.1] + FALLING[1:],
            [float(LIMIT)] * BLOCKS,
            [0.03] * BLOCKS,
            [0.01] * BLOCKS,
            [0.1] + [0.005] * (BLOCKS - 1),
        ),
    ),
    "schedules.7": Exercise(
        text=(
            f"**Exercise.** A warm-up has brought $x$ to {PLACE} on $x^4$. What is now the largest constant rate "
            "at which $|x|$ does not grow?"
        ),
        hint=(
            "Write one step as $x$ times a factor. The factor must not be below $-1$. At $x=1$ your formula "
            f"has to give {largest_step(1):g}."
        ),
        right=near(lambda: largest_step(PLACE)),
        worked=lambda: f"a step multiplies x by 1 − 4ηx², which reaches −1 at η = 1/(2x²) = {largest_step(PLACE):g}",
        slips=(
            (
                near(2 / (12 * PLACE**2)),
                "The curvature 12x² is local; a long step does not meet the same curvature all the way. Write out the "
                "step itself.",
            ),
            (near(largest_step(1)), "That is the limit at x = 1. How does it depend on x?"),
            (near(1 / (2 * PLACE)), f"x enters with its square: {PLACE**2:g}."),
            (
                near(1 / (4 * PLACE**2)),
                "That rate lands in the minimum at once. How much farther until |x| does not shrink?",
            ),
            (near(1 / largest_step(PLACE)), "Nearer to the minimum x⁴ is flatter. Does the limit rise or fall?"),
            (near(2 / PLACE**2), "The gradient of x⁴ is 4x³. Is its 4 there?"),
            (lambda rate: rate <= 0, "A rate is above 0."),
            (lambda rate: rate < largest_step(PLACE), "There |x| still shrinks. How much larger may the rate be?"),
            (lambda rate: rate > largest_step(PLACE), "There a step lands farther out than it started."),
        ),
    ),
} | CODING
