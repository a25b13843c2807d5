"""Its predictions and exercises."""

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ..question import Exercise, Numbers, Prediction, near
from .bowl import KINDS, best_peak, floor, quartic, schedule_named, score
from .coding import CODING
from .experiments import FRESH, LONG, endings, gain

BLOCKS, GOAL = 10, 0.010
SCALES = (1, 2, 5, 10, 20, 50, 100, 200)
GAINS = "lower by more than 0.01", "within 0.01", "higher by more than 0.01"


def _doubled():
    ratio = floor(1.0) / floor(0.5)
    return {1: "stays", 2: "doubles", 3: "triples", 4: "quadruples"}[round(ratio)]


def _winner():
    """The kind that ends lowest, each with its best peak rate and time scale."""
    ends = {kind: min(best_peak(schedule_named(kind, scale))[1] for scale in SCALES) for kind in KINDS}
    return min(ends, key=ends.get)


def _digits():
    median = np.median(gain(range(5), LONG))
    return GAINS[1 + int(np.sign(median) * (abs(median) > 0.01))]


def _averaged():
    """Where the averaged weights end beside the cosine after the longest budget, in the median of ten seeds."""
    _, average, _, cosine = np.median([endings(seed)[1, :, -1, 0] for seed in FRESH], axis=0)
    lower = cosine - average
    return "lower by 0.02 or more" if lower >= 0.02 else "somewhat lower" if lower > 0.002 else "as high or higher"


def _warmed():
    ends = quartic(20, (2,)).loss[0, -1], quartic(0, (0.49,)).loss[0, -1]
    return (
        "explodes" if not ends[0] < 1 else "ends far lower" if ends[0] < ends[1] / 3 else "ends about as low or higher"
    )


def rate_for(level, curvature, sigma):
    """The rate at which the mean square settles at `level`: the floor's formula solved for η."""
    return 2 * level * curvature / (sigma**2 + level * curvature**2)


def _drive():
    falling = 0.2 / np.arange(1, BLOCKS + 1) ** 1.5
    return (
        f"fall quickly at first, then ever more slowly, such as {', '.join(f'{rate:.2g}' for rate in falling)}: "
        f"{score(falling):.4f}"
    )


def largest_step(x):
    """The largest constant rate at which x⁴ does not throw `x` farther out: |1 − 4ηx²| = 1."""
    return 1 / (2 * x**2)


QUESTIONS = {
    "schedules.0": Exercise(
        near(lambda: 2 / diagnosis.curvatures(surfaces.quadratic([1, 9]), np.ones(2)).sum()),
        lambda: "2/(λmin + λmax) = 2/(1 + 9) = 0.2",
        slips=(
            (near(2 / 9), "That is the limit; the best lies below it."),
            (near(1 / 9), "That suits the stiff direction alone."),
            (near(1.0), "That suits the flat direction alone, and the stiff one explodes."),
        ),
        text=(
            "**From memory.** A bowl without noise has the curvatures 1 and 9. Which constant rate is best "
            "([Just right]())?"
        ),
    ),
    "schedules.1": Prediction(
        ("stays", "doubles", "triples", "quadruples"),
        _doubled,
        text=(
            "**Predict.** You double the rate from 0.5 to 1. What happens to the level at which the mean of "
            "$x^2$ settles?"
        ),
    ),
    "schedules.2": Prediction(
        KINDS,
        _winner,
        text=(
            "**Predict.** Each kind gets its best peak and its best time scale. Which ends lowest after the 200 steps?"
        ),
    ),
    "schedules.3": Prediction(
        GAINS,
        _digits,
        text=(
            "**Predict.** After 10 epochs, how does the test accuracy of the best cosine compare with that "
            "of the best constant rate? (The median over seeds of the difference.)"
        ),
    ),
    "schedules.9": Prediction(
        ("lower by 0.02 or more", "somewhat lower", "as high or higher"),
        _averaged,
        text="**Predict.** After 6 epochs, where does the average's test accuracy end, beside the cosine's?",
    ),
    "schedules.4": Prediction(
        ("explodes", "ends about as low or higher", "ends far lower"),
        _warmed,
        text=(
            "**Predict.** The rate climbs in 20 equal steps to 2, four times the limit at the start, and "
            "stays there. Over 200 steps, how does the loss end, beside that of the constant 0.49?"
        ),
    ),
    "schedules.5": Exercise(
        near(lambda: rate_for(0.5, 2, 3)),
        lambda: f"9η/(2(2 − 2η)) = 0.5 gives 9η = 2 − 2η, so η = 2/11 = {rate_for(0.5, 2, 3):.3f}",
        slips=(
            (near(0.5 * 4 / 9), "That leaves out the −ηλ below the line: right for tiny rates only."),
            (near(rate_for(0.5, 2, np.sqrt(3))), "The noise enters with its square."),
            (near(rate_for(0.5, 1, 3)), "The curvature is 2 here."),
        ),
        text=(
            "**Exercise.** Another noisy bowl has the curvature 2 and noise of standard deviation 3. At "
            "which rate does the mean of $x^2$ settle at 0.5?"
        ),
        hint=r"Set the floor equal to 0.5, and solve for $\eta$.",
    ),
    "schedules.6": Exercise(
        lambda rates: bool(score(rates) < GOAL),
        _drive,
        wants=Numbers(BLOCKS),
        slips=(
            (lambda rates: min(rates) < 0, "A rate is not negative."),
            (lambda rates: max(rates) >= 2, "A rate of 2 or more throws the bowl's x farther out."),
            (lambda rates: rates[-1] > 0.02, "Not below 0.010. Which rates leave the noise of the last blocks behind?"),
            (lambda rates: rates[0] < 0.05, "Not below 0.010. How much of the start is left after the first block?"),
            (
                lambda rates: True,
                "Not below 0.010. Look at the picture: which is left at the end, the start or the noise?",
            ),
        ),
        text=(
            "**Exercise.** Bring the score below 0.010. (The best possible with ten blocks is about 0.0054.) "
            'Type your ten rates into the field, or write `check("schedules.6", my_rates)`.'
        ),
        hint=(
            "Where the line stops falling within a block, the noise floor is reached, and the next rate "
            "should be lower. Too low too soon leaves the start behind."
        ),
    ),
    "schedules.7": Exercise(
        near(lambda: largest_step(0.25)),
        lambda: f"a step multiplies x by 1 − 4ηx², which reaches −1 at η = 1/(2x²) = {largest_step(0.25):g}",
        slips=(
            (
                near(2 / (12 * 0.25**2)),
                "The curvature 12x² is local; a long step does not meet the same curvature all the way. Write out the "
                "step itself.",
            ),
            (near(0.5), "That is the limit at x = 1. How does it depend on x?"),
            (near(2.0), "The square of a quarter is a sixteenth."),
            (
                near(1 / (4 * 0.25**2)),
                "That rate lands in the minimum at once. How much farther until |x| does not shrink?",
            ),
        ),
        text=(
            "**Exercise.** A warm-up has brought $x$ to 0.25 on $x^4$. What is now the largest constant rate "
            "at which $|x|$ does not grow?"
        ),
        hint=(
            "Write one step as $x$ times a factor. The factor must not be below −1. At $x=1$ your formula "
            "has to give ½."
        ),
    ),
} | CODING
