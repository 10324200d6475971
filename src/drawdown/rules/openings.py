"""When a place is open, on the UTC axis, from its local hours."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from drawdown.model import OpeningHours
from drawdown.rules.steps import DAY_MIN

_MINUTE = timedelta(minutes=1)


class Openings:
    """The openings of a place, one on each local date, numbered from the date of the start.

    An opening begins and ends at local wall-clock times. A time that occurs twice when clocks go
    back is the first of the two; a time that is left out when clocks go forward is counted on
    from before the change.
    """

    def __init__(self, hours: OpeningHours, start_utc: datetime) -> None:
        self._start_utc = start_utc
        self._zone: tzinfo = UTC if hours.zone == "UTC" else ZoneInfo(hours.zone)
        self._from_min = hours.from_min
        over_midnight = hours.until_min <= hours.from_min
        self._until_min = hours.until_min + (DAY_MIN if over_midnight else 0)
        self._first_date = start_utc.date()
        self._known: dict[int, tuple[int, int] | None] = {}

    def hold(self, from_min: int, until_min: int) -> bool:
        """Whether from one instant to another, both included, the place stays open.

        Openings that touch or overlap are one.
        """
        day = from_min // DAY_MIN
        return any(self._reaches(number, from_min, until_min) for number in range(day - 2, day + 2))

    def spans(self, until_min: int) -> tuple[tuple[int, int], ...]:
        """When it is open, from before the start until an instant: openings that touch are one."""
        spans: list[tuple[int, int]] = []
        for number in range(-2, until_min // DAY_MIN + 2):
            opening = self._opening(number)
            if opening is None:
                continue
            if spans and opening[0] <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(spans[-1][1], opening[1]))
            else:
                spans.append(opening)
        return tuple(spans)

    def _reaches(self, number: int, from_min: int, until_min: int) -> bool:
        opening = self._opening(number)
        if opening is None or not opening[0] <= from_min <= opening[1]:
            return False
        end = opening[1]
        while end < until_min:
            number += 1
            following = self._opening(number)
            if following is None or following[0] > end:
                return False
            end = max(end, following[1])
        return True

    def _opening(self, number: int) -> tuple[int, int] | None:
        """The opening of a local date in minutes since the start; None beyond the calendar."""
        if number not in self._known:
            self._known[number] = self._computed(number)
        return self._known[number]

    def _computed(self, number: int) -> tuple[int, int] | None:
        try:
            on = self._first_date + timedelta(days=number)
            return self._minute(on, self._from_min), self._minute(on, self._until_min)
        except OverflowError:
            return None

    def _minute(self, on: date, wall_min: int) -> int:
        wall = datetime.combine(on, time()) + wall_min * _MINUTE
        return (wall.replace(tzinfo=self._zone).astimezone(UTC) - self._start_utc) // _MINUTE
