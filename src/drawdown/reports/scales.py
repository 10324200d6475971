"""Maps amounts and instants to px, and finds the ticks of their axes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """From an amount to px; ``at_low`` and ``at_high`` are the px of both ends."""

    low: float
    high: float
    at_low: float
    at_high: float

    def __call__(self, amount: float) -> float:
        part = (amount - self.low) / (self.high - self.low)
        return self.at_low + part * (self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """From an instant to px."""

    begin: datetime
    end: datetime
    left: float
    right: float

    def __call__(self, at: datetime) -> float:
        part = (at - self.begin) / (self.end - self.begin)
        return self.left + part * (self.right - self.left)

    @property
    def px_per_day(self) -> float:
        return (self.right - self.left) / ((self.end - self.begin) / DAY)


def round_ticks(highest: float, about: int = 4) -> list[float]:
    """Round amounts from 0 to the first at or above ``highest``, about so many steps.

    >>> round_ticks(946)
    [0, 250, 500, 750, 1000]
    >>> round_ticks(3)
    [0, 1, 2, 3]
    """
    rough = max(highest, 1) / about
    size = 1.0
    while size * 10 <= rough:
        size *= 10
    steps = [size * m for m in (0.5, 1, 2, 2.5, 5, 10) if size * m % 1 == 0]
    counted = [(max(1, int(-(-highest // step))), step) for step in steps]
    # Rather too high an axis than one whose only tick is its end.
    _, _, count, step = min(
        (count < 0.7 * about, count * step, count, step)
        for count, step in counted
        if count <= 1.6 * about
    )
    return [int(step * i) for i in range(count + 1)]


def months(begin: datetime, end: datetime) -> list[datetime]:
    """The first midnights of the months within the time, the ends included."""
    at = begin.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = []
    while at <= end:
        if at >= begin:
            found.append(at)
        at = (at + 32 * DAY).replace(day=1)
    return found


def days(begin: datetime, end: datetime) -> list[datetime]:
    """The midnights within the time, the ends included."""
    at = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    at = at if at == begin else at + DAY
    found = []
    while at <= end:
        found.append(at)
        at += DAY
    return found


def midnight_before(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def midnight_after(at: datetime) -> datetime:
    start = midnight_before(at)
    return start if start == at else start + DAY


LONGEST_IN_DAYS = 60


def time_ticks(scale: TimeScale, room: float = 56) -> list[datetime]:
    """Midnights to label with at least ``room`` px between them: days, weeks or months.

    A long time has months alone; days and months are never mixed.
    """
    for step in (1, 2, 7, 14):
        fits = step * scale.px_per_day >= room
        if fits and scale.end - scale.begin <= LONGEST_IN_DAYS * DAY:
            return days(scale.begin, scale.end)[::step]
    first = months(scale.begin, scale.end)
    every = next((n for n in (1, 2, 3, 6) if n * 30 * scale.px_per_day >= room), 12)
    return [at for at in first if (at.month - 1) % every == 0]
