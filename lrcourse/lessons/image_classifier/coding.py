"""The exercise in code: the cross-entropy of one image."""

import numpy as np

from ..question import Code

FAR = 2000  # around which some logits lie: e to such a power is more than a float can hold


def _inputs(rng):
    """Draw ten tries, (logits, label): small logits, logits that all lie far up or far down, and some far apart."""
    small = [(rng.normal(0, 2, classes).round(3), int(rng.integers(classes))) for classes in (2, 3, 5, 10, 10)]
    far = [(rng.normal(0, 2, 4).round(1) + shift, int(rng.integers(4))) for shift in (FAR, -FAR)]
    apart = rng.uniform(-300, 300, (3, 4)).round(1)
    label, largest = rng.permutation(4)[:2].tolist()
    apart[:, label], apart[:, largest] = np.outer((-1, 1), (FAR / 2, FAR / 2, 361))  # e to -722 is a number still
    return small + [*far, (apart[0], label), (apart[1], largest), (apart[2], label)]


def _cross_entropy(logits, label):
    """Return ln Σ exp z − z of the right class, with numpy's own sum of exponentials in logarithms."""
    return float(np.logaddexp.reduce(logits) - logits[label])


def _plain(logits, label):
    """Return the same as the formula says it, which overflows."""
    powers = np.exp(logits)
    return -np.log(powers[label] / powers.sum())


SOURCE = """def cross_entropy(logits, label):
    shifted = logits - np.max(logits)
    powers = np.exp(shifted)
    total = np.sum(powers)
    return np.log(total) - shifted[label]"""

OVERFLOW = (
    "A number here can't hold e to a large power, and e to a very negative one counts as 0. Before you take any power, "
    "subtract the largest logit from all of them."
)
UNDERFLOW = (
    "Subtracting the largest logit was right. But a probability can be so small that it counts as 0, and has no "
    "logarithm. Take the logarithm of the fraction apart first."
)


def _shifted(logits, label, least=0.0):
    """Return −ln of the probability, to which `least` is added, after the largest logit is subtracted."""
    powers = np.exp(logits - np.max(logits))
    return -np.log(powers[label] / powers.sum() + least)


CODING = {
    "image_classifier.6": Code(
        "cross_entropy",
        "a function cross_entropy(logits, label)",
        _inputs,
        _cross_entropy,
        SOURCE,
        (
            (_plain, OVERFLOW),
            (lambda z, label: np.log(np.exp(z).sum()) - z[label], OVERFLOW),
            (lambda z, label: -np.log(np.exp(z[label]) / np.exp(z).sum() + 1e-12), OVERFLOW),
            (_shifted, UNDERFLOW),
            (lambda z, label: _shifted(z, label, 1e-12), UNDERFLOW),
            (
                lambda z, label: np.log(np.exp(z - np.max(z)).sum()) - z[label],
                "The largest logit must be subtracted from the label's logit as well.",
            ),
            (
                lambda z, label: np.log(np.exp(z - z[label]).sum()),
                "Another logit may lie far above the label's: subtract the largest.",
            ),
            (lambda z, label: -_cross_entropy(z, label), "The sign: −ln of a probability is never below 0."),
            (lambda z, label: np.exp(-_cross_entropy(z, label)), "That is the probability; what does it cost?"),
            (
                lambda z, label: _cross_entropy(z, label) / np.log(10),
                "That is to base 10; the loss takes the natural one.",
            ),
            (lambda z, label: _cross_entropy(z, label) / np.log(2), "That is in bits; the loss takes the natural one."),
            (lambda z, label: -z[label], "The other classes count too: first make probabilities of the logits."),
        ),
        text=(
            "**Exercise, in code.** The network's last layer gives each class $k$ a number $z_k$, its "
            r"**logit**; the probabilities are their softmax, $p_k=e^{z_k}/\sum_j e^{z_j}$. Return the "
            r"cross-entropy of one image, $-\ln p_{\text{label}}$. "
            f"Logits may lie around {FAR}, and $e^{{{FAR}}}$ overflows; or so far apart that a probability counts as "
            "zero."
        ),
        hint=(
            "Taking the same number off all logits changes no probability. Take off the largest, "
            r"`np.max(logits)`. And $\ln(a/b)=\ln a-\ln b$."
        ),
    )
}
