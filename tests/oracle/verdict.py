"""What the second judge finds."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple


class Verdict(NamedTuple):
    """One finding: about what, when and how much, as section 4 says; and of which rule.

    Times are measured in minutes, everything else in the unit of the rule.
    """

    subject: tuple[str | datetime, ...]
    from_utc: datetime | None = None
    measured: float | None = None
    limit: float | None = None
    until_utc: datetime | None = None
    rule: str = ""


Said = Iterator[Verdict]
