"""Reading one loss curve: a named verdict, its reason, and what to try next."""

from dataclasses import dataclass, replace

import numpy as np

from ..checks import number, one_of, positive, show

NAMES = ("good", "still learning", "too small", "unstable", "diverged", "dead", "over-fitting", "cannot be said")
KINDS = {  # of losses. For all but the first: why the level says nothing about the rate, and what would
    "training": None,
    "validation": (
        "a validation loss also rises when the network over-fits",
        "the training loss of the same run, as losses, and this one as validation=",
    ),
    "adversarial": (
        "each of the two losses depends on how good the other network is at the moment",
        "a score of the samples after the same number of steps, with both rates at a third",
    ),
    "reinforcement": (
        "the targets move while the network learns, so the loss may grow as it gets better",
        "the mean return per episode, at this rate and at a third of it, from three seeds each",
    ),
    "bound": (
        "it is maximised, so it rises where a loss falls",
        "the same curve with its sign turned, as a training loss",
    ),
}
NEXT = {  # what to try: the one run or number that decides between the causes of what is seen
    "diverged": "the same run at a tenth of the rate",
    "dead": "the share of units that fire; then a third of the rate, from the start",
    "at guessing": (
        "the share of units that fire: if hardly any do, start again at a third of the rate, else at ten times the rate"
    ),
    "unstable": "the same run at a third of the rate",
    "swings": "the loss on all training data: if it falls smoothly, only the batch is small; else a third of the rate",
    "hops": "the same run at a third of the rate: the point should come to rest",
    "at rest": "the points of the descent (path=): do they come to rest, or hop?",
    "too small": "the same run at ten times the rate",
    "still learning": "the same number of steps at three times the rate; and the same run, twice as long",
    "good": "the same run at three times the rate; and, if there is data, the validation loss (validation=)",
    "over-fitting": "the parameters of that epoch; then more data or weight decay at the same rate",
    "where it began": "the loss before the first step (start=)",
    "what guessing costs": "the loss of guessing (chance=): well below it something is learned, at it nothing is",
    "rough": "means over epochs, or the loss on all training data",
    "stuck": "a third of the rate: if that ends lower, the rate was too large; else this is the model's limit",
    "goes on": "the next few steps of the same run",
    "short": "the same run, logged more often",
    "never a number": "the loss and the gradient of one batch before the first step: the fault is not the rate's",
    "zero": "the norm of the gradient at the next step, and how many labels of a batch count",
}

# The rules' bounds. They were tuned on some runs and tested on others (lessons/reading_loss_curves). The rules compare
# levels, medians of tenths, and measure noise by how far a value lies from its neighbours: so it matters little how
# often one logs, from where on, or whether one logs means. The first value alone only supports a verdict that the
# levels leave open. The scale is the loss of guessing, else the start, else the highest level.
SHORT, FEW, MANY = 4, 10, 30  # values: fewer are not judged; have no noise; may hold a single odd one
CEILING = 87.3365  # -ln of the smallest float32
BLOW_UP = 10  # diverged: the end lies above this multiple of all that came before the lowest value
FAR = 1.5  # above guessing by this factor nothing is good
NEAR_CHANCE = 0.1  # at guessing: above it by less than half this share, or below it by less than this share
SPIKE = 1.2  # dead: at guessing, after a loss above this multiple of guessing
THROWN = 2  # unstable: a loss above this multiple of the start came before, and the end is not low
SURE = 2.5  # standard errors
RISEN, REGAINED = 0.05, 1.25  # unstable: above the lowest level by this share of the scale, and by this factor
RISING = 0.03  # unstable, too: it rises, and lies above its lowest level by this share
SWING, APART = 0.25, 1.5  # unstable: the last quarter swings by this share of the scale, and by this factor
LOW = 0.2  # good, even if it still falls: below this share of the scale
FALLING = 0.02  # still learning: the last three tenths lie below the three before by this share
CREEPING, FAINT = 0.014, 0.004  # near guessing a smaller fall counts, and one that is surer a still smaller one
HARDLY, UNMOVED = 0.1, 0.03  # too small: has moved by less; and need not be seen to fall if it has moved by less
ROUGH = 0.1  # noise above this share of the end hides a fall
STUCK, UNKNOWN = 0.5, 0.7  # not good: settled above this share of guessing; of the highest loss, if guessing is unknown
AT_ONCE = 3  # a first level above this multiple of the second may be a spike, and is no scale
HOP = 0.01  # of the path's extent: steps that are longer at the end have not come to rest
OVER = 0.1  # over-fitting: the validation loss ends above its lowest value by this share of it


