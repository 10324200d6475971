"""What happens now and then: small choices of the random withdrawals and plans."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")
DAY, HOUR, QUARTER = timedelta(days=1), timedelta(hours=1), timedelta(minutes=15)


def often(random: Random, percent: int) -> bool:
    """True in so many of a hundred cases."""
    return random.randrange(100) < percent


def now_and_then(random: Random, make: Callable[[], T], percent: int = 20) -> T | None:
    """Something in so many of a hundred cases, else None."""
    return make() if often(random, percent) else None


def moment(random: Random, start: datetime, end: datetime) -> datetime:
    """A quarter of an hour between two instants, often a midnight, rarely before or after."""
    if often(random, 3):
        return random.choice((start - DAY, end + DAY))
    if often(random, 40):
        return start + random.randint(0, (end - start) // DAY) * DAY
    return start + random.randint(0, (end - start) // QUARTER) * QUARTER
