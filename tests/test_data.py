"""The data: disjoint splits of the real rows, exactly the noise asked for, and files that cannot be altered unseen."""

import gzip
import hashlib
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrcourse import data

FOLDER = Path(__file__).parent.parent / "data"
MAKERS = [pytest.param(data.digits, id="digits"), pytest.param(data.penguins, id="penguins")]
properties = settings(derandomize=True, deadline=None, max_examples=15, database=None)


def rows_of(x, y):
    """Each example as one hashable row."""
    return [tuple(row) for row in np.column_stack([x, y])]


def raw_rows():
    """The files' rows, read here without the package: {name: (x, y)}."""
    digits = np.loadtxt(FOLDER / "digits.csv.gz", delimiter=",")
    penguins = np.loadtxt(FOLDER / "penguins.csv", delimiter=",", skiprows=1)
    return {"digits": (digits[:, :64] / 16, digits[:, 64]), "penguins": (penguins[:, :3], penguins[:, 3] / 1000)}


def test_digits_are_the_1797_that_scikit_learn_carries():
    d = data.digits()
    assert (d.x_train.shape, d.x_validation.shape, d.x_test.shape) == ((600, 64), (400, 64), (797, 64))
    y = np.concatenate([d.y_train, d.y_validation, d.y_test])
    assert np.bincount(y).tolist() == [
        178,
        182,
        177,
        183,
        181,
        182,
        181,
        179,
        174,
        180,
    ]  # as in scikit-learn's own tests' data
    x = np.concatenate([d.x_train, d.x_validation, d.x_test])
    assert x.min() == 0 and x.max() == 1 and np.array_equal(x * 16, np.round(x * 16))
    assert x.sum() * 16 == 561718  # load_digits().data.sum()
    assert d.classes == 10 and d.name == "digits"


def test_penguins_are_342_with_mass_in_kg():
    d = data.penguins()
    assert (d.x_train.shape, d.x_validation.shape, d.x_test.shape) == ((200, 3), (71, 3), (71, 3))
    y = np.concatenate([d.y_train, d.y_validation, d.y_test])
    assert (y.min(), y.max()) == (2.7, 6.3) and y.mean() == pytest.approx(4.2018, abs=1e-4)  # Horst, Hill & Gorman 2020
    x = np.concatenate([d.x_train, d.x_validation, d.x_test])
    np.testing.assert_allclose(x.mean(0), [43.92, 17.15, 200.92], atol=0.01)
    assert d.classes is None


@pytest.mark.parametrize("make", MAKERS)
@properties
@given(train=st.integers(1, 200), validation=st.integers(1, 100), seed=st.integers(0, 2**31))
def test_parts_are_disjoint_and_together_the_whole_file(make, train, validation, seed):
    d = make(train, validation, seed=seed)
    assert (len(d.y_train), len(d.y_validation)) == (train, validation)
    parts = [rows_of(x, y) for x, y in ((d.x_train, d.y_train), (d.x_validation, d.y_validation), (d.x_test, d.y_test))]
    assert sorted(sum(parts, [])) == sorted(
        rows_of(*raw_rows()[d.name])
    )  # each row of the file once, its own label beside it


@properties
@given(train=st.integers(1, 700), noise=st.floats(0, 1), seed=st.integers(0, 2**31))
def test_noise_changes_exactly_its_share_of_training_labels(train, noise, seed):
    clean, noisy = data.digits(train, seed=seed), data.digits(train, noise=noise, seed=seed)
    for part in ("x_train", "x_validation", "y_validation", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(noisy, part), getattr(clean, part))
    assert (noisy.y_train != clean.y_train).sum() == round(noise * train)
    assert set(noisy.y_train) <= set(range(10))


def test_noise_replaces_labels_evenly():
    clean, noisy = data.digits(1300), data.digits(1300, noise=1.0)
    shifts = np.bincount((noisy.y_train - clean.y_train) % 10, minlength=10)
    assert shifts[0] == 0 and shifts[1:].min() > 1300 / 9 * 0.7


