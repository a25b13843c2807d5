"""hw3's slips: misconceptions, how an answer shows them, and an answer that does."""

from ..homework import hw3
from .hw3_runs import doubled, first_loss, gain, interval, middle, off, own_loss


def _unit_forgotten(student, low, high):
    """Whether rates are those of the plain loss, as if the unit were 1."""
    unit = hw3.drawn(student).unit
    return all(off(one, right * unit) <= 3 for one, right in zip((low, high), interval(student)))


def _unit_upside_down(student, low, high):
    unit = hw3.drawn(student).unit
    return all(off(one, right * unit**2) <= 3 for one, right in zip((low, high), interval(student)))


def _at(student, power):
    """The right interval times a power of the unit."""
    return [float(rate * hw3.drawn(student).unit ** power) for rate in interval(student)]


def _five(student, rate):
    return [rate, *(own_loss(student, rate, hw3.drawn(student).seed + i) for i in range(5))]


def _swept(student, power):
    low, high = _at(student, power)
    return [low, high, own_loss(student, middle(low, high))]


def _one_rate(student, cases):
    rate = middle(*interval(student))
    losses = [own_loss(student, rate), own_loss(student, rate, cosine=True)]
    return ["worse" if gain(student) > 0 else "better", [rate, rate], losses]


def _turned(student, cases):
    rate = middle(*interval(student, True))
    return [1 / doubled(student), 1 / doubled(student), rate, own_loss(student, rate, double=True)]


PLAIN = "the unit of the loss left out: a rate times a gradient ten times as large goes ten times as far"
UPSIDE = "multiplied by the unit, not divided"
SLIPS = {  # question: of (name, whether a value shows it, a value that shows it)
    "hw3.1": (
        (PLAIN, lambda s, v: _unit_forgotten(s, *v[:2]), lambda s, cases: [*_at(s, 1), first_loss(s)]),
        (UPSIDE, lambda s, v: _unit_upside_down(s, *v[:2]), lambda s, cases: [*_at(s, 2), first_loss(s)]),
    ),
    "hw3.3": (
        (PLAIN, lambda s, v: _unit_forgotten(s, v[0], v[0]), lambda s, cases: _five(s, middle(*_at(s, 1)))),
        (
            "beyond the largest good rate",
            lambda s, v: v[0] > interval(s)[1],
            lambda s, cases: _five(s, 2 * interval(s)[1]),
        ),
    ),
    "hw3.4": ((PLAIN, lambda s, v: _unit_forgotten(s, *v[:2]), lambda s, cases: _swept(s, 1)),),
    "hw3.5": (("both at one rate: a cosine needs a larger peak", lambda s, v: off(*v[1]) < 1.05, _one_rate),),
    "hw3.6": (
        (
            "the factor turned round: a larger batch bears a larger rate",
            lambda s, v: off(v[1] * doubled(s), 1) <= 1.2,
            _turned,
        ),
    ),
}
