"""How many loaded lifts one tail can make by the clock: rest, opening hours, clearances, the way.

An upper limit for any plan: the tail is alone in the world, waits cost its crew no duty, and a
lift may take as much longer than its leg as the judge allows. Labels (Desrochers and Soumis 1988,
doi 10.1080/03155986.1988.11732063) hold, for each place and number of lifts, the earliest times
at which the tail can be free there, and how much of the crew's duty is then used up.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from drawdown.model import Fleet
from drawdown.planning.question import MINUTES_PER_DAY, Question, Run, Span
from drawdown.rules.carriers import MOST_DELAY_MIN

# More lifts than these of one tail within a span are not counted: of short runs, of which a tail
# makes many, the minutes under way say as much.
MOST_COUNTED = 12


@dataclass(frozen=True, slots=True)
class _Label:
    """A tail free at a place from an instant on, ``worked`` minutes into its crew's duty."""

    free: int
    worked: int

    def beats(self, other: "_Label") -> bool:
        return self.free <= other.free and self.worked <= other.worked


class TailClock:
    """What one tail of a fleet can do; ``runs`` are those of the fleet, ``carrying`` the loaded."""

    def __init__(
        self, question: Question, fleet: Fleet, runs: list[Run], carrying: list[Run]
    ) -> None:
        self.question = question
        self.fleet = fleet
        self.carrying = carrying
        self._from: dict[str, list[Run]] = defaultdict(list)
        self._carrying_from: dict[str, list[Run]] = defaultdict(list)
        for run in runs:
            self._from[run.origin].append(run)
        for run in carrying:
            self._carrying_from[run.origin].append(run)
        self.carrier = question.carrier[fleet.carrier]
        self.span = question.fleet_span(fleet)
        self._seen: dict[tuple[tuple[Span, ...], ...], list[int]] = {}
        self._openings = {
            place: _Spans(spans) for place, spans in question.openings.items() if spans is not None
        }
        self._windows = {run.key: _Spans(run.windows) for run in runs if run.windows}
        longest = max((run.travel_min for run in runs), default=0)
        self._longest_min = longest + MOST_DELAY_MIN + self.carrier.unload_min

    def since_there(self, until: int) -> list[int]:
        """The earliest departures of the first, second, ... loaded lift since the fleet is there.

        Those up to the minute ``until``.
        """
        return self._departures({self.fleet.base: [_Label(self.span[0], 0)]}, until)

    def within(self, since: int, until: int) -> list[int]:
        """The same for a tail that may stand anywhere, loaded, at the minute ``since``."""
        # Most days are like one another: what opens when is all that counts.
        view = self._view(since, until)
        if view not in self._seen:
            self._seen[view] = [at - since for at in self._within(since, until)]
        return [since + at for at in self._seen[view]]

    def _view(self, since: int, until: int) -> tuple[tuple[Span, ...], ...]:
        """What the clock says of a span, counted from its beginning, as far as a lift can see.

        From when the first can have begun to load until the last can be unloaded, and a day more.
        """
        begin = since - self.carrier.load_min - MINUTES_PER_DAY
        end = until + self._longest_min + MINUTES_PER_DAY
        spans = [*self._openings.values(), *self._windows.values(), _Spans((self.span,))]
        return tuple(
            tuple(
                (max(opens, begin) - since, min(closes, end) - since)
                for opens, closes in each.spans
                if opens < end and closes > begin
            )
            for each in spans
        )

    def _within(self, since: int, until: int) -> list[int]:
        first: dict[str, list[_Label]] = defaultdict(list)
        departures: list[int] = []
        for run in self.carrying:
            depart = self._first_departure(run, since - self.carrier.load_min, loaded=True)
            if depart is None or depart > until:
                continue
            departures.append(depart)
            self._add(first[run.destination], self._after(run, depart, 0, loaded=True))
        if not departures:
            return []
        return [min(departures), *self._departures(first, until, before=1)]

    def _departures(
        self, labels: dict[str, list[_Label]], until: int, before: int = 0
    ) -> list[int]:
        earliest: list[int] = []
        while len(earliest) + before < MOST_COUNTED:
            self._move_empty(labels, until)
            departures: list[int] = []
            after: dict[str, list[_Label]] = defaultdict(list)
            for place, here in labels.items():
                for label in here:
                    for run in self._carrying_from[place]:
                        for depart, made in self._made(run, label, loaded=True):
                            if depart <= until:
                                departures.append(depart)
                                self._add(after[run.destination], made)
            if not departures:
                break
            earliest.append(min(departures))
            labels = after
        return earliest

    def _move_empty(self, labels: dict[str, list[_Label]], until: int) -> None:
        """Add the labels that empty runs reach."""
        waiting = [(place, label) for place, here in labels.items() for label in here]
        while waiting:
            place, label = waiting.pop()
            for run in self._from[place]:
                for depart, made in self._made(run, label, loaded=False):
                    if depart <= until and self._add(labels.setdefault(run.destination, []), made):
                        waiting.append((run.destination, made))

    def _made(self, run: Run, label: _Label, *, loaded: bool) -> list[tuple[int, "_Label"]]:
        """The run as soon as can be, in the same duty and after a rest: departure and label."""
        ways = []
        for free, worked in {
            (label.free, label.worked),
            (label.free + self.carrier.crew_rest_min, 0),
        }:
            depart = self._first_departure(run, free, loaded=loaded)
            if depart is None:
                continue
            made = self._after(run, depart, worked, loaded=loaded)
            duty = self.carrier.crew_duty_min
            if duty is None or made.worked <= duty:
                ways.append((depart, made))
        return ways

    def _after(self, run: Run, depart: int, worked: int, *, loaded: bool) -> _Label:
        load, unload = self._ground(loaded)
        # As soon as it can be unloaded there.
        arrive = _fitting(self._openings.get(run.destination), depart + run.travel_min, unload)
        assert arrive is not None
        minutes = load + run.travel_min + unload
        return _Label(arrive + unload, worked + minutes if self.carrier.crew_duty_min else 0)

    def _ground(self, loaded: bool) -> Span:
        return (self.carrier.load_min, self.carrier.unload_min) if loaded else (0, 0)

    def _first_departure(self, run: Run, free: int, *, loaded: bool) -> int | None:
        """The first instant at which the run can depart, loading from ``free`` on."""
        load, unload = self._ground(loaded)
        begins, ends = self.span
        depart = max(free, begins) + load
        while depart <= ends:
            open_from = _fitting(self._openings.get(run.origin), depart - load, load)
            if open_from is None:
                return None
            depart = open_from + load
            cleared = _fitting(self._windows.get(run.key), depart, run.travel_min)
            if cleared is None:
                return None
            if cleared > depart:
                depart = cleared
                continue
            soonest = depart + run.travel_min
            arrive = _fitting(self._openings.get(run.destination), soonest, unload)
            if arrive is None:
                return None
            if arrive <= soonest + MOST_DELAY_MIN:
                return depart
            depart = arrive - run.travel_min - MOST_DELAY_MIN
        return None

    @staticmethod
    def _add(labels: list[_Label], label: _Label) -> bool:
        """Keep a label unless another is as good; drop those that it beats."""
        if any(other.beats(label) for other in labels):
            return False
        labels[:] = [other for other in labels if not label.beats(other)]
        labels.append(label)
        return True


class _Spans:
    """Spans of time in their order, none within another."""

    def __init__(self, spans: tuple[Span, ...]) -> None:
        self.spans = sorted(spans)
        self.ends = [until for _, until in self.spans]

    def fitting(self, begin: int, minutes: int) -> int | None:
        """The first instant from ``begin`` on from which so many minutes lie within one span."""
        for number in range(bisect_right(self.ends, begin - 1), len(self.spans)):
            opens, closes = self.spans[number]
            at = max(begin, opens)
            if at + minutes <= closes:
                return at
        return None


def _fitting(spans: _Spans | None, begin: int, minutes: int) -> int | None:
    """The same where there may be no limit."""
    return begin if spans is None else spans.fitting(begin, minutes)
