"""The predictions and exercises of this lesson."""

import numpy as np

from ...engine import search
from ...engine.optimizers import sgd
from ..image_classifier import network
from ..question import Exercise, Prediction, near
from ..run_cache import cached_run
from .coding import CODING
from .experiments import (
    BATCH,
    BATCH_RATES,
    BATCHES,
    EPOCHS,
    LEARNED,
    RUNS,
    WIDTH,
    by_batch,
    median_misses,
    quickest,
    range_test_of,
)

TEST_SEEDS = range(6)
STEPS = EPOCHS * (600 // BATCH)
SMALL, LARGE = 4, 64  # batch sizes that a prediction compares
BASE, LARGEST = BATCHES[1], BATCHES[-1]  # batch sizes that another one compares
BEST_OF_BASE = BATCH_RATES[7]  # the best rate with batches of BASE, as the text gives it; SAID holds it
STEPS_OF_SMALL = 220  # the steps that batches of SMALL take, as the text gives them; SAID holds it
SIDE = 4  # of a grid over two parameters
GOOD, DRAWN = 0.05, 60  # share of a range that is good enough, and random draws from it
GIVEN_BATCH, GIVEN_STEPS, FEWEST, WANTED = 16, 9000, 1000, 2000  # of a training; and the steps that it should take
MOMENTUM = 0.9
MARGIN = 0.01  # of accuracy below the best: what the good interval allows
TRIES = 12  # rates that a reader may try
FACTOR = 1.6  # either way from an end of the interval is right
FINE = np.geomspace(1e-3, 1, 31)  # rates of the grid that the reader's search is compared with


def _nine_runs():
    found = median_misses(RUNS)
    return min(("the grid", found["grid"]), ("the random draws", found["random"]), key=lambda pair: pair[1])[0]


@cached_run
def steepest_that_train():
    """Return how many of the six range tests' steepest points are rates at which the digits network learns with every
    one of five seeds.
    """
    rates = [range_test_of(seed).steepest for seed in TEST_SEEDS]
    found = search.grid(network(), sgd(), rates, STEPS, batch_size=BATCH, seeds=range(5))
    good = found.rates[(found.scores > LEARNED - 0.05).all(axis=0)]
    return sum(rate in good for rate in rates)


def _steepest():
    good = steepest_that_train()
    return "all six" if good == 6 else "five" if good == 5 else "two to four" if good > 1 else "one or none"


def _nearest(choices, value):
    """Return the choice, such as "about 0.5", whose number is nearest to `value` on a log axis."""
    return min(choices, key=lambda choice: abs(np.log(float(choice.split()[1]) / value)))


GROWTH = LARGEST / BASE
GROWN = ("no larger", f"about {np.sqrt(GROWTH):g} times as large", f"about {GROWTH:g} times as large")


def _grown():
    """Return how the best rate with batches of LARGEST compares with that of BASE, one of GROWN."""
    ratio = by_batch(LARGEST).best / BEST_OF_BASE
    return GROWN[0] if ratio < 1.2 else GROWN[1] if ratio < GROWTH / 2 else GROWN[2]


PERFECT = STEPS_OF_SMALL * SMALL / LARGE  # steps, if they went down as batches go up
STEPS_OF_LARGE = (f"about {PERFECT:.0f}", "about 40", "about 150")


def fewer_steps():
    """Return the batch size at which the training of the exercise takes WANTED steps."""
    return critical_batch() / (WANTED / FEWEST - 1)


def critical_batch():
    """Return the critical batch size B_c of the training of the exercise."""
    return GIVEN_BATCH * (GIVEN_STEPS / FEWEST - 1)


@cached_run
def with_momentum():
    """Return the (lowest, highest) rate within MARGIN of the best for the digits with momentum, from a fine grid."""
    found = search.grid(network(), sgd(momentum=MOMENTUM), FINE, STEPS, batch_size=BATCH, seeds=range(3))
    return found.interval(MARGIN)


def _close(end):
    """Return a judge: answer -> whether it is within FACTOR of that end of the interval."""
    return lambda answer: answer > 0 and abs(np.log(answer / with_momentum()[end])) < np.log(FACTOR)


def _interval():
    low, high = with_momentum()
    as_large = 1 / (1 - MOMENTUM)
    return (
        f"a grid with {len(FINE)} rates from {FINE[0]:g} to {FINE[-1]:g} has its good interval from {low:.2g} to "
        f"{high:.2g}; a factor of {FACTOR:g} either way counts as right. Its effective rates (Just right), ten times "
        f"as large, are {as_large * low:.2g} to {as_large * high:.2g}: about the interval without momentum"
    )


QUESTIONS = {
    "searching.0": Exercise(
        text=(
            "**From memory.** [An image classifier]() split the digits into training, validation and test images. By "
            "which do you choose a rate?"
        ),
        right=lambda answer: answer == "validation",
        worked=lambda: "training data teach, validation data choose, test data judge",
        wants=("training", "validation", "test"),
        slips=(
            (lambda answer: answer == "test", "If it helps to choose, what is left to judge the choice?"),
            (lambda answer: answer == "training", "A rate may fit these very images well and others not."),
        ),
    ),
    "searching.1": Prediction(
        text="**Predict.** Nine runs, one unknown best rate. Which search has the smaller miss in the median?",
        choices=("the grid", "the random draws", "no difference"),
        truth=_nine_runs,
    ),
    "searching.2": Prediction(
        text=(
            "**Predict.** Six range tests differ only in their seed. Take the rate at each one's *steepest fall*, and "
            "train with it from five seeds. With how many of the six rates do all five learn?"
        ),
        choices=("all six", "five", "two to four", "one or none"),
        truth=_steepest,
    ),
    "searching.11": Prediction(
        text=(
            f"**Predict.** With batches of {BASE}, a rate of {BEST_OF_BASE:.2g} is best. How large is the best rate "
            f"with batches of {LARGEST}?"
        ),
        choices=GROWN,
        truth=_grown,
    ),
    "searching.9": Prediction(
        text=(
            f"**Predict.** Batches of {SMALL} take about {STEPS_OF_SMALL} steps. How many do batches of {LARGE} take, "
            f"{LARGE / SMALL:g} times as large?"
        ),
        choices=STEPS_OF_LARGE,
        truth=lambda: _nearest(STEPS_OF_LARGE, np.median(quickest(LARGE))),
    ),
    "searching.10": Exercise(
        text=(
            f"**Exercise.** A training takes {GIVEN_STEPS} steps with batches of {GIVEN_BATCH}, and ever nearer to "
            f"{FEWEST} as they grow. By this formula, with which batch size does it take {WANTED}?"
        ),
        hint=rf"The {FEWEST} are $S_{{\min}}$. Find $B_c$ first.",
        right=near(fewer_steps),
        worked=lambda: (
            f"the fewest steps are {FEWEST}, so {GIVEN_STEPS / FEWEST:g} = 1 + B_c/{GIVEN_BATCH} and B_c = "
            f"{critical_batch():g}; at B = {fewer_steps():g} the steps are {WANTED / FEWEST:g} times the fewest"
        ),
        slips=(
            (
                near(GIVEN_BATCH * GIVEN_STEPS / WANTED),
                "That is perfect scaling, half the steps for twice the batch. It does not go on.",
            ),
            (
                near(GIVEN_BATCH * GIVEN_STEPS / FEWEST),
                f"{GIVEN_STEPS / FEWEST:g} is 1 + B_c/{GIVEN_BATCH}, not B_c/{GIVEN_BATCH}.",
            ),
            (near(GIVEN_STEPS / FEWEST - 1), f"That is B_c/{GIVEN_BATCH}. What is B_c?"),
            (
                near(GIVEN_BATCH / (GIVEN_STEPS / FEWEST - 1)),
                f"Is the fraction upside down? {GIVEN_STEPS / FEWEST:g} is 1 + B_c/{GIVEN_BATCH}.",
            ),
            (lambda size: size < fewer_steps(), f"With batches of that size it takes more than {WANTED} steps."),
            (lambda size: size > fewer_steps(), f"With batches of that size it takes fewer than {WANTED} steps."),
        ),
    ),
    "searching.4": Exercise(
        text=(
            f"**Exercise.** A grid of {SIDE} × {SIDE} runs searches six decades of the rate, and a second parameter. "
            "What is the median miss in the rate, in decades?"
        ),
        hint=(
            f"How many different rates do the {SIDE**2} runs try? Put that number in the place of $n$. After a try, "
            '`solution("searching.4")` shows the way.'
        ),
        right=near(WIDTH / (4 * SIDE)),
        worked=lambda: f"{SIDE**2} runs try only {SIDE} rates: {WIDTH}/(4 · {SIDE}) = {WIDTH / (4 * SIDE):g}",
        slips=(
            (
                near(WIDTH / (4 * SIDE**2)),
                f"That is for {SIDE**2} different rates. How many different ones does a {SIDE} × {SIDE} grid hold?",
            ),
            (near(WIDTH / (2 * SIDE)), "That is the largest miss. The median is smaller."),
            (near(WIDTH / SIDE), "That is the distance between neighbouring rates."),
            (near(WIDTH / (4 * np.sqrt(RUNS))), f"That is for the {RUNS} runs from above."),
            (
                lambda miss: any(near(np.log(2) * WIDTH / (2 * n))(miss) for n in (SIDE, SIDE**2)),
                "That is the rule for random draws.",
            ),
            (near(4 * SIDE / WIDTH), "Is the fraction upside down?"),
            (near(1 / (4 * SIDE)), f"That is a share of the range. The range is {WIDTH} decades wide."),
            (
                lambda miss: miss > WIDTH / (2 * SIDE),
                "No rate of the range is so far from the nearest rate of the grid.",
            ),
            (lambda miss: miss <= 0, "A miss is a distance."),
            (lambda miss: miss < WIDTH / (4 * SIDE), "More than half of all best rates lie farther off than that."),
            (lambda miss: miss > WIDTH / (4 * SIDE), "More than half of all best rates lie nearer than that."),
        ),
    ),
    "searching.5": Exercise(
        text=(
            f"**Exercise.** Suppose that {100 * GOOD:g} % of the range is good enough. What is the probability that at "
            f"least one of {DRAWN} random draws is? (Three digits.)"
        ),
        hint=(
            f"What is the probability that one draw is *not* good enough? That all {DRAWN} are not? After a try, "
            '`solution("searching.5")` shows the way.'
        ),
        right=near(1 - (1 - GOOD) ** DRAWN, 0.002),
        worked=lambda: (
            f"all {DRAWN} miss with probability {1 - GOOD:g} to the power {DRAWN}, {(1 - GOOD) ** DRAWN:.3f}, so at "
            f"least one does not with probability {1 - (1 - GOOD) ** DRAWN:.3f}"
        ),
        slips=(
            (near((1 - GOOD) ** DRAWN, 0.02), f"That is the probability that all {DRAWN} miss."),
            (near(GOOD, 0.002), f"That is one draw's chance. There are {DRAWN}."),
            (near(100 * (1 - (1 - GOOD) ** DRAWN), 0.01), "Give it as a share, between 0 and 1."),
            (
                lambda answer: answer >= 1,
                "A probability is at most 1, and here never quite 1: chances of draws do not add up.",
            ),
            (lambda answer: answer <= 0, "A probability is not negative, and here not 0."),
            (
                lambda answer: answer < 1 - (1 - GOOD) ** DRAWN,
                f"{DRAWN} draws find it more often than that. Are all of them counted?",
            ),
            (
                lambda answer: answer > 1 - (1 - GOOD) ** DRAWN,
                f"{DRAWN} draws miss more often than that. Is one draw more, or fewer, counted?",
            ),
        ),
    ),
    "searching.6": Exercise(
        text=(
            f"**Exercise.** The same network with momentum {MOMENTUM:g} ([Just right]()). Find the interval within "
            f"{MARGIN:g} of the best with at most {TRIES} rates, three seeds each. Below are five. Spend the other "
            "seven well, then give the lower and the upper end. A "
            f"factor of {FACTOR:g} either way counts as right."
        ),
        hint=(
            "Put the seven rates around the best of the five, at equal ratios, and look at `mine.interval()` "
            'and `mine.mean`. After a try, `solution("searching.6")` says what a fine grid gives.'
        ),
        right=_close(0),
        worked=_interval,
        slips=(
            (lambda answer: answer <= 0, "A rate is above 0."),
            (
                lambda answer: answer < with_momentum()[0],
                f"There the mean accuracy is still more than {MARGIN:g} below the best.",
            ),
            (
                lambda answer: answer > with_momentum()[0],
                f"There is a clearly smaller rate within {MARGIN:g} of the best.",
            ),
        ),
        samples=(0, 0.005, 0.03, 0.033, 0.05, 0.078, 0.083, 0.5),
    ),
    "searching.7": Exercise(
        right=_close(1),
        worked=_interval,
        slips=(
            (lambda answer: answer <= 0, "A rate is above 0."),
            (
                lambda answer: answer > with_momentum()[1],
                f"There the mean accuracy is already more than {MARGIN:g} below the best.",
            ),
            (
                lambda answer: answer < with_momentum()[1],
                f"There is a clearly larger rate within {MARGIN:g} of the best.",
            ),
        ),
        samples=(0, 0.01, 0.075, 0.083, 0.126, 0.19, 0.21, 1),
    ),
} | CODING
