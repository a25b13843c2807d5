"""Measures of a surface, or of runs once they are trained."""

import numpy as np

LEARNED = 0.9  # the accuracy from which we say that a run has learned


def guessing_loss(network, part="validation"):
    """Return the loss, on a part of the data, of the best answer that looks at no input: each class's share in the
    training data, or the training data's mean. With cross-entropy and balanced classes it is about ln(classes).
    """
    data = network.data
    seen, (_, truth) = data.y_train, data.part(part)
    if data.classes is None:
        return float(np.mean((truth - seen.mean()) ** 2))
    shares = np.bincount(seen, minlength=data.classes) / len(seen)
    if network.loss == "squared_error":
        return float(np.mean((np.eye(data.classes)[truth] - shares) ** 2))
    return float(-np.mean(np.log(np.maximum(shares[truth], 1 / len(seen)))))


def degrees_off(surface):
    """Return the angle in degrees, at a surface's start, between the downhill direction −g and the straight line to the
    minimum.
    """
    start = surface.start()
    _, (gradient,) = surface.loss_and_grad(start[None])
    line = start - surface.minimum
    cosine = gradient @ line / np.linalg.norm(gradient) / np.linalg.norm(line)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def steps_to(runs, target):
    """Return the first step (runs,) at which the first parameter is within `target` (one number, or one per run) of the
    minimum; −1 if it never is.
    """
    near = np.abs(runs.path[:, :, 0] - runs.problem.minimum[0]) <= np.reshape(target, (-1, 1))
    return np.where(near.any(1), near.argmax(1), -1)


def rising_share(losses):
    """Return the share of the steps in the last half at which each loss (runs, steps + 1) rises (runs,)."""
    return np.mean(np.diff(losses[:, losses.shape[1] // 2 :], axis=1) > 0, axis=1)


def accuracies(runs, part="validation"):
    """Return the accuracy at the end (seeds, rates) of a list of Runs, one per seed, on "train", "validation" or
    "test".
    """
    return np.stack([one.problem.accuracy(one.params, part) for one in runs])


def firing(runs):
    """Return the share of hidden units that fire, being above 0, for at least one training image at the end (rates,);
    the others are dead.
    """
    with np.errstate(all="ignore"):
        return (runs.problem.forward(runs.params, runs.problem.data.x_train)[0] > 0).any(axis=2).mean(axis=1)
