"""Compare thirty-two learning rates at once: our engine, PyTorch, JAX and scikit-learn, in one run.

    python -m benchmarks.sweep      (in the course's folder, with the extra [bench]; what is not installed is left out)

32 rates x 440 steps of plain SGD, MLP 64-32-10, minibatches of 64 of 600 digits; the same first weights and the same
minibatches for all, in float32 unless stated. Nothing is evaluated on the way. Each is run ROUNDS times, in turn, and
the medians are compared. At the end all must have the same validation accuracy at every rate up to CALM; larger rates
are chaotic. OPENBLAS_CORETYPE, which some shells set, holds numpy back and not the others: the work is done in a child
process without it, and again in one with two BLAS threads. JAX takes as many threads as it likes.
"""

import contextlib
import os
import platform
import statistics
import subprocess
import sys
import time

ROUNDS, STEPS, BATCH, COUNT, CALM = 5, 440, 64, 32, 0.3


def main():
    """Measure with one and with two BLAS threads, each in a process of its own."""
    if "LRCOURSE_SWEEP" in os.environ:
        return measure()
    base = {name: value for name, value in os.environ.items() if name != "OPENBLAS_CORETYPE"}
    for threads in "1", "2":
        env = base | {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "LRCOURSE_SWEEP": threads}
        subprocess.run([sys.executable, "-m", "benchmarks.sweep"], env=env, check=True)


