"""How long do forty learning rates take, trained together, and how long do others take for four?

python benchmarks/engine.py (PyTorch and scikit-learn take part if they are installed)

40 rates x 440 steps, MLP 64-32-10 on 600 digits, minibatches of 64, plain SGD. Median of 7 rounds, in turn. "Evaluated"
takes loss and accuracy on 600 training and 400 validation digits after each of the 48 epochs, as `train` does unless
told otherwise; the others do not.
"""

import os
import platform
import statistics
import time

import numpy as np

from lrcourse import data, networks, train
from lrcourse.optimizers import sgd

STEPS, BATCH, ROUNDS = 440, 64, 7
RATES = np.logspace(-4, 1, 40)
PROBLEM = networks.mlp(data.digits(), hidden=(32,))


def together(rates, dtype):
    train(PROBLEM, sgd(), rates, STEPS, batch_size=BATCH, evaluate_every=1000, dtype=dtype)


def evaluated(rates, dtype):
    train(PROBLEM, sgd(), rates, STEPS, batch_size=BATCH, dtype=dtype)


def one_by_one(rates, dtype):
    for rate in rates:
        together([rate], dtype)


def pytorch(rates, dtype):
    import torch

    x = torch.tensor(PROBLEM.data.x_train, dtype=getattr(torch, np.dtype(dtype).name))
    y = torch.tensor(PROBLEM.data.y_train)
    for rate in rates:
        model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)).to(x.dtype)
        optimizer = torch.optim.SGD(model.parameters(), lr=rate)
        for step in range(STEPS):
            if step % (len(y) // BATCH) == 0:
                order = torch.randperm(len(y))
            rows = order[step % (len(y) // BATCH) * BATCH :][:BATCH]
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x[rows]), y[rows]).backward()
            optimizer.step()


def scikit_learn(rates, dtype):
    from sklearn.neural_network import MLPClassifier

    for rate in rates:
        model = MLPClassifier(
            (32,), solver="sgd", alpha=0, batch_size=BATCH, learning_rate_init=rate, momentum=0, max_iter=1
        )
        x, y, n = PROBLEM.data.x_train.astype(dtype), PROBLEM.data.y_train, len(PROBLEM.data.y_train)
        for step in range(STEPS):
            rows = slice(step % (n // BATCH) * BATCH, step % (n // BATCH) * BATCH + BATCH)
            model.partial_fit(x[rows], y[rows], classes=range(10))


def available(contender):
    try:
        contender(RATES[:1], np.float64)
    except ImportError:
        return False
    return True


def main():
    cases = [
        ("together, 40 rates", together, RATES, np.float64),
        ("together, 40 rates", together, RATES, np.float32),
        ("evaluated, 40 rates", evaluated, RATES, np.float64),
        ("together, 4 rates", together, RATES[::10], np.float64),
        ("one by one, 40 rates", one_by_one, RATES, np.float64),
        ("PyTorch, 4 rates", pytorch, RATES[::10], np.float64),
        ("PyTorch, 4 rates", pytorch, RATES[::10], np.float32),
        ("PyTorch, 40 rates", pytorch, RATES, np.float32),
        ("scikit-learn, 4 rates", scikit_learn, RATES[::10], np.float64),
    ]
    cases = [case for case in cases if available(case[1])]
    times = [[] for _ in cases]
    for _ in range(ROUNDS):
        for case, seconds in zip(cases, times):
            began = time.perf_counter()
            case[1](case[2], case[3])
            seconds.append(time.perf_counter() - began)
    base = statistics.median(times[0])
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}, "
        f"{time.strftime('%Y-%m-%d')}"
    )
    for (name, _, _, dtype), seconds in zip(cases, times):
        median = statistics.median(seconds)
        print(
            f"{name:22} {np.dtype(dtype).name}  {median:6.2f} s [{min(seconds):.2f}–{max(seconds):.2f}]  "
            f"{median / base:5.2f} x the first"
        )


if __name__ == "__main__":
    main()
