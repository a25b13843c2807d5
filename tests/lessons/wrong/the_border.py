"""Functions for exercise the_border.6: the boxes that a border touches."""

import numpy as np


def pixels(inside, size):
    """A box counts once, however many pixels it holds."""
    return sum(sum(row) for row in inside)


def pixels_over_area(inside, size):
    """A box that is partly filled counts as a whole one."""
    return sum(sum(row) for row in inside) // size**2


def boxes_that_hold_none(inside, size):
    """Those with a True count."""
    count = 0
    for row in range(0, len(inside), size):
        for column in range(0, len(inside), size):
            box = [line[column : column + size] for line in inside[row : row + size]]
            count += not any(any(line) for line in box)
    return count


def full_boxes(inside, size):
    """One pixel is enough."""
    count = 0
    for row in range(0, len(inside), size):
        for column in range(0, len(inside), size):
            box = [line[column : column + size] for line in inside[row : row + size]]
            count += all(all(line) for line in box)
    return count


def mixed_boxes(inside, size):
    """A box that is full holds a True as well."""
    count = 0
    for row in range(0, len(inside), size):
        for column in range(0, len(inside), size):
            box = np.array(inside)[row : row + size, column : column + size]
            count += bool(box.any() and (size == 1 or not box.all()))
    return count


def only_the_corner(inside, size):
    """The first pixel of a box need not be the one."""
    count = 0
    for row in range(0, len(inside), size):
        for column in range(0, len(inside), size):
            count += inside[row][column]
    return count


def only_the_first_row(inside, size):
    """A box has more rows than its first."""
    count = 0
    for row in range(0, len(inside), size):
        for column in range(0, len(inside), size):
            count += any(inside[row][column : column + size])
    return count


def overlapping(inside, size):
    """Boxes lie side by side: the loops go on by `size`."""
    count = 0
    for row in range(len(inside) - size + 1):
        for column in range(len(inside) - size + 1):
            box = [line[column : column + size] for line in inside[row : row + size]]
            count += any(any(line) for line in box)
    return count


def without_the_last_boxes(inside, size):
    """The last row and the last column have boxes too."""
    count = 0
    for row in range(0, len(inside) - size, size):
        for column in range(0, len(inside) - size, size):
            box = [line[column : column + size] for line in inside[row : row + size]]
            count += any(any(line) for line in box)
    return count


def on_the_diagonal(inside, size):
    """Two loops are needed, for rows and for columns."""
    count = 0
    for place in range(0, len(inside), size):
        box = [line[place : place + size] for line in inside[place : place + size]]
        count += any(any(line) for line in box)
    return count


def rows_of_boxes(inside, size):
    """A row of boxes counts once for each of its boxes, not once."""
    count = 0
    for row in range(0, len(inside), size):
        count += any(any(line) for line in inside[row : row + size])
    return count


def size_boxes(inside, size):
    """`size` is the side of a box, not how many boxes there are along a side."""
    count, side = 0, len(inside) // size
    for row in range(0, len(inside), side):
        for column in range(0, len(inside), side):
            box = [line[column : column + side] for line in inside[row : row + side]]
            count += any(any(line) for line in box)
    return count


def a_row_at_a_time(inside, size):
    """A box counts once, not once for each of its rows."""
    count = 0
    for line in inside:
        for column in range(0, len(inside), size):
            count += any(line[column : column + size])
    return count


def returns_inside_the_loop(inside, size):
    """The return stands inside the loop, which ends at its first round."""
    count = 0
    for row in range(0, len(inside), size):
        for column in range(0, len(inside), size):
            box = [line[column : column + size] for line in inside[row : row + size]]
            count += any(any(line) for line in box)
        return count


def as_a_share(inside, size):
    """The number of boxes is wanted, not their share."""
    boxes = np.array(inside).reshape(len(inside) // size, size, -1, size).any(axis=(1, 3))
    return boxes.mean()


WRONG = (
    *(pixels, pixels_over_area, boxes_that_hold_none, full_boxes, mixed_boxes, only_the_corner, only_the_first_row),
    *(overlapping, without_the_last_boxes, on_the_diagonal, rows_of_boxes, size_boxes, a_row_at_a_time),
    *(returns_inside_the_loop, as_a_share),
)


def by_arrays(inside, size):
    grid = np.array(inside)
    starts = np.arange(0, len(grid), size)
    boxes = np.logical_or.reduceat(np.logical_or.reduceat(grid, starts, axis=0), starts, axis=1)
    return boxes.sum()  # an np.int64


def by_a_set(inside, size):
    side = range(len(inside))
    return len({(row // size, column // size) for row in side for column in side if inside[row][column]})


def by_sums(inside, size):
    grid, count = np.array(inside, dtype=float), 0.0
    for row in np.split(grid, len(grid) // size):
        for box in np.split(row, len(grid) // size, axis=1):
            if box.sum() > 0:
                count += 1
    return count


RIGHT = (by_arrays, by_a_set, by_sums)
