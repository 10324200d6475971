"""What the second judge finds."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple


class Verdict(NamedTuple):
    """One finding: about what, and when and how much where the rules say so; and of which rule.

    Times are measured in minutes, everything else in the unit of the rule.
    """

    subject: tuple[str | datetime, ...]
    from_utc: datetime | None = None
    measured: float | None = None
    limit: float | None = None
    rule: str = ""


Said = Iterator[Verdict]
