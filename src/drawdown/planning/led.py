"""The dispatcher led by the day model: lifts go when a relaxed solution has them go.

The day model sees the whole withdrawal at once: which carrier is worth its time where, and by when
a place should be empty. The dispatcher knows clocks, docks and whole pieces. Led, it fills a lift
of a way as soon as the solution has as many departures there by then as have gone, less some
``slack``, whatever the fill; ways that the solution does not use wait until something presses.
"""

from collections import defaultdict
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from drawdown.planning.day_model import DayModel
from drawdown.planning.dispatcher import Dispatcher, Manner
from drawdown.planning.fill import Filling
from drawdown.planning.question import MINUTES_PER_DAY, Question, Run
from drawdown.planning.timetable import Booking
from drawdown.planning.ways import Way
from drawdown.rules.steps import day_of

# Carrier, origin and destination.
WayKey = tuple[str, str, str]
# A place is taken to be empty once all but this share of its lifts have gone.
LAST_SHARE = 0.03
# A lift with less than this share of its room filled does not go for the solution's sake.
LEAST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Lead:
    """Departures by way and day, added up since the start, and by when places are to be empty.

    ``due_min`` are minutes since the start.
    """

    departures: dict[WayKey, NDArray[np.float64]]
    due_min: dict[str, int]


def lead_of(days: DayModel, x: NDArray[np.float64]) -> Lead:
    """What a solution of the day model says of loaded lifts."""
    question = days.question
    lifts: dict[WayKey, NDArray[np.float64]] = defaultdict(lambda: np.zeros(days.days))
    from_place: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.zeros(days.days))
    for (index, period), column in days.lift.items():
        run = question.runs[index]
        for day in days.periods.days(period):
            share = max(0.0, x[column]) / len(days.periods.days(period))
            lifts[_key(run)][day] += share
            from_place[run.origin][day] += share
    due_min = {}
    for place, by_day in from_place.items():
        gone = np.cumsum(by_day)
        if place in question.in_country and gone[-1] > 0:
            last = int(np.searchsorted(gone, gone[-1] * (1 - LAST_SHARE)))
            due_min[place] = (last + 1) * MINUTES_PER_DAY
    return Lead({key: np.cumsum(by_day) for key, by_day in lifts.items()}, due_min)


@dataclass(frozen=True, slots=True)
class LedManner:
    """How closely the dispatcher follows; ``manner`` decides where it is not led.

    A lift goes ``slack`` of one before the solution has it. With ``hurries`` places are to be empty
    when the solution has them so. With ``also_full`` a lift that is full enough for the manner goes
    where it is not led, too. What has gone is counted in lifts, or ``by_fill``: a lift that is half
    full counts half.
    """

    manner: Manner
    slack: float
    hurries: bool
    also_full: bool
    by_fill: bool = False


LED_MANNERS = tuple(
    LedManner(Manner(0.9, 10), slack, hurries, also_full, by_fill)
    for by_fill in (True, False)
    for hurries, also_full in ((True, False), (True, True), (False, True))
    for slack in (0.9, 0.5)
)


class LedDispatcher(Dispatcher):
    """One pass over time, led."""

    def __init__(self, question: Question, lead: Lead, led: LedManner) -> None:
        super().__init__(question, led.manner)
        self.lead = lead
        self.led = led
        self._gone: defaultdict[WayKey, float] = defaultdict(float)

    def _leads(self, way: Way, depart: int) -> bool:
        """Whether the solution has one lift more by then than have gone."""
        departures = self.lead.departures.get(_key(way.run))
        if departures is None:
            return False
        day = min(day_of(depart), len(departures) - 1)
        return bool(departures[day] - self._gone[_key(way.run)] >= 1 - self.led.slack)

    def _led_on(self, way: Way, detour: float | None = None) -> list[int]:
        # Where the solution goes there is no detour.
        depart = self.stock.now + way.run.carrier.load_min
        if detour is None and self._leads(way, depart):
            detour = inf
        return super()._led_on(way, detour)

    def _could_go(self, way: Way, sorts: list[int], minute: int) -> bool:
        depart = minute + way.run.carrier.load_min
        if self._leads(way, depart) or self._presses(way, depart):
            return True
        return self.led.also_full and super()._could_go(way, sorts, minute)

    def _goes(self, way: Way, filling: Filling, depart: int) -> bool:
        if self._leads(way, depart) and filling.share > LEAST_SHARE:
            return True
        if self._presses(way, depart):
            return True
        return self.led.also_full and super()._goes(way, filling, depart)

    def _presses(self, way: Way, depart: int) -> bool:
        due = self.last_lifts.due(way.origin)
        if self.led.hurries:
            due = min(due, self.lead.due_min.get(way.origin, due))
        return depart >= due - self.manner.pressing_days * MINUTES_PER_DAY

    def _enter(self, booking: Booking, filling: Filling, closing: bool) -> None:
        self._gone[_key(booking.wanted.run)] += filling.share if self.led.by_fill else 1.0
        super()._enter(booking, filling, closing)


def _key(run: Run) -> WayKey:
    return run.carrier.name, run.origin, run.destination
