"""Claims 4, what the rate multiplies; 16, what the methods adjust; 24, to what; 25, whether training stays stable."""

from ..claim import Claim
from . import measured

DIGITS = "600 digits, one hidden layer of 64, batches of 32, 12 epochs for each run"
CONTROL = (
    "the trial can fail: Polyak's step, a control that reads the loss, changes with it; before, nothing could have"
)
CLAIMS = (
    Claim(
        4,
        "The rate scales how much the model changes in answer to the estimated error.",
        "it scales the answer to the gradient, and with Adam only to the gradient's size beside earlier ones; "
        f"{DIGITS}, ten seeds",
        "Kingma and Ba 2015; Polyak 1987",
        measured.multiplies,
        measured.judge_multiplies,
        seeds=10,
        revised=CONTROL,
        directions=(
            "positive down",
            "positive up",
            "share down",
            "share down",
            "share none",
        ),
    ),
    Claim(
        16,
        "Methods such as Adam and RMSprop adjust the rate during training.",
        "they divide each weight's gradient by a number of its own, which changes during training (Adam's by a factor "
        f"of about 2); the one rate for all is fixed, and has still to be chosen; {DIGITS}, "
        "five seeds, good: 0.9 of the validation images right",
        "Kingma and Ba 2015",
        measured.adjusting,
        measured.judge_adjusting,
        revised="the divisors' change during training is tried, too: their spread over the weights at one time would "
        "let divisors pass that are frozen",
        directions=(
            "positive none",
            "positive none",
            "positive none",
            "positive none",
            "share none",
            "positive up",
            "positive up",
            "share down",
        ),
    ),
    Claim(
        24,
        "Adaptive methods adjust the rate to the model's performance.",
        f"they adjust to the sizes of past gradients; {DIGITS}, ten seeds. A step that does adjust to it: Polyak's",
        "Duchi et al. 2011; Kingma and Ba 2015; Polyak 1987",
        measured.performance,
        measured.judge_performance,
        seeds=10,
        revised=CONTROL,
        directions=(
            "positive up",
            "share down",
            "share up",
            "share none",
            "share none",
        ),
    ),
    Claim(
        25,
        "Adaptive methods keep training stable and improve convergence.",
        "more stable: at twice its fastest rate each of the three still learns, gradient descent never (with momentum "
        "half of the seeds); at 20 times none does. Sooner at the same training loss: Adam only; but so is momentum, "
        "which adapts nothing. Reddi's slope leads Adam astray. Fastest: that of 13 rates which ten other seeds found "
        f"soonest; to learn: 0.9 of the validation images right; {DIGITS}, ten seeds",
        "measured here; Reddi et al. 2018",
        measured.stability,
        measured.judge_stability,
        seeds=10,
        revised="convergence is measured, at rates chosen on other seeds; a rate was judged where it was chosen. "
        "Stability is tried at 2 and 20 times each method's fastest rate, beside gradient descent: before there was no "
        "such control, and what had to break nothing was 20 times Adam's fastest rate and 1000 times RMSprop's",
        directions=(
            "share down",
            "share none",
            "share up",
            "share up",
            "share up",
            "share none",
            "share none",
            "share none",
            "share none",
            "share none",
            "positive none",
            "positive none",
            "positive none",
            "positive none",
            "positive none",
            "positive none",
            "share none",
            "share up",
            "share up",
            "share up",
            "positive none",
        ),
    ),
)
