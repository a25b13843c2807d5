"""The data: disjoint splits of the real rows, exactly the noise asked for, and files that cannot be altered unseen."""

import gzip
import hashlib
import inspect
import pickle
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrcourse import data
from tests.engine.test_found import LOADERS, file_of

FOLDER = Path(__file__).parent.parent / "data"
PARTS = "train", "validation", "test"
MAKERS = [pytest.param(make, id=name) for name, make in LOADERS.items()]
SEEDED = [make for make in LOADERS.values() if "seed" in inspect.signature(make).parameters]
SIZES = "train", "validation"
SIZED = [(make, size) for make in LOADERS.values() for size in SIZES if size in inspect.signature(make).parameters]
FILES = [pytest.param(make, file_of(name), id=name) for name, make in LOADERS.items() if file_of(name)]
properties = settings(derandomize=True, deadline=None, max_examples=15, database=None)


def rows_of(x, y):
    """Return each example as one hashable row."""
    return [tuple(row) for row in np.column_stack([x, y])]


def all_rows(d):
    """Return the rows of all three parts, sorted, each label beside its example."""
    return sorted(row for part in PARTS for row in rows_of(*d.part(part)))


def raw(name):
    """Return a file's numbers (rows, columns), read here without the package."""
    raw_bytes = (FOLDER / name).read_bytes()
    lines = (gzip.decompress(raw_bytes) if name.endswith(".gz") else raw_bytes).decode().splitlines()
    has_header = re.search("[A-DF-Za-df-z]", lines[0])  # the e of 1e-3 is no word
    return np.loadtxt(lines[1:] if has_header else lines, delimiter=",", ndmin=2)


def ranks(columns):
    """Return each number's rank among the different ones of its column, which no change of unit alters."""
    return np.column_stack([np.unique(column, return_inverse=True)[1] for column in columns.T])


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
    numbers = raw("digits.csv.gz")
    assert all_rows(d) == sorted(rows_of(numbers[:, :64] / 16, numbers[:, 64]))


def test_penguins_are_342_with_mass_in_kg():
    d = data.penguins()
    assert (d.x_train.shape, d.x_validation.shape, d.x_test.shape) == ((200, 3), (71, 3), (71, 3))
    y = np.concatenate([d.y_train, d.y_validation, d.y_test])
    assert (y.min(), y.max()) == (2.7, 6.3) and y.mean() == pytest.approx(4.2018, abs=1e-4)  # Horst, Hill & Gorman 2020
    x = np.concatenate([d.x_train, d.x_validation, d.x_test])
    np.testing.assert_allclose(x.mean(0), [43.92, 17.15, 200.92], atol=0.01)
    assert d.classes is None
    numbers = raw("penguins.csv")
    assert all_rows(d) == sorted(rows_of(numbers[:, :3], numbers[:, 3] / 1000))


@pytest.mark.parametrize("make, name", FILES)
def test_each_row_of_the_file_is_there_once_with_its_own_label(make, name):
    d, file = make(), ranks(raw(name))
    x, y = (np.concatenate([d.part(part)[at] for part in PARTS]) for at in (0, 1))
    given = sorted(rows_of(ranks(x), ranks(y[:, None])))
    targets = reversed(range(file.shape[1]))  # the target is mostly the last column
    assert any(sorted(rows_of(np.delete(file, at, axis=1), file[:, at])) == given for at in targets), (
        f"{name}: some column is the target, and the others, in their order, are the features; units may change"
    )


@pytest.mark.parametrize("make", MAKERS)
@properties
@given(draw=st.data())
def test_parts_are_disjoint_and_together_the_whole_set(make, draw):
    whole, taken = all_rows(make()), inspect.signature(make).parameters
    train = draw.draw(st.integers(1, len(whole) - 2))
    validation = draw.draw(st.integers(1, len(whole) - 1 - train))
    drawn = {"train": train, "validation": validation, "seed": draw.draw(st.integers(0, 2**31))}
    chosen = {name: value for name, value in drawn.items() if name in taken}
    d = make(**chosen)
    assert all(len(d.part(part)[1]) == chosen[part] for part in SIZES if part in chosen)
    assert all_rows(d) == whole  # each row once, its own label beside it


@properties
@given(train=st.integers(1, 700), noise=st.floats(0, 1), seed=st.integers(0, 2**31))
def test_noise_changes_exactly_its_share_of_training_labels(train, noise, seed):
    clean, noisy = data.digits(train, seed=seed), data.digits(train, noise=noise, seed=seed)
    for part in ("x_train", "x_validation", "y_validation", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(noisy, part), getattr(clean, part))
    assert (noisy.y_train != clean.y_train).sum() == round(noise * train)
    assert set(noisy.y_train) <= set(range(10))