@dataclass(frozen=True)
class Reading:
    """A verdict, one of NAMES, its reason, and what to try next."""

    verdict: str
    reason: str
    next: str

    def __repr__(self):
        return f"{self.verdict}: {self.reason}.\nTry next: {self.next}."


@np.errstate(all="ignore")
def read(losses, chance=None, *, start=None, validation=None, kind="training", path=None):
    """Return the Reading of one loss curve, a list or array of numbers, from first to last.

    They may be the losses of all steps or of some, or means over epochs, from the beginning or from where a run was
    resumed. Blanks (None) and single NaN are passed over, and the reason says so. What else you know makes the
    verdict surer: `chance`, the loss of guessing, such as ln 10 for ten balanced classes; `start`, the loss before
    the first step; `validation`, the validation losses of the same stretch, as many as there are, which show over-
    fitting; `path` (steps + 1, size), the points of a descent, which show hopping. `kind` is "training",
    "validation", "adversarial", "reinforcement" or "bound" (one that is maximised): only a training loss tells
    about the rate. Losses below 0 are measured from the lowest.

    Raise ValueError for what is no curve. Only the curve is seen, so this reader errs where causes look alike.
    """
    one_of("kind", kind, KINDS)
    chance = None if chance is None else positive("chance", chance)
    start = None if start is None else number("start", start, allowed="a finite number")
    values, places, ended = _cleaned("losses", losses)
    reading = (
        _ended(losses, values, places, ended)
        or _of_another_kind(kind)
        or _faulty(values)
        or _from_its_lowest(values, chance, start, at_rest=path is None)
    )
    if reading.verdict not in ("diverged", "unstable", "dead") and kind == "training" and len(values) >= SHORT:
        reading = _hops(values, path) or _overfits(values, validation) or reading
    skipped = len(losses) - len(values)
    if not skipped or ended is not None:
        return reading
    others = "1 value that is no number was" if skipped == 1 else f"{skipped} values that are no numbers were"
    return replace(reading, reason=f"{reading.reason} ({others} passed over)")


def _reading(verdict, reason, cause=None):
    """Return a Reading with what to try next, by what is seen; by default by the verdict."""
    return Reading(verdict, reason, NEXT[cause or verdict])


def _cleaned(name, losses):
    """Return (the finite values, their places, the place from which on there is no number, or None).

    A curve ends so if its last gap is longer than all before, and more than one blank; or if one gap is longer than
    all that follows. Raise ValueError for no curve.
    """
    try:
        if isinstance(losses, (dict, set)):  # whose keys or order are no curve
            raise TypeError
        values = np.array([np.nan if value is None else value for value in losses])
        good = values.dtype.kind in "iuf" and values.ndim == 1 and len(values) > 0
    except (TypeError, ValueError):
        good = False
    if not good:
        raise ValueError(f"{name}={show(losses)}: allowed is one curve, a list or array of numbers")
    there = np.flatnonzero(np.isfinite(values))
    gaps = np.diff(np.r_[-1, there, len(values)]) - 1  # before each number, and after the last
    one_blank = gaps[-1] == 1 and losses[-1] is None
    ended = len(values) - gaps[-1] if gaps[-1] > gaps[:-1].max(initial=0) and not one_blank else None
    if ended is None and len(there) > 1:
        longest = 1 + gaps[1:].argmax()
        others = np.delete(gaps[1:], longest - 1).max(initial=0)
        if gaps[longest] > max(SHORT, 2 * others, len(there) - longest):  # a few numbers after it change nothing
            ended = there[longest - 1] + 1
    return values[there].astype(float), there, ended


def _ended(losses, values, places, at):
    """Return the Reading of a curve that is no number from one place on; None if there is no such place."""
    if at is None:
        return None
    if not len(values) and np.isinf(np.array(losses, dtype=float)).any():
        return _reading("diverged", "the loss was infinite from the first value on")
    if not len(values):
        return _reading("cannot be said", "the loss was never a number", "never a number")
    last = values[places < at][-1]
    return _reading("diverged", f"after {last:.3g} the loss was no longer a number (from value {at + 1} on)")


def _of_another_kind(kind):
    """Return the Reading of a loss whose level says nothing about the rate, None of a training loss."""
    if kind == "training":
        return None
    why, what = KINDS[kind]
    return Reading("cannot be said", f"this is a loss of the kind {kind!r}: {why}", what)


