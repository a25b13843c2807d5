"""hw2's runs: one whose settings are broken, to be mended, and one whose validation loss rises."""

import numpy as np

from .. import data
from ..engine import networks
from ..engine.optimizers import sgd
from ..engine.training import train
from . import chance

EPOCHS, TARGET = 12, 0.85  # of the run that is to be mended, and the validation accuracy that it shall reach
SETTINGS = {"rate": (1e-5, 100), "momentum": (0, 0.99), "batch": (4, 400), "width": (1, 128)}
BROKEN = (  # what is set wrong
    {"rate": (4.0, 8.0)},
    {"rate": (0.001, 0.003)},
    {"momentum": (0.97, 0.98), "rate": (0.25, 0.4)},
    {"batch": (400, 400), "rate": (0.05, 0.1)},
    {"width": (1, 2.99)},
)
LONG = 60  # epochs of the run whose validation loss rises


def _between(student, low, high, name):
    return low + (high - low) * chance("hw2", student, name)


def broken(student):
    """The settings of the run that is to be mended."""
    kind = BROKEN[int(len(BROKEN) * chance("hw2", student, "broken"))]
    found = {"rate": (0.1, 0.3), "momentum": (0.0, 0.0), "batch": (20, 40), "width": (24, 64)} | kind
    found = {name: _between(student, *bounds, f"broken {name}") for name, bounds in found.items()}
    return {name: float(f"{v:.2g}") if name in ("rate", "momentum") else int(v) for name, v in found.items()}


def trained(student, settings, seeds):
    """Runs of the classifier with these settings over 12 epochs, one for each seed of first weights."""
    size = 400 + 10 * int(_between(student, 0, 20, "size"))
    images = data.digits(train=size, seed=int(_between(student, 0, 1e6, "split")))
    net = networks.mlp(images, hidden=(int(settings["width"]),))
    batch = int(settings["batch"])
    return train(
        net,
        sgd(float(settings["momentum"])),
        lr=float(settings["rate"]),
        steps=EPOCHS * (size // batch),
        batch_size=batch,
        seed=int(seeds[0]),
        start=np.array([net.start(int(seed)) for seed in seeds]),
        evaluate_every=EPOCHS,
    )


def own_seeds(student):
    """Five seeds of the student's own."""
    first = int(_between(student, 0, 1e6, "seed"))
    return list(range(first, first + 5))


def parting(student, noise=None, rate=None, width=48, seed=None):
    """Runs of 60 epochs on 100 images, evaluated after each, of which the student's share has a wrong label."""
    noise = round(_between(student, 0.35, 0.45, "noise"), 2) if noise is None else noise
    rate = round(_between(student, 0.35, 0.6, "parting rate"), 2) if rate is None else rate
    split = int(_between(student, 0, 1e6, "parting split"))
    net = networks.mlp(data.digits(train=100, noise=noise, seed=split), hidden=(width,))
    return train(net, sgd(), lr=rate, steps=LONG * 5, batch_size=20, seed=split if seed is None else seed)