def measure():
    """Time every engine that is installed, and print the table."""
    import numpy as np

    from lrcourse import data, networks

    model = networks.mlp(data.digits(), hidden=(32,))
    rates = np.geomspace(1e-3, 1, COUNT)
    start = model.start(0)
    rng, batches = np.random.default_rng([0, 1]), []
    while len(batches) < STEPS + 1:
        order = rng.permutation(model.n)
        batches += [order[at : at + BATCH] for at in range(0, model.n - BATCH + 1, BATCH)]
    work = model, rates, start, batches[:STEPS]
    threads = os.environ["LRCOURSE_SWEEP"]
    print(f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%F')}")
    print(f"{threads} BLAS thread(s), {_blas()}")

    engines = {"ours": ours, "ours, float64": lambda *work: ours(*work, dtype=np.float64)}
    engines |= {"ours, evaluated after each epoch": lambda *work: ours(*work, evaluate_every=1)}
    engines |= {"numpy, this network written out": written_out} | _others()
    times, accuracy = {name: [] for name in engines}, {}
    for _ in range(ROUNDS):
        for name, take in engines.items():
            began = time.perf_counter()
            params = take(*work)
            times[name].append(time.perf_counter() - began)
            accuracy[name] = model.accuracy(np.asarray(params, float), "validation")
    median = {name: statistics.median(some) for name, some in times.items()}
    median |= {"JAX, first call": times["JAX, jit(vmap(scan))"][0]} if "JAX, jit(vmap(scan))" in times else {}
    for name, took in median.items():
        print(f"{name:34} {took:7.3f} s   {took / median['ours']:6.2f} x ours")
    calm = rates <= CALM
    for name, found in accuracy.items():
        off = np.abs(found - accuracy["ours"])[calm].max()
        assert off <= 0.01, f"{name} ends with other accuracies, up to {off:.3f} away"
    print(f"share of ours in matrix products: {share_of_products(work):.0%}")


def ours(model, rates, start, batches, dtype=None, evaluate_every=10_000):
    """Train with our engine; return parameters (rates, size)."""
    import numpy as np

    from lrcourse import train
    from lrcourse.engine.optimizers import sgd

    options = dict(batch_size=BATCH, dtype=dtype or np.float32, evaluate_every=evaluate_every)
    return train(model, sgd(), rates, STEPS, **options).params


def written_out(model, rates, start, batches):
    """Train this network alone, every array made once and changed in place; return parameters (rates, size).

    The difference is what our engine pays for any depth, any optimizer, and steps that change nothing that was given to
    them.
    """
    import numpy as np

    runs, units, classes = len(rates), 32, 10
    images, labels = model.data.x_train.astype(np.float32), model.data.y_train
    params, lr = np.repeat(start[None].astype(np.float32), runs, 0), rates[:, None].astype(np.float32)
    grad, loss = np.empty_like(params), np.empty((len(batches), runs), np.float32)
    (w1, b1), (w2, b2) = model.layers(params)
    (grad_w1, grad_b1), (grad_w2, grad_b2) = model.layers(grad)
    hidden, below, on = (np.empty((runs, units, BATCH), kind) for kind in (np.float32, np.float32, bool))
    by_class = np.empty((classes, runs, BATCH), np.float32)  # the softmax reduces over the outermost axis
    outputs, largest, total = by_class.transpose(1, 0, 2), *np.empty((2, runs, BATCH), np.float32)
    ones, at = np.ones((BATCH, 1), np.float32), np.arange(BATCH)
    with np.errstate(all="ignore"):
        for t, chosen in enumerate(batches):
            x, y = images[chosen], labels[chosen]
            np.matmul(w1, np.ascontiguousarray(x.T), out=hidden)
            np.maximum(np.add(hidden, b1, out=hidden), 0, out=hidden)
            np.add(np.matmul(w2, hidden, out=outputs), b2, out=outputs)
            by_class -= by_class.max(axis=0, out=largest)
            picked = by_class[y, :, at]
            np.exp(by_class, out=by_class).sum(axis=0, out=total)
            loss[t] = (np.log(total, out=largest).sum(axis=1) - picked.sum(axis=0)) / BATCH
            total *= BATCH
            by_class /= total
            by_class[y, :, at] -= np.float32(1 / BATCH)
            np.matmul(outputs, ones, out=grad_b2)
            np.matmul(outputs, hidden.transpose(0, 2, 1), out=grad_w2)
            np.matmul(w2.transpose(0, 2, 1), outputs, out=below)
            below *= np.greater(hidden, 0, out=on)
            np.matmul(below, ones, out=grad_b1)
            np.matmul(below, x, out=grad_w1)
            grad *= lr
            params -= grad
    return params


def share_of_products(work):
    """Return the share of the time in which numpy multiplies matrices: the same products alone, divided by the
    whole.
    """
    import numpy as np

    model, rates, start, batches = work
    params = np.repeat(start[None], len(rates), 0).astype(np.float32)
    (first, _), (second, _) = model.layers(params)
    x = model.data.x_train[batches[0]].astype(np.float32)
    hidden = np.maximum((first.reshape(-1, 64) @ x.T).reshape(len(rates), -1, BATCH), 0)
    delta = second @ hidden
    grad_first, grad_second = np.empty(first.shape, np.float32), np.empty(second.shape, np.float32)
    wide = first.reshape(-1, 64)
    began = time.perf_counter()
    for _ in range(STEPS):
        wide @ x.T
        second @ hidden
        np.matmul(delta, hidden.transpose(0, 2, 1), out=grad_second)
        back = second.transpose(0, 2, 1) @ delta
        np.matmul(back, x, out=grad_first)
    products = time.perf_counter() - began
    began = time.perf_counter()
    ours(*work)
    return products / (time.perf_counter() - began)


def _blas():
    """Return the name of the BLAS that numpy uses."""
    with contextlib.suppress(ImportError):
        import numpy  # noqa: F401
        from threadpoolctl import threadpool_info

        return ", ".join(
            f"{one['internal_api']} {one['version']} {one.get('architecture')}" for one in threadpool_info()
        )
    return "its BLAS is named where threadpoolctl is installed"


def _others():
    """Return {name: function(model, rates, start, batches) -> parameters (rates, size)} of the engines that are
    installed.
    """
    found = {}
    with contextlib.suppress(ImportError):
        import torch

        torch.set_num_threads(int(os.environ["LRCOURSE_SWEEP"]))
        found |= {"PyTorch, a loop over the rates": torch_loop, "PyTorch, batched by hand": torch_batched}
        found |= {"torch.func, vmap(grad)": torch_vmap}
    with contextlib.suppress(ImportError):
        import jax  # noqa: F401

        found |= {"JAX, jit(vmap(scan))": jax_scan}
    with contextlib.suppress(ImportError):
        import sklearn  # noqa: F401

        found |= {"scikit-learn, a loop": scikit_learn}
    return found


def _torch(model, start, batches):
    """Return (x, y, indices of the minibatches, W₁ b₁ W₂ b₂) as tensors."""
    import numpy as np
    import torch

    parts = [torch.tensor(part[0].astype(np.float32)) for layer in model.layers(start[None]) for part in layer]
    x, y = torch.tensor(model.data.x_train, dtype=torch.float32), torch.tensor(model.data.y_train)
    return x, y, [torch.tensor(rows) for rows in batches], parts


def torch_loop(model, rates, start, batches):
    """Train as most people write it: one model and one optimizer per rate."""
    import torch
    from torch.nn.functional import cross_entropy

    x, y, batches, (w1, b1, w2, b2) = _torch(model, start, batches)
    ends = []
    for rate in rates:
        net = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
        with torch.no_grad():
            for own, given in zip(net.parameters(), (w1, b1[:, 0], w2, b2[:, 0])):
                own.copy_(given)
        optimizer = torch.optim.SGD(net.parameters(), lr=float(rate))
        for rows in batches:
            optimizer.zero_grad()
            cross_entropy(net(x[rows]), y[rows]).backward()
            optimizer.step()
        ends.append(torch.cat([own.detach().ravel() for own in net.parameters()]).numpy())
    return ends


def torch_batched(model, rates, start, batches):
    """Train all rates in one graph: baddbmm over a first axis of rates, one backward for the sum of their losses."""
    import torch
    from torch.nn.functional import cross_entropy

    x, y, batches, parts = _torch(model, start, batches)
    count = len(rates)
    w1, b1, w2, b2 = (part.expand(count, *part.shape).clone().requires_grad_() for part in parts)
    lr = torch.tensor(rates, dtype=torch.float32)[:, None, None]
    for rows in batches:
        inputs = x[rows].T.expand(count, -1, -1)
        outputs = torch.baddbmm(b2, w2, torch.relu(torch.baddbmm(b1, w1, inputs)))
        labels = y[rows].expand(count, -1)
        loss = cross_entropy(outputs, labels, reduction="sum") / len(rows)
        with torch.no_grad():
            for part, grad in zip((w1, b1, w2, b2), torch.autograd.grad(loss, (w1, b1, w2, b2))):
                part -= lr * grad
    return torch.cat([part.detach().reshape(count, -1) for part in (w1, b1, w2, b2)], dim=1).numpy()


def torch_vmap(model, rates, start, batches):
    """Train by one run's loss as a function, its gradient mapped over the rates."""
    import torch
    from torch.func import grad, vmap
    from torch.nn.functional import cross_entropy

    x, y, batches, parts = _torch(model, start, batches)
    params = tuple(part.expand(len(rates), *part.shape).clone() for part in parts)
    lr = torch.tensor(rates, dtype=torch.float32)[:, None, None]

    def loss(params, inputs, labels):
        w1, b1, w2, b2 = params
        return cross_entropy((w2 @ torch.relu(w1 @ inputs.T + b1) + b2).T, labels)

    slopes = vmap(grad(loss), in_dims=(0, None, None))
    for rows in batches:
        params = tuple(p - lr * g for p, g in zip(params, slopes(params, x[rows], y[rows])))
    return torch.cat([part.reshape(len(rates), -1) for part in params], dim=1).numpy()


_COMPILED = []


def jax_scan(model, rates, start, batches):
    """Train by a scan over the minibatches, mapped over the rates and compiled; the first call compiles."""
    import jax
    import jax.numpy as jnp
    import numpy as np

    if not _COMPILED:

        def loss(params, x, y):
            w1, b1, w2, b2 = params
            outputs = (w2 @ jax.nn.relu(w1 @ x.T + b1) + b2).T
            return -jnp.take_along_axis(jax.nn.log_softmax(outputs), y[:, None], 1).mean()

        def run(lr, params, xs, ys):
            def step(params, batch):
                slopes = jax.grad(loss)(params, *batch)
                return tuple(p - lr * g for p, g in zip(params, slopes)), None

            return jax.lax.scan(step, params, (xs, ys))[0]

        _COMPILED.append(jax.jit(jax.vmap(run, in_axes=(0, None, None, None))))
    rows = np.stack(batches)
    params = tuple(jnp.asarray(part[0], jnp.float32) for layer in model.layers(start[None]) for part in layer)
    xs, ys = jnp.asarray(model.data.x_train[rows], jnp.float32), jnp.asarray(model.data.y_train[rows])
    ends = _COMPILED[0](jnp.asarray(rates, jnp.float32), params, xs, ys)
    return np.concatenate([np.asarray(part).reshape(len(rates), -1) for part in ends], axis=1)


def scikit_learn(model, rates, start, batches):
    """Train with MLPClassifier, fed one minibatch after another by partial_fit, from our first weights."""
    import numpy as np
    from sklearn.neural_network import MLPClassifier

    x, y = model.data.x_train.astype(np.float32), model.data.y_train
    ends = []
    for rate in rates:
        net = MLPClassifier((32,), solver="sgd", alpha=0, batch_size=BATCH, learning_rate_init=rate, momentum=0)
        net.partial_fit(x[:BATCH], y[:BATCH], classes=np.arange(10))  # makes the weights, which are then replaced
        (w1, b1), (w2, b2) = model.layers(start[None])
        net.coefs_[:] = [w1[0].T.astype(np.float32), w2[0].T.astype(np.float32)]
        net.intercepts_[:] = [b1[0, :, 0].astype(np.float32), b2[0, :, 0].astype(np.float32)]
        for rows in batches:
            net.partial_fit(x[rows], y[rows])
        ends.append(np.concatenate([part.T.ravel() for pair in zip(net.coefs_, net.intercepts_) for part in pair]))
    return ends


if __name__ == "__main__":
    main()