def _faulty(values):
    """Return the Reading of a curve that is too short, or ends in a number that is known for a fault; else None."""
    if len(values) < SHORT:
        return _reading("cannot be said", f"the curve is short: {len(values)} of at least {SHORT} values", "short")
    last = values[-3:]
    times = np.round(last[-1] / CEILING)
    if times and np.all(np.abs(last / (times * CEILING) - 1) < 1e-4):
        many = f"{times:g} times {CEILING}" if times > 1 else f"{CEILING}"
        because = (
            "what a softmax in float32 costs that gives the right class no chance: its inputs have grown too large"
        )
        return _reading("diverged", f"the loss stays at {many}, {because}")
    zeros = len(values) - len(np.trim_zeros(values, "b"))
    if zeros >= len(last) and (zeros == len(values) or values[-zeros - 1] > 0.01 * values.max()):
        causes = "numbers that half precision could not hold, labels of which none counts, or one step into a minimum"
        since = len(values) - zeros + 1
        return _reading("cannot be said", f"the loss is exactly 0 from value {since} on: {causes}", "zero")
    return None


def _from_its_lowest(values, chance, start, at_rest):
    """Return the Reading of finite losses; those below 0 are measured from the lowest."""
    lowest = values.min()
    if lowest >= 0:
        return _verdict(_Curve(values, chance, start, at_rest))
    # once lifted, no level says that it has learned: it has to have settled
    lifted = (None if one is None or one <= lowest else one - lowest for one in (chance, start))
    reading = _verdict(_Curve(values - lowest, *lifted, at_rest, low=0, lifted=-lowest))
    return replace(reading, reason=f"measured from the lowest loss, {lowest:.3g}: {reading.reason}")


