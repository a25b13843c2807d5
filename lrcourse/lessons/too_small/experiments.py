"""Trainings at small rates: on the digits at equal epochs and at equal rate × epochs, and off a plateau."""

import numpy as np

from ... import data
from ...engine import networks, surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..run_cache import cached_run

PRODUCT = 1.28  # rate × epochs
RATES = (0.02, 0.08, 0.16)
BUDGET = 8  # epochs: what the largest of the rates needs for the product
DOUBLED = tuple(0.01 * 2.0 ** np.arange(7))  # the rates of the lesson's second round
EQUAL = 2.56  # rate × epochs at which it compares their losses


@cached_run
def steps_off_the_top(start, rate=0.01, end=0.5, steps=3000):
    """Return the steps on ¼(x² − 1)² from `start`, close to the top at 0, until x has passed `end`."""
    runs = train(surfaces.double_well(start=[start]), sgd(), lr=rate, steps=steps)
    return int((np.abs(runs.path[0, :, 0]) >= end).argmax())


@cached_run
def loss_at_equal_product():
    """Return the training loss on the digits at rate × epochs = 2.56, for each rate of DOUBLED (rates,)."""
    epochs = np.array([round(EQUAL / rate) for rate in DOUBLED])
    net = networks.mlp(data.digits(), hidden=(64,))
    every = epochs.min()
    runs = train(net, sgd(), lr=DOUBLED, steps=epochs.max() * (net.n // 32), batch_size=32, evaluate_every=every)
    return runs.train_loss[np.arange(len(DOUBLED)), epochs // every]


@cached_run
def loss_with_all_images():
    """Return the loss after as many steps as those, with all images in each: {rate: loss} for the rates from 0.08."""
    net, rates = networks.mlp(data.digits(), hidden=(64,)), DOUBLED[3:]
    steps = np.array([round(EQUAL / rate) * (net.n // 32) for rate in rates])
    losses = train(net, sgd(), lr=rates, steps=steps.max(), evaluate_every=steps.max()).loss
    return dict(zip(rates, losses[np.arange(len(rates)), steps]))


@cached_run
def _digits_run(seed):
    """Return training loss and validation accuracy of one seed, each (rates, budgets): after 8 epochs, and after
    rate × epochs = 1.28.
    """
    epochs = np.array([(BUDGET, round(PRODUCT / rate)) for rate in RATES])
    net = networks.mlp(data.digits(seed=seed), hidden=(64,))
    runs = train(
        net, sgd(), lr=RATES, steps=epochs.max() * (net.n // 32), batch_size=32, seed=seed, evaluate_every=BUDGET
    )
    at = np.arange(len(RATES))[:, None], epochs // BUDGET
    return runs.train_loss[at], runs.validation_accuracy[at]


def digits_runs(seeds):
    """Return the same for all seeds: training loss and validation accuracy, two arrays (seeds, rates, budgets)."""
    return tuple(np.stack(part) for part in zip(*map(_digits_run, seeds)))


@cached_run
def epochs_to_loss(seed, rates, epochs, loss=0.3):
    """Return the epochs after which the digits' training loss is `loss` or less (rates,); inf if it never is."""
    net = networks.mlp(data.digits(seed=seed), hidden=(64,))
    runs = train(net, sgd(), lr=rates, steps=epochs * (net.n // 32), batch_size=32, seed=seed, evaluate_every=1)
    reached = runs.train_loss <= loss
    return np.where(reached.any(axis=1), reached.argmax(axis=1), np.inf)


def cost_of_halving(seeds, rate, epochs):
    """Return the epochs to that loss at half the rate divided by those at the rate (seeds,)."""
    taken = np.array([epochs_to_loss(seed, (rate, rate / 2), epochs) for seed in seeds])
    return taken[:, 1] / taken[:, 0]
