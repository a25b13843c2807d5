"""The exercise in code: count the boxes that a border touches."""

import numpy as np

from ..question import Code


def _inputs(rng):
    """Draw pictures, square lists of rows, sparse to full, empty and a diagonal, each with three sizes of boxes."""
    pictures = [rng.random((16, 16)) < share for share in (0.02, 0.1, 0.3, 0.9)]
    pictures += [np.zeros((8, 8), bool), np.eye(16, dtype=bool)]
    return [(picture.tolist(), size) for picture in pictures for size in (1, 2, 4)]


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
