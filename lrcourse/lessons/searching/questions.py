"""Its predictions and exercises."""

import numpy as np

from ...engine import search
from ...engine.optimizers import sgd
from ..image_classifier import network
from ..question import Exercise, Prediction, near
from ..run_cache import cached_run
from .coding import CODING
from .experiments import BATCH, EPOCHS, LEARNED, WIDTH, by_batch, median_misses, quickest, range_test_of

TEST_SEEDS = range(6)
STEPS = EPOCHS * (600 // BATCH)


def _nine_runs():
    found = median_misses(9)
    return min(("the grid", found["grid"]), ("the random draws", found["random"]), key=lambda pair: pair[1])[0]


@cached_run
def steepest_that_train():
    """How many of the six range tests' steepest points are rates at which the digits network learns with every one of
    five seeds.
    """
    rates = [range_test_of(seed).steepest for seed in TEST_SEEDS]
    found = search.grid(network(), sgd(), rates, STEPS, batch_size=BATCH, seeds=range(5))
    good = found.rates[(found.scores > LEARNED - 0.05).all(axis=0)]
    return sum(rate in good for rate in rates)


def _steepest():
    good = steepest_that_train()
    return "all six" if good == 6 else "five" if good == 5 else "two to four" if good > 1 else "one or none"


def _sixteenfold():
    wanted, choices = by_batch(64).best, ("about 0.1", "about 0.5", "about 1.6")
    return min(choices, key=lambda choice: abs(np.log(float(choice.split()[1]) / wanted)))


def _steps_of_64():
    wanted, choices = np.median(quickest(64)), ("about 14", "about 40", "about 150")
    return min(choices, key=lambda choice: abs(np.log(float(choice.split()[1]) / wanted)))


@cached_run
def with_momentum():
    """(lowest, highest) rate within 0.01 of the best for the digits with momentum 0.9, from a fine grid."""
    found = search.grid(
        network(), sgd(momentum=0.9), np.geomspace(1e-3, 1, 31), STEPS, batch_size=BATCH, seeds=range(3)
    )
    return found.interval()


def _close(end):
    """answer -> whether it is within a factor of 1.6 of that end of the interval."""
    return lambda answer: answer > 0 and abs(np.log(answer / with_momentum()[end])) < np.log(1.6)


def _interval():
    low, high = with_momentum()
    return (
        f"a grid with 31 rates from 0.001 to 1 has its good interval from {low:.2g} to {high:.2g}; a factor of 1.6 "
        f"either way counts as right. Its effective rates (Just right), ten times as large, are {10 * low:.2g} to "
        f"{10 * high:.2g}: about the interval without momentum"
    )


QUESTIONS = {
    "searching.0": Exercise(
        lambda answer: answer == "validation",
        lambda: "training data teach, validation data choose, test data judge",
        ("training", "validation", "test"),
        (
            (lambda answer: answer == "test", "If it helps to choose, what is left to judge the choice?"),
            (lambda answer: answer == "training", "A rate may fit these very images well and others not."),
        ),
        text=(
            "**From memory.** [An image classifier]() split the digits into training, validation and test "
            "images. By which do you choose a rate?"
        ),
    ),
    "searching.1": Prediction(
        ("the grid", "the random draws", "no difference"),
        _nine_runs,
        text="**Predict.** Nine runs, one unknown best rate. Which search has the smaller miss in the median?",
    ),
    "searching.2": Prediction(
        ("all six", "five", "two to four", "one or none"),
        _steepest,
        text=(
            "**Predict.** Six range tests differ only in their seed. Take the rate at each one's *steepest "
            "fall*, and train with it from five seeds. With how many of the six rates do all five learn?"
        ),
    ),
    "searching.3": Prediction(
        ("about 0.1", "about 0.5", "about 1.6"),
        _sixteenfold,
        text="**Predict.** With batches of 4, a rate of 0.1 is best. Which is best with batches of 64?",
    ),
    "searching.9": Prediction(
        ("about 14", "about 40", "about 150"),
        _steps_of_64,
        text=(
            "**Predict.** Batches of 4 take about 220 steps. If steps went down as batches go up, batches of "
            "64 would take 14. How many do they take?"
        ),
    ),
    "searching.10": Exercise(
        near(128),
        lambda: "the fewest steps are 1000, so 9 = 1 + B_c/16 and B_c = 128; at B = B_c the steps are twice the fewest",
        slips=(
            (near(72), "That is perfect scaling, half the steps for twice the batch. It does not go on."),
            (near(144), "Nine is 1 + B_c/16, not B_c/16."),
            (near(8), "That is B_c/16. What is B_c?"),
        ),
        text=(
            "**Exercise.** A training takes 9000 steps with batches of 16, and ever nearer to 1000 as they "
            "grow. By this formula, with which batch size does it take 2000?"
        ),
        hint=r"The 1000 are $S_{\min}$. Find $B_c$ first.",
    ),
    "searching.4": Exercise(
        near(WIDTH / (4 * 4)),
        lambda: f"16 runs try only 4 rates: 6/(4 · 4) = {WIDTH / 16:g}",
        slips=(
            (near(WIDTH / (4 * 16)), "That is for 16 different rates. How many different ones does a 4 × 4 grid hold?"),
            (near(WIDTH / (2 * 4)), "That is the largest miss. The median is smaller."),
            (near(WIDTH / 4), "That is the distance between neighbouring rates."),
        ),
        text=(
            "**Exercise.** A grid of 4 × 4 runs searches six decades of the rate, and a second parameter. "
            "What is the median miss in the rate, in decades?"
        ),
        hint=(
            "How many different rates do the 16 runs try? Put that number in the place of $n$. After a try, "
            '`solution("searching.4")` shows the way.'
        ),
    ),
    "searching.5": Exercise(
        near(1 - 0.95**60, 0.002),
        lambda: f"all 60 miss with probability 0.95⁶⁰ = {0.95**60:.3f}, so 1 − 0.95⁶⁰ = {1 - 0.95**60:.3f}",
        slips=(
            (near(0.95**60, 0.02), "That is the probability that all 60 miss."),
            (near(0.05, 0.002), "That is one draw's chance. There are 60."),
            (
                lambda answer: answer >= 1,
                "A probability is at most 1, and here never quite 1: chances of draws do not add up.",
            ),
            (near(95.4, 0.01), "Give it as a share, between 0 and 1."),
        ),
        text=(
            "**Exercise.** Suppose that 5 % of the range is good enough. What is the probability that at "
            "least one of 60 random draws is? (Three digits.)"
        ),
        hint=(
            "What is the probability that one draw is *not* good enough? That all 60 are not? After a try, "
            '`solution("searching.5")` shows the way.'
        ),
    ),
    "searching.6": Exercise(
        _close(0),
        _interval,
        slips=(
            (lambda answer: answer <= 0, "A rate is above 0."),
            (
                lambda answer: answer < with_momentum()[0],
                "There the mean accuracy is still more than 0.01 below the best.",
            ),
            (lambda answer: answer > with_momentum()[0], "There is a clearly smaller rate within 0.01 of the best."),
        ),
        text=(
            "**Exercise.** The same network with momentum 0.9, which over steady gradients acts as ten times "
            "the rate ([Just right]()). Find the interval within 0.01 of the best with at most 12 rates, "
            "three seeds each. Below are five. Spend the other seven well, then give the lower and the upper "
            "end. A factor of 1.6 either way counts as right."
        ),
        hint=(
            "Put the seven rates around the best of the five, at equal ratios, and look at `mine.interval()` "
            'and `mine.mean`. After a try, `solution("searching.6")` says what a fine grid gives.'
        ),
    ),
    "searching.7": Exercise(
        _close(1),
        _interval,
        slips=(
            (lambda answer: answer <= 0, "A rate is above 0."),
            (
                lambda answer: answer > with_momentum()[1],
                "There the mean accuracy is already more than 0.01 below the best.",
            ),
            (lambda answer: answer < with_momentum()[1], "There is a clearly larger rate within 0.01 of the best."),
        ),
    ),
} | CODING