def test_a_part_is_its_examples_and_labels():
    d = data.digits()
    for name, x, y in (("train", d.x_train, d.y_train), ("validation", d.x_validation, d.y_validation)):
        assert d.part(name)[0] is x and d.part(name)[1] is y
    assert d.part("test")[0] is d.x_test and d.part("test")[1] is d.y_test
    with pytest.raises(ValueError, match="part='tests': allowed is one of 'train', 'validation', 'test'"):
        d.part("tests")


def test_noise_replaces_labels_evenly():
    clean, noisy = data.digits(1300), data.digits(1300, noise=1.0)
    shifts = np.bincount((noisy.y_train - clean.y_train) % 10, minlength=10)
    assert shifts[0] == 0 and shifts[1:].min() > 1300 / 9 * 0.7


@pytest.mark.parametrize("make", SEEDED, ids=lambda make: make.__name__)
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
            (lambda v=v, make=make, size=size: make(**{size: v}), f"{size}={v!r}: allowed is a whole number from 1")
            for v in (0, -5, 7.5, 600.0, "7", "600", None, True)
            for make, size in SIZED
        ),
        (lambda: data.digits(1397, 400), "train=1397, validation=400: together they must leave some of the 1797 rows"),
        (lambda: data.penguins(342, 71), "train=342, validation=71: together they must leave some of the 342 rows"),
        *(
            (lambda v=v, make=make: make(seed=v), f"seed={v!r}: allowed is a whole number from 0")
            for v in (-1, 0.5, "one", None)
            for make in SEEDED
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
    """Make a copy of data/ that may be damaged, with no table remembered from before, and none remembered
    afterwards.
    """
    for name in data.CHECKSUMS:
        shutil.copy(FOLDER / name, tmp_path)
    monkeypatch.setattr(data, "DATA", tmp_path)
    data.table.cache_clear()
    yield tmp_path
    data.table.cache_clear()


@pytest.mark.parametrize("name", data.CHECKSUMS)
def test_checksums_are_those_of_the_files(name):
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == data.CHECKSUMS[name]


def remove(path):
    path.unlink()


def make_a_folder(path):
    path.unlink()
    path.mkdir()


def cut_at_half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path):
    path.write_bytes(b"")


def rewrite(path, change):
    """Write a file with its text changed, and packed again where it was."""
    packed = path.suffix == ".gz"
    text = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
    changed = change(text)
    assert changed != text
    path.write_bytes(gzip.compress(changed) if packed else changed)


def alter_one_number(path):
    rewrite(path, lambda text: re.sub(rb"\d(?=\D*$)", lambda last: b"1" if last[0] == b"0" else b"0", text))


def write_windows_line_ends(path):
    rewrite(path, lambda text: text.replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("make, name", FILES)
@pytest.mark.parametrize(
    "harm, found",
    [
        (remove, "cannot be read (No such file"),
        (make_a_folder, "cannot be read ("),
        (cut_at_half, "{half} bytes with SHA-256"),
        (empty, "0 bytes with SHA-256 e3b0c44298fc"),
        (alter_one_number, "bytes with SHA-256"),
        (write_windows_line_ends, "bytes with SHA-256"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_harmed_file_is_an_error_that_says_how_to_get_it_back(copies, make, name, harm, found):
    found = found.format(half=(FOLDER / name).stat().st_size // 2)
    harm(copies / name)
    with pytest.raises(data.DataError) as error:
        make()
    message = str(error.value)
    assert message.startswith(f"{copies / name}: ") and found in message
    assert message.endswith(f"git checkout -- data/{name}")
    shutil.rmtree(copies / name, ignore_errors=True)
    shutil.copy(FOLDER / name, copies / name)
    assert len(make().y_train) > 0  # mended, and the error was not remembered


def test_a_table_is_the_file_read_once_and_another_name_is_refused():
    numbers = data.table("penguins.csv")
    np.testing.assert_array_equal(numbers, np.loadtxt(FOLDER / "penguins.csv", delimiter=",", skiprows=1))
    assert numbers is data.table("penguins.csv") and not numbers.flags.writeable
    with pytest.raises(ValueError, match=f"name='none.csv': allowed is one of {', '.join(map(repr, data.CHECKSUMS))}"):
        data.table("none.csv")


@pytest.mark.parametrize("make, name", FILES)
def test_a_whole_copy_is_read(copies, make, name):
    assert make().name in name
