"""Functions for exercise image_classifier.6: the cross-entropy of one image."""

import math

import numpy as np


def as_the_formula_says(logits, label):
    """e to a large power overflows."""
    return -np.log(np.exp(logits)[label] / np.exp(logits).sum())


def by_the_logarithm_of_the_sum(logits, label):
    """e to a large power overflows here too, though the logarithms are apart."""
    return np.log(np.sum(np.exp(logits))) - logits[label]


def by_the_math_module(logits, label):
    """`math.exp` stops with an error where `np.exp` gives inf."""
    powers = [math.exp(logit) for logit in logits]
    return -math.log(powers[label] / sum(powers))


def logarithm_of_a_shifted_softmax(logits, label):
    """A probability may be too small for a number, and its logarithm is then −inf."""
    powers = np.exp(logits - np.max(logits))
    return -np.log(powers[label] / powers.sum())


def with_a_little_added(logits, label):
    """A little that is added keeps off −inf, and cuts the loss off."""
    powers = np.exp(logits - np.max(logits))
    return -np.log(powers[label] / powers.sum() + 1e-12)


def shifted_by_the_mean(logits, label):
    """The mean is not enough: the largest logit may lie far above it."""
    shifted = logits - np.mean(logits)
    return np.log(np.exp(shifted).sum()) - shifted[label]


def shifted_by_the_label(logits, label):
    """The label's own logit may be the lowest, and then another overflows."""
    return np.log(np.exp(logits - logits[label]).sum())


def shifts_one_part_only(logits, label):
    """What is taken off must be taken off in both parts."""
    return np.log(np.exp(logits - np.max(logits)).sum()) - logits[label]


def divided_by_the_largest(logits, label):
    """The largest is taken off; dividing by it changes the probabilities."""
    scaled = logits / np.max(logits)
    return np.log(np.exp(scaled).sum()) - scaled[label]


def clipped(logits, label):
    """Clipped logits are other logits."""
    logits = np.clip(logits, -500, 500)
    return np.log(np.exp(logits).sum()) - logits[label]


def with_the_wrong_sign(logits, label):
    """−ln of a probability is never below 0."""
    shifted = logits - np.max(logits)
    return shifted[label] - np.log(np.exp(shifted).sum())


def probability(logits, label):
    """Its −ln is wanted."""
    powers = np.exp(logits - np.max(logits))
    return powers[label] / powers.sum()


def in_bits(logits, label):
    """The loss takes the natural logarithm."""
    shifted = logits - np.max(logits)
    return (np.log(np.exp(shifted).sum()) - shifted[label]) / np.log(2)


def distance_to_the_largest(logits, label):
    """The other classes count too."""
    return np.max(logits) - logits[label]


def of_all_classes(logits, label):
    """Only the label's class is asked for."""
    shifted = logits - np.max(logits)
    return np.log(np.exp(shifted).sum()) - shifted


def of_the_likeliest(logits, label):
    """The loss asks for the label's class, not for the likeliest."""
    shifted = logits - np.max(logits)
    return np.log(np.exp(shifted).sum()) - shifted.max()


def per_class(logits, label):
    """The cross-entropy of one image is not divided by the number of classes."""
    shifted = logits - np.max(logits)
    return (np.log(np.exp(shifted).sum()) - shifted[label]) / len(logits)


def changes_the_logits(logits, label):
    """The logits belong to the caller."""
    logits -= np.max(logits)
    return np.log(np.exp(logits).sum()) - logits[label]


WRONG = (
    *(as_the_formula_says, by_the_logarithm_of_the_sum, by_the_math_module, logarithm_of_a_shifted_softmax),
    *(with_a_little_added, shifted_by_the_mean, shifted_by_the_label, shifts_one_part_only, divided_by_the_largest),
    *(clipped, with_the_wrong_sign, probability, in_bits, distance_to_the_largest, of_all_classes, of_the_likeliest),
    *(per_class, changes_the_logits),
)


def by_a_loop(logits, label):
    largest = max(logits)
    total = 0
    for logit in logits:
        total += math.exp(logit - largest)
    return math.log(total) + largest - logits[label]


def by_numpys_own(logits, label):
    return np.logaddexp.reduce(logits - logits[label])


def in_an_array_of_no_axes(logits, label):
    shifted = np.array(logits) - max(logits)
    return np.array(np.log(np.sum(np.exp(shifted))) - shifted[label])


RIGHT = (by_a_loop, by_numpys_own, in_an_array_of_no_axes)
