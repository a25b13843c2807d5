"""Makes reference.json: what PyTorch and optax themselves compute. Needs torch, jax, optax; the course does not.

    python tests/reference/make_reference.py

All in float64. Parameters are flat, in the order of `lrcourse.networks`: for each layer W (out, in), then b (out,).
"""

import json
from pathlib import Path

import jax
import numpy as np
import optax
import torch

jax.config.update("jax_enable_x64", True)
torch.set_default_dtype(torch.float64)
HERE = Path(__file__).resolve().parent
RNG = np.random.default_rng(2026)
LR, STEPS = 0.05, 10
CURVATURES = [1.0, 4.0, 30.0]
SCHEDULE_STEPS = 40

TORCH = {
    "sgd": lambda p: torch.optim.SGD(p, LR),
    "momentum": lambda p: torch.optim.SGD(p, LR, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, LR, momentum=0.9, nesterov=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, LR),
    "rmsprop": lambda p: torch.optim.RMSprop(p, LR),
    "adam": lambda p: torch.optim.Adam(p, LR),
    "adamw": lambda p: torch.optim.AdamW(p, LR),
    "adam, beta1 .5, beta2 .9, eps .01": lambda p: torch.optim.Adam(p, LR, betas=(0.5, 0.9), eps=0.01),
    "rmsprop, alpha .9, eps .01": lambda p: torch.optim.RMSprop(p, LR, alpha=0.9, eps=0.01),
    "adagrad, eps .01": lambda p: torch.optim.Adagrad(p, LR, eps=0.01),
    "adamw, weight decay .3": lambda p: torch.optim.AdamW(p, LR, weight_decay=0.3),
}
OPTAX = {  # those whose conventions can be set equal: optax's adagrad has its ε under the root, so ε = 0
    "sgd": optax.sgd(LR),
    "momentum": optax.sgd(LR, momentum=0.9),
    "nesterov": optax.sgd(LR, momentum=0.9, nesterov=True),
    "adagrad, eps 0": optax.adagrad(LR, initial_accumulator_value=0.0, eps=0.0),
    "rmsprop": optax.rmsprop(LR, decay=0.99, eps=1e-8, eps_in_sqrt=False),
    "adam": optax.adam(LR),
    "adamw": optax.adamw(LR, weight_decay=0.01),
}


def torch_path(make, start, gradient):
    p = torch.tensor(start, requires_grad=True)
    optimizer, path = make([p]), [start]
    for t in range(STEPS):
        p.grad = torch.tensor(gradient(t, p.detach().numpy()))
        optimizer.step()
        path.append(p.detach().numpy().tolist())
    return path


def optax_path(optimizer, start, gradient):
    p = jax.numpy.array(start)
    state, path = optimizer.init(p), [start]
    for t in range(STEPS):
        updates, state = optimizer.update(jax.numpy.array(gradient(t, np.asarray(p))), state, p)
        p = optax.apply_updates(p, updates)
        path.append(np.asarray(p).tolist())
    return path


def optimizers():
    start = [1.0, -2.0, 0.5]
    given = RNG.normal(0, 1, (STEPS, 3)).round(3)
    given[3, 1] = 0.0
    problems = {"given": lambda t, p: given[t], "quadratic": lambda t, p: np.array(CURVATURES) * p}
    paths = {
        problem: {
            "torch": {name: torch_path(make, start, gradient) for name, make in TORCH.items()},
            "optax": {name: optax_path(make, start, gradient) for name, make in OPTAX.items()},
        }
        for problem, gradient in problems.items()
    }
    return {"lr": LR, "start": start, "curvatures": CURVATURES, "given_gradients": given.tolist(), "paths": paths}


def schedules():
    """The multiplier of a base rate of 1 at steps 0, 1, ….

    Where a library goes on otherwise after the end, up to the end.
    """
    lr = torch.optim.lr_scheduler

    def drive(make, steps=SCHEDULE_STEPS):
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 1.0)
        scheduler, rates = make(optimizer), []
        for t in range(steps):
            rates.append(float(optimizer.param_groups[0]["lr"]))
            optimizer.step()
            if t + 1 < steps:
                scheduler.step()
        return rates

    def take(schedule, steps=SCHEDULE_STEPS):
        return [float(schedule(t)) for t in range(steps)]

    return {
        "torch": {
            "step_decay(7, .3)": drive(lambda o: lr.StepLR(o, 7, 0.3)),
            "exponential(.9)": drive(lambda o: lr.ExponentialLR(o, 0.9)),
            "inverse_time(.25)": drive(lambda o: lr.LambdaLR(o, lambda t: 1 / (1 + 0.25 * t))),
            "polynomial(20, 2)": drive(lambda o: lr.PolynomialLR(o, 20, 2.0)),
            "cosine(20)": drive(lambda o: lr.CosineAnnealingLR(o, 20), 21),
            "warm_restarts(5, 2)": drive(lambda o: lr.CosineAnnealingWarmRestarts(o, 5, 2)),
            "warm_restarts(6, 1)": drive(lambda o: lr.CosineAnnealingWarmRestarts(o, 6, 1)),
            "one_cycle(40)": drive(lambda o: lr.OneCycleLR(o, 1.0, total_steps=40)),
            "one_cycle(33, .4, 10, 100)": drive(
                lambda o: lr.OneCycleLR(o, 1.0, total_steps=33, pct_start=0.4, div_factor=10, final_div_factor=100), 33
            ),
            "triangular(10, .1)": drive(lambda o: lr.CyclicLR(o, 0.1, 1.0, step_size_up=5, cycle_momentum=False)),
            "warmup(5)": drive(lambda o: lr.LinearLR(o, 1 / 5, total_iters=4)),
        },
        "optax": {
            "step_decay(7, .3)": take(optax.exponential_decay(1.0, 7, 0.3, staircase=True)),
            "exponential(.9)": take(optax.exponential_decay(1.0, 1, 0.9)),
            "polynomial(20, 2)": take(optax.polynomial_schedule(1.0, 0.0, 2, 20)),
            "cosine(20)": take(optax.cosine_decay_schedule(1.0, 20)),
            "warmup(5, cosine(20))": take(
                optax.join_schedules([optax.linear_schedule(0.2, 1.0, 4), optax.cosine_decay_schedule(1.0, 20)], [5])
            ),
            "warm_restarts(5, 2)": take(
                optax.join_schedules([optax.cosine_decay_schedule(1.0, n) for n in (5, 10, 20, 40)], [5, 15, 35])
            ),
        },
    }