class _Curve:
    """What the rules measure of finite losses from 0 up."""

    def __init__(self, values, chance, start, at_rest, low=LOW, lifted=0):
        self.values, self.chance, self.start, self.at_rest, self.lifted = values, chance, start, at_rest, lifted
        calm = values if len(values) >= MANY else _without_single_spikes(values)
        self.levels = np.array([np.median(tenth) for tenth in np.array_split(calm, min(10, len(values)))])
        self.lowest = self.levels.min()
        self.end = np.median(values[-max(2, len(values) // 10) :])
        self.noise = _noise(values)
        # of the difference of two levels, 1.8 as that of medians
        self.error = 0 if len(values) < FEW else 1.8 * self.noise / np.sqrt(max(1, len(values) // 10))
        self.rough = self.noise > ROUGH * self.end
        self.highest = self.levels[: self.levels.argmin() + 1].max()  # before the lowest
        self.first = min(self.highest, AT_ONCE * self.levels[1]) if start is None else start
        self.scale = chance or self.first
        self.low = low * self.scale
        self.moved = 1 - self.end / self.first
        size = max(2, round(0.3 * len(values)))
        before, late = (
            np.sort(part)[: -max(1, size // 10)].mean() for part in (values[-2 * size : -size], values[-size:])
        )
        self.fall = (before - late) / max(before, LOW * self.scale)
        halves = [np.median(half) for half in np.array_split(values[-size:], 2)]
        self.stopped = halves[0] - halves[1] < 0.05 * (before - late)  # in the last three tenths
        # in units of SURE standard errors; the last term keeps a curve without noise from dividing by 0
        self.sure = (before - late) / (self.noise * np.sqrt(2 / size) + 1e-12 * self.scale) / SURE

    @property
    def creeps(self):
        """Whether it surely still falls, if only a little."""
        return (self.fall > CREEPING and self.sure > 1.2) or (self.fall > FAINT and self.sure > 3)

    @property
    def falls(self):
        """Whether it surely still falls."""
        return self.fall > FALLING and self.sure > 1 and not (self.stopped and self.sure > 4)


def _noise(values):
    """Return the standard deviation of a value about its neighbours; 0.6745 and 2/3 as of independent normal values."""
    bends = values[1:-1] - (values[:-2] + values[2:]) / 2
    return np.sqrt(2 / 3) * np.median(np.abs(bends)) / 0.6745


def _without_single_spikes(values):
    """Return the running medians of three, and both ends."""
    inside = np.median(np.lib.stride_tricks.sliding_window_view(values, 3), axis=1)
    return np.r_[values[0], inside, values[-1]]


def _verdict(curve):
    """Return the Reading of a _Curve: the first rule that applies."""
    rules = _thrown_up, _ends_far_above, _far_above_guessing, _at_guessing, _rises, _swings, _low, _hardly_moves, _falls
    return next(reading for rule in (*rules, _settled) if (reading := rule(curve)))


def _thrown_up(curve):
    before = curve.start or max(curve.highest, curve.values[: curve.values.argmin() + 1].max())
    if curve.end > BLOW_UP * max(before, curve.lifted) > 0:
        return _reading("diverged", f"the loss ends at {curve.end:.3g}, and had never been above {before:.3g} before")
    return None


def _ends_far_above(curve):
    values = curve.values
    last, before = values[-max(2, len(values) // 50) :], values[len(values) // 2 : -max(2, len(values) // 50)]
    if (
        len(values) < FEW
        or values[-1] <= THROWN * np.quantile(before, 0.9)
        or values[-1] - curve.lowest <= RISEN * curve.scale
    ):
        return None
    if last.min() > THROWN * np.median(before):
        return _reading("unstable", f"the last {len(last)} values, up to {last.max():.3g}, lie far above those before")
    odd = f"the last value, {values[-1]:.3g}, lies far above those before: one odd value, or a divergence that begins"
    return _reading("cannot be said", odd, "goes on")


def _far_above_guessing(curve):
    if curve.chance is None or curve.end < FAR * curve.chance or (curve.start or 0) > curve.end:
        return None
    above = f"the loss ends at {curve.end:.3g}, far above that of guessing ({curve.chance:.3g})"
    if min(curve.values[0], curve.start or np.inf) < curve.end:
        return _reading("unstable", f"{above}, and began lower")
    return _reading("cannot be said", f"{above}: it began higher, or was thrown there", "where it began")


def _at_guessing(curve):
    chance, end = curve.chance, curve.end
    if chance is None or not -NEAR_CHANCE < end / chance - 1 < NEAR_CHANCE / 2 or curve.creeps:
        return None
    flat = f"the loss lies flat at {end:.3g}, about that of guessing ({chance:.3g})"
    peak = np.sort(curve.values)[-2 if len(curve.values) >= MANY else -1]  # of many, one may be odd
    if peak > SPIKE * max(curve.values[0], chance):
        return _reading("dead", f"after a spike to {curve.values.max():.3g} {flat}")
    if curve.lowest < (1 - 2 * NEAR_CHANCE) * chance:
        return _reading("dead", f"after it had come down to {curve.lowest:.3g} {flat}")
    return _reading("cannot be said", f"{flat}: not learned yet, or dead", "at guessing")


def _rises(curve):
    values, lowest, end = curve.values, curve.lowest, curve.end
    now = values[-2:].min() if len(values) < FEW else end
    if now > REGAINED * lowest and now - lowest > max(RISEN * curve.scale, SURE * curve.error):
        return _reading("unstable", f"the loss had come down to {lowest:.3g}, and ends at {end:.3g}")
    if curve.fall < -FALLING and curve.sure < -1 and end > (1 + RISING) * lowest:
        return _reading("unstable", f"the loss rises, from {lowest:.3g} to {end:.3g}")
    if curve.start is not None and values.max() > THROWN * curve.start and end > curve.low:
        thrown = f"the loss was thrown from {curve.start:.3g} up to {values.max():.3g}"
        return _reading("unstable", f"{thrown}, and has come down only to {end:.3g}")
    return None


def _swings(curve):
    if len(curve.values) < MANY or curve.end <= curve.low:
        return None
    (then_low, then_high), _, (low, high) = (
        np.quantile(quarter, [0.05, 0.95]) for quarter in np.array_split(curve.values, 4)[1:]
    )
    grows = high - low > THROWN * (then_high - then_low)
    if (grows or not curve.falls) and high > APART * low and high - low > SWING * curve.scale:
        swings = f"near the end the loss still swings between {low:.2g} and {high:.2g}"
        return _reading("unstable", swings, "swings")
    return None


def _came(curve):
    first = curve.values[0] if curve.start is None else curve.start
    return f"the loss has come from {first:.3g} to {curve.end:.3g}"


def _low(curve):
    if curve.end > curve.low:
        return None
    return _reading("good", f"{_came(curve)} and {'still falls' if curve.falls else 'is steady'}")


def _hardly_moves(curve):
    """Return "too small" for a beginning that hardly moves, and cannot be that of a dead network or a later stretch."""
    if curve.moved >= HARDLY or _accelerates(curve):
        return None
    above = curve.chance is not None and curve.end - curve.error > (1 + NEAR_CHANCE / 3) * curve.chance
    there = curve.start is not None and abs(curve.moved) < UNMOVED
    begins = curve.start is not None or (curve.chance is not None and curve.end > (1 - NEAR_CHANCE) * curve.chance)
    without_noise = len(curve.values) >= MANY and np.mean(np.diff(curve.values) < 0) > 0.95
    if above or there or (begins and curve.creeps) or without_noise:
        return _reading("too small", f"{_came(curve)}: it hardly moves")
    return None


def _accelerates(curve):
    """Return whether it falls more than twice as far from the third quarter to the last as to the third."""
    _, second, third, last = (np.median(quarter) for quarter in np.array_split(curve.values, 4))
    return curve.falls and third - last > 2 * (second - third) + SURE * curve.error


def _falls(curve):
    return _reading("still learning", f"{_came(curve)} and still falls") if curve.falls else None


def _settled(curve):
    """Return the Reading of a curve that neither rises nor falls."""
    chance, end, came = curve.chance, curve.end, _came(curve)
    if curve.fall > FALLING and curve.rough:
        return _reading("cannot be said", f"{came}; its ups and downs hide whether it still falls", "rough")
    if chance and end > (1 - NEAR_CHANCE) * chance:
        return _reading("cannot be said", f"{came}; guessing costs {chance:.3g}", "at guessing")
    if chance and end > (LOW if curve.rough else STUCK) * chance:
        return _reading("cannot be said", f"{came}, {end / chance:.0%} of guessing, and no longer falls", "stuck")
    at_once = len(curve.values) < MANY and curve.levels[1] < 1.1 * end
    highest = max(curve.first, curve.values[0])
    if end >= curve.first:
        return _reading("cannot be said", f"{came}: it has not fallen", "where it began")
    if not chance and end > (LOW if curve.rough or at_once else UNKNOWN) * highest:
        return _reading("cannot be said", f"{came} and no longer falls", "what guessing costs")
    if chance and curve.start is None and curve.moved < HARDLY:
        return _reading("cannot be said", f"{came}: no fall is seen", "where it began")
    if curve.at_rest and _rests(curve):
        return _reading("cannot be said", f"{came} and is at rest: in a minimum, or hopping about one", "at rest")
    return _reading("good", f"{came} and is steady")


def _rests(curve):
    """Return whether the last quarter is the same number, or two, in all digits of float64 (a log has fewer)."""
    late = curve.values[-max(4, len(curve.values) // 4) :]
    steps = np.abs(late[2:] - late[:-2])
    return np.all(steps < 1e-9 * curve.end) and late[-1] != float(f"{late[-1]:.8g}")


def _hops(values, path):
    """Return the Reading "unstable" of a descent that does not come to rest, None of another or if there is no path."""
    if path is None:
        return None
    path = np.asarray(path)
    if path.ndim != 2 or len(path) != len(values) or path.dtype.kind not in "iuf":
        raise ValueError(f"path: allowed is a point for each loss ({len(values)}, size), not {path.dtype} {path.shape}")
    lengths = np.linalg.norm(np.diff(path, axis=0), axis=1)
    size = max(2, len(lengths) // 8 * 2)  # even: hopping to and fro then covers no distance
    late, before = np.median(lengths[-size:]), np.median(lengths[-2 * size : -size])
    way = np.linalg.norm(path[-1] - path[-1 - size])
    if np.median(values[-size:]) < 0.995 * np.median(
        values[-2 * size : -size]
    ):  # the hops grow smaller, and the loss with them
        return None
    if late > HOP * np.ptp(path, axis=0).max() and late > 0.9 * before and way < 0.5 * size * late:
        hops = f"the point does not come to rest: at the end it still hops by {late:.2g} at each step"
        return _reading("unstable", f"{hops}, at a loss of {values[-1]:.3g}", "hops")
    return None


def _overfits(values, validation):
    """Return the Reading "over-fitting" if the validation loss rises for good after its lowest value and the training
    loss does not; else None.
    """
    if validation is None:
        return None
    found, places, _ = _cleaned("validation", validation)
    if len(found) < SHORT:
        return None
    calm = _without_single_spikes(found)
    rise = calm[-max(2, len(calm) // 10) :].min() - calm.min()
    if rise < max(OVER * abs(calm.min()), 0 if len(found) < FEW else 2 * SURE * _noise(found)):
        return None
    lowest = found.argmin()
    then, few = round(lowest / (len(found) - 1) * (len(values) - 1)), max(1, len(values) // 10)
    if np.median(values[-few:]) > np.median(values[then : then + few]):
        return None
    at = places[lowest] + 1
    where = f"lowest at value {at} of {len(validation)} (epoch {at}, if there is one an epoch)"
    return _reading(
        "over-fitting",
        f"the validation loss is {where}, {found[lowest]:.3g}, and rises to {found[-1]:.3g}, while training goes on",
    )
