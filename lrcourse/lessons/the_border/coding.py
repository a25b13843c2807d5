"""The exercise in code: count the boxes that a border touches."""

import numpy as np

from ..question import Code


def _inputs(rng):
    """Draw (picture, size of the boxes): sparse pictures and full ones, a diagonal, and a box that is everything."""
    found = []
    for side, share, size in ((8, 0.1, 1), (8, 0.1, 2), (8, 0.05, 4), (12, 0.05, 3), (6, 0.05, 6), (6, 0.97, 2)):
        found.append(((rng.random((side, side)) < share).tolist(), size))
    corner = np.zeros((6, 6), bool)
    corner[5, 5] = True
    found += [(corner.tolist(), 3), (np.eye(8, dtype=bool).tolist(), 2), (np.ones((6, 6), bool).tolist(), 2)]
    found += [(np.zeros((4, 4), bool).tolist(), 2), ([[True]], 1), ([[False]], 1)]
    return [found[i] for i in rng.permutation(len(found))]


def _count(inside, size):
    """Return how many boxes of this size hold at least one True."""
    grid = np.array(inside)
    return int(grid.reshape(len(grid) // size, size, -1, size).any(axis=(1, 3)).sum())


SOURCE = """def count_boxes(inside, size):
    count = 0
    for row in range(0, len(inside), size):
        for column in range(0, len(inside), size):
            box = [line[column : column + size] for line in inside[row : row + size]]
            count += any(any(line) for line in box)
    return count"""

CODING = {
    "the_border.6": Code(
        "count_boxes",
        "a function count_boxes(inside, size)",
        _inputs,
        _count,
        SOURCE,
        (
            (lambda inside, size: int(np.sum(inside)), "That counts pixels. A box counts once, however many it holds."),
            (lambda inside, size: _count(inside, 1) // size**2, "A box that is partly filled counts as well."),
            (
                lambda inside, size: (len(inside) // size) ** 2 - _count(inside, size),
                "Those are the boxes that hold none.",
            ),
            (
                lambda inside, size: int(
                    np.reshape(inside, (len(inside) // size, size, -1, size)).all(axis=(1, 3)).sum()
                ),
                "One pixel of the border is enough for a box to count.",
            ),
            (
                lambda inside, size: int(
                    sum(
                        np.array(inside)[row : row + size, column : column + size].any()
                        for row in range(len(inside) - size + 1)
                        for column in range(len(inside) - size + 1)
                    )
                ),
                "These boxes overlap. Let both loops go on by `size`: `range(0, len(inside), size)`.",
            ),
            (
                lambda inside, size: int(np.array(inside)[::size, ::size].sum()),
                "Look at the whole box, not at its corner.",
            ),
            (
                lambda inside, size: int(np.array(inside).reshape(len(inside), -1, size).any(axis=2).sum()),
                "That counts a box once for each of its rows. It counts once.",
            ),
        ),
        text=(
            "**Exercise, in code.** Count the boxes yourself: `inside` is a square list of rows of True and "
            "False whose side is a multiple of `size`."
        ),
        hint=(
            "Two loops, `for row in range(0, len(inside), size)` and the same for the columns. `[line[column "
            ": column + size] for line in inside[row : row + size]]` is one box."
        ),
    )
}
