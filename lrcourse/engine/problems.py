"""What a problem offers to `train`, asked in one place, so that a problem of your own needs no base class.

Every problem has `size`, `start(seed)` and `loss_and_grad(params, batch)`. One with data also has `n`, the number of
training examples, `data` (a Data) and `evaluate(params, x, y)`; a noisy one has `draw(rng)`; one whose layers may have
rates of their own has `layer_sizes`.
"""


def has_data(problem):
    """Return whether a problem is trained on examples; a surface is not."""
    return hasattr(problem, "n")


def layer_sizes(problem):
    """Return the number of parameters of each layer, () for a problem without layers."""
    return getattr(problem, "layer_sizes", ())


def noise(problem, rng):
    """Return this step's noise (size,), which `loss_and_grad` takes in a minibatch's place; None without noise."""
    return problem.draw(rng) if hasattr(problem, "draw") else None