def split(flat, widths):
    """[(W, b), …] from flat parameters."""
    layers, at = [], 0
    for n_in, n_out in zip(widths, widths[1:]):
        layers.append(
            (flat[at : at + n_in * n_out].reshape(n_out, n_in), flat[at + n_in * n_out : at + (n_in + 1) * n_out])
        )
        at += (n_in + 1) * n_out
    return layers


def torch_loss(flat, widths, activation, loss, x, y):
    z = torch.tensor(x)
    layers = split(flat, widths)
    for i, (weights, bias) in enumerate(layers):
        z = torch.nn.functional.linear(z, weights, bias)
        if i < len(layers) - 1:
            z = getattr(torch, activation)(z)
    if loss == "cross_entropy":
        return torch.nn.functional.cross_entropy(z, torch.tensor(y))
    target = (
        torch.nn.functional.one_hot(torch.tensor(y), 3).double() if isinstance(y[0], int) else torch.tensor(y)[:, None]
    )
    return torch.nn.functional.mse_loss(z, target)


def networks():
    x, classes, numbers = (
        RNG.normal(0, 1, (6, 4)).round(2).tolist(),
        [0, 2, 1, 1, 0, 2],
        RNG.normal(0, 1, 6).round(2).tolist(),
    )
    cases = [
        (hidden, activation, loss, classes)
        for hidden in ([5], [5, 3])
        for activation in ("relu", "tanh")
        for loss in ("cross_entropy", "squared_error")
    ]
    cases += [
        ([], "relu", "cross_entropy", classes),
        ([], "relu", "squared_error", numbers),
        ([3], "tanh", "squared_error", numbers),
    ]
    results = []
    for hidden, activation, loss, y in cases:
        widths = [4, *hidden, 3 if y is classes else 1]
        params = RNG.normal(0, 0.8, sum((a + 1) * b for a, b in zip(widths, widths[1:]))).round(2)
        flat = torch.tensor(params, requires_grad=True)
        value = torch_loss(flat, widths, activation, loss, x, y)
        value.backward()
        results.append(
            {
                "hidden": hidden,
                "activation": activation,
                "loss": loss,
                "target": "classes" if y is classes else "numbers",
                "params": params.tolist(),
                "value": value.item(),
                "grad": flat.grad.tolist(),
            }
        )
    return {"x": x, "classes": classes, "numbers": numbers, "cases": results}


def training():
    """An MLP 64-5-10 on the first 40 rows of the digits, with given minibatches: the loss before each step, and the
    last parameters.
    """
    rows = np.loadtxt(HERE.parent.parent / "data" / "digits.csv.gz", delimiter=",", max_rows=40)
    x, y, widths = rows[:, :64] / 16, rows[:, 64].astype(int), [64, 5, 10]
    start = RNG.normal(0, 0.2, 65 * 5 + 6 * 10).round(2)
    batches = [RNG.choice(40, 8, replace=False).tolist() for _ in range(7)]
    results = {}
    for name in ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"):
        flat = torch.tensor(start, requires_grad=True)
        optimizer, losses = TORCH[name]([flat]), []
        for batch in batches:
            before = flat.detach().numpy().copy()
            optimizer.zero_grad()
            loss = torch_loss(flat, widths, "relu", "cross_entropy", x[batch], y[batch].tolist())
            losses.append(loss.item())
            loss.backward()
            optimizer.step()
        results[name] = {"loss": losses, "last_params_every_7th": before[::7].tolist()}
    return {"lr": LR, "hidden": [5], "start": start.tolist(), "batches": batches, "results": results}


if __name__ == "__main__":
    made_by = {module.__name__: module.__version__ for module in (torch, jax, optax, np)}
    reference = {
        "made_by": made_by,
        "optimizers": optimizers(),
        "schedules": schedules(),
        "networks": networks(),
        "training": training(),
    }
    (HERE / "reference.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n", encoding="utf-8")
