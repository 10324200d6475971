"""Where more stands at once than there is room for."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from drawdown.rules.steps import Steps


class Stay(NamedTuple):
    """A lift takes ``spots`` while ``from_min <= t < until_min``."""

    from_min: int
    until_min: int
    spots: int
    lift: str


class Crowding(NamedTuple):
    """A longest period in which more than the limit is taken, and the lifts that stay in it."""

    from_min: int
    until_min: int
    highest: int
    lifts: tuple[str, ...]


def crowdings(stays: Iterable[Stay], limit: int) -> Iterator[Crowding]:
    """Each longest period in which the spots taken are above ``limit``, in order of time.

    At one instant those who go make room before others come. A stay without length takes none.
    """
    real = sorted(stay for stay in stays if stay.from_min < stay.until_min)
    level = Steps(
        [(stay.from_min, stay.spots) for stay in real]
        + [(stay.until_min, -stay.spots) for stay in real]
    )
    index = 0
    open_stays: list[Stay] = []
    for period in level.periods_above(limit):
        # Every stay ends, so only a limit below nothing can be broken for good.
        until = real[-1].until_min if period.until_min is None else period.until_min
        while index < len(real) and real[index].from_min < until:
            open_stays.append(real[index])
            index += 1
        open_stays = [stay for stay in open_stays if stay.until_min > period.from_min]
        lifts = tuple(dict.fromkeys(stay.lift for stay in open_stays))
        yield Crowding(period.from_min, until, period.highest, lifts)
