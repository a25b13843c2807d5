"""The exercise in code: the cross-entropy of one image."""

import numpy as np

from ..question import Code

FAR = 2000  # around which some logits lie: e to such a power is more than a float can hold


def _inputs(rng):
    """Draw eight tries, (logits, label): five with small logits, three with large ones."""
    small = [(rng.normal(0, 2, classes).round(3), int(rng.integers(classes))) for classes in (2, 3, 5, 10, 10)]
    large = [(rng.normal(0, 600, 4).round(1) + shift, int(rng.integers(4))) for shift in (0, FAR, -FAR)]
    return small + large


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

TOO_LARGE = "e to a large power is more than a number here can hold: take the largest logit off all of them first."

CODING = {
    "image_classifier.6": Code(
        "cross_entropy",
        "a function cross_entropy(logits, label)",
        _inputs,
        _cross_entropy,
        SOURCE,
        (
            (_plain, TOO_LARGE),
            (lambda z, label: np.log(np.exp(z).sum()) - z[label], TOO_LARGE),
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
            f"Logits may lie around {FAR}, and $e^{{{FAR}}}$ overflows."
        ),
        hint=(
            "Taking the same number off all logits changes no probability. Take off the largest, "
            r"`np.max(logits)`. And $\ln(a/b)=\ln a-\ln b$."
        ),
    )
}