@pytest.mark.parametrize("make", MAKERS)
def test_the_seed_decides_the_split(make):
    one, same, other = make(seed=3), make(seed=3), make(seed=4)
    np.testing.assert_array_equal(one.x_train, same.x_train)
    assert not np.array_equal(one.x_train, other.x_train)


@pytest.mark.parametrize("make", MAKERS)
def test_arrays_cannot_be_written_and_the_repr_is_short(make):
    d = make()
    for name in ("x_train", "y_train", "x_validation", "y_validation", "x_test", "y_test"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(d, name)[0] = 1
    assert len(repr(d)) < 100 and d.name in repr(d)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(d)).x_test, d.x_test)


@pytest.mark.parametrize(
    "make, named",
    [
        *(
            (lambda v=v: data.digits(noise=v), f"noise={v!r}: allowed is a number from 0 to 1")
            for v in (1.5, -0.1, float("nan"), "some", None, True)
        ),
        *(
            (lambda v=v: data.digits(train=v), f"train={v!r}: allowed is a whole number from 1")
            for v in (0, -5, 600.0, "600", None, True)
        ),
        *(
            (lambda v=v: data.penguins(validation=v), f"validation={v!r}: allowed is a whole number from 1")
            for v in (0, -5, 7.5, "7", None)
        ),
        (lambda: data.digits(1397, 400), "train=1397, validation=400: together they must leave some of the 1797 rows"),
        (lambda: data.penguins(342, 71), "train=342, validation=71: together they must leave some of the 342 rows"),
        *(
            (lambda v=v, make=make: make(seed=v), f"seed={v!r}: allowed is a whole number from 0")
            for v in (-1, 0.5, "one", None)
            for make in (data.digits, data.penguins)
        ),
    ],
)
def test_bad_input_is_named(make, named):
    with pytest.raises(ValueError) as error:
        make()
    assert str(error.value).startswith(named)


# Files


@pytest.fixture
def copies(tmp_path, monkeypatch):
    """A copy of data/ that may be harmed; nothing that was read before is remembered, and nothing read here stays."""
    for name in data.CHECKSUMS:
        shutil.copy(FOLDER / name, tmp_path)
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    data.table.cache_clear()
    yield tmp_path
    data.table.cache_clear()


@pytest.mark.parametrize("name", data.CHECKSUMS)
def test_checksums_are_those_of_the_files(name):
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == data.CHECKSUMS[name]


FILES = [
    pytest.param(data.digits, "digits.csv.gz", id="digits"),
    pytest.param(data.penguins, "penguins.csv", id="penguins"),
]


def remove(path):
    path.unlink()


def make_a_folder(path):
    path.unlink()
    path.mkdir()


def cut(path):
    path.write_bytes(path.read_bytes()[:3000])


def empty(path):
    path.write_bytes(b"")


def alter_one_number(path):
    text = path.read_bytes() if path.suffix == ".csv" else gzip.decompress(path.read_bytes())
    changed = text.replace(b"13", b"12", 1)
    assert changed != text
    path.write_bytes(changed if path.suffix == ".csv" else gzip.compress(changed))


def write_windows_line_ends(path):
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("make, name", FILES)
@pytest.mark.parametrize(
    "harm, found",
    [
        (remove, "cannot be read (No such file"),
        (make_a_folder, "cannot be read ("),
        (cut, "3000 bytes with SHA-256"),
        (empty, "0 bytes with SHA-256 e3b0c44298fc"),
        (alter_one_number, "bytes with SHA-256"),
        (write_windows_line_ends, "bytes with SHA-256"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_harmed_file_is_an_error_that_says_how_to_get_it_back(copies, make, name, harm, found):
    harm(copies / name)
    with pytest.raises(data.DataError) as error:
        make()
    message = str(error.value)
    assert message.startswith(f"{copies / name}: ") and found in message
    assert message.endswith(f"git checkout -- data/{name}")
    shutil.rmtree(copies / name, ignore_errors=True)
    shutil.copy(FOLDER / name, copies / name)
    assert len(make().y_train) > 0  # mended, and the error was not remembered


@pytest.mark.parametrize("make, name", FILES)
def test_a_whole_copy_is_read(copies, make, name):
    assert make().name in name
