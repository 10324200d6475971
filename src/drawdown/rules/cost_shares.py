"""Where the cost of a plan arises: each term cut into parts by place, line, carrier, date and day.

The parts of a term sum to it, before it is rounded. Most parts are the judge's own; what one lift
costs is shared out by a convention: over what it carries by mass, and an empty run to the loaded
lift of its tail that it leads to, or comes from if there is none after it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from drawdown.model import Basis, Line, Plan, Withdrawal
from drawdown.rules.measures import lift_cents
from drawdown.rules.milestones import requirement
from drawdown.rules.steps import DAY_MIN, Steps, day_of
from drawdown.rules.timeline import Run, Timeline

HUNDRED, THOUSAND = 100, 1000


@dataclass(frozen=True, slots=True)
class Share:
    """A part of one term, in cents, and where it arises; empty where that cannot be said.

    ``place`` is where people or things are, or where a lift, or who is late, comes from; ``due`` is
    the date that is missed: ``milestone:NAME``, ``handover:PLACE``, ``latest:``, ``deadline:``;
    ``day`` counts from the start; None for what is left.
    """

    term: str
    cents: Fraction
    place: str = ""
    line: str = ""
    carrier: str = ""
    due: str = ""
    day: int | None = None


def cost_shares(withdrawal: Withdrawal, plan: Plan) -> list[Share]:
    """Every part of the cost of a plan; changes to a plan in force are in none."""
    timeline = Timeline(withdrawal, plan)
    return [
        *_late(timeline),
        *_left(timeline),
        *_exposure(timeline),
        *_lifts(timeline),
        *_handling(timeline),
        *_disposals(timeline),
        *_fragments(timeline),
    ]


# --- nights ---------------------------------------------------------------------------------------


def _by_night(
    timeline: Timeline, steps: Steps, less: int, from_min: int
) -> Iterator[tuple[int, int]]:
    """Each night from an instant on on which the level is above ``less``: its day, how much."""
    first = max(1, -(-from_min // DAY_MIN))
    level, index = steps.initial, 0
    for night in range(first, timeline.nights.count + 1):
        minute = night * DAY_MIN
        while index < len(steps.times) and steps.times[index] <= minute:
            level = steps.levels[index]
            index += 1
        if level > less:
            yield night - 1, level - less
        elif index == len(steps.times):
            return


def _signed_nights(timeline: Timeline, steps: Steps, from_min: int) -> Iterator[tuple[int, int]]:
    """Each night from an instant on on which the level is not 0: its day, the level."""
    first = max(1, -(-from_min // DAY_MIN))
    minutes = [night * DAY_MIN for night in range(first, timeline.nights.count + 1)]
    for minute in minutes:
        level = steps.at(minute)
        if level:
            yield minute // DAY_MIN - 1, level


# --- terms ----------------------------------------------------------------------------------------


def _late(timeline: Timeline) -> Iterator[Share]:
    yield from _late_milestones(timeline)
    for place in timeline.places.values():
        if place.handover_utc is not None:
            due = timeline.minute(place.handover_utc)
            for name, steps in timeline.present[place.name].items():
                left = timeline.left.get((name, place.name), 0)
                line = timeline.lines[name]
                yield from _late_units(
                    timeline, line, steps, left, due, place.name, f"handover:{place.name}"
                )
    for line in timeline.lines.values():
        if line.latest_utc is not None:
            steps = timeline.present[line.origin][line.name]
            left = timeline.left.get((line.name, line.origin), 0)
            due = timeline.minute(line.latest_utc)
            yield from _late_units(timeline, line, steps, left, due, line.origin, "latest:")
    left_inside: dict[str, int] = {}
    for (name, place_name), count in timeline.left.items():
        if timeline.places[place_name].in_country:
            left_inside[name] = left_inside.get(name, 0) + count
    for name, steps in timeline.in_country.items():
        line, left = timeline.lines[name], left_inside.get(name, 0)
        yield from _late_units(
            timeline, line, steps, left, timeline.deadline, line.origin, "deadline:"
        )


def _late_units(
    timeline: Timeline, line: Line, steps: Steps, left: int, due: int, place: str, name: str
) -> Iterator[Share]:
    """What is late of a line at a due: people each night, things but for those that are left."""
    prices = timeline.withdrawal.prices
    if line.is_people:
        nights = _signed_nights(timeline, steps, due)
        each = Fraction(prices.late_person_per_night)
    else:
        nights = _by_night(timeline, steps, left, due)
        each = Fraction(prices.late_t_per_night * line.unit_mass_kg, THOUSAND)
    for day, count in nights:
        yield Share("late", count * each, place, line.name, due=name, day=day)


def _late_milestones(timeline: Timeline) -> Iterator[Share]:
    prices = timeline.withdrawal.prices
    price = {
        Basis.PEOPLE: Fraction(prices.late_person_per_night),
        Basis.TONNES: Fraction(prices.late_t_per_night, THOUSAND),
        Basis.PIECES: Fraction(prices.late_piece_per_night),
        Basis.SITES: Fraction(prices.late_site_per_night),
    }
    for milestone in timeline.withdrawal.milestones:
        required = requirement(timeline, milestone)
        missing = Steps(required.gone.changes(-1), initial=required.amount)
        place = milestone.places[0] if len(milestone.places) == 1 else ""
        for day, count in _by_night(timeline, missing, 0, timeline.minute(milestone.due_utc)):
            cents = count * price[milestone.basis]
            yield Share("late", cents, place, due=f"milestone:{milestone.name}", day=day)


def _left(timeline: Timeline) -> Iterator[Share]:
    prices = timeline.withdrawal.prices
    for (name, place), count in timeline.left.items():
        line = timeline.lines[name]
        if line.is_people:
            yield Share("left_people", Fraction(count * prices.left_person), place, name)
        else:
            each = line.unit_mass_kg * prices.left_kg[line.priority - 1]
            yield Share("left_things", Fraction(count * each), place, name)


def _exposure(timeline: Timeline) -> Iterator[Share]:
    price = timeline.withdrawal.prices.exposure_per_person_night
    for place in timeline.places.values():
        each = Fraction(price * place.threat_percent, HUNDRED)
        for name, steps in timeline.present[place.name].items():
            if place.in_country and timeline.lines[name].is_people and each:
                for day, count in _signed_nights(timeline, steps, 0):
                    yield Share("exposure", count * each, place.name, name, day=day)
    for run in timeline.runs:
        if not (run.people and run.depart < run.arrive and timeline.in_country_on_the_way(run)):
            continue
        origin = timeline.places[run.lift.origin]
        each = Fraction(price * origin.threat_percent, HUNDRED)
        for night in range(1, timeline.nights.count + 1):
            if run.depart <= night * DAY_MIN < run.arrive:
                for line, count in run.loads:
                    if line.is_people:
                        yield Share("exposure", count * each, origin.name, line.name, day=night - 1)


def _lifts(timeline: Timeline) -> Iterator[Share]:
    serves = _served_by_empty_runs(timeline)
    for run in timeline.runs:
        cents = lift_cents(run)
        place, carrier = run.lift.origin, run.carrier.name
        day = day_of(max(0, run.depart))
        loads = _masses(serves.get(run.name, run) if not run.loads else run)
        if not loads:
            yield Share("lift", Fraction(cents), place, "", carrier, day=day)
        whole = sum(kg for _, kg in loads)
        for line, kg in loads:
            yield Share("lift", Fraction(cents * kg, whole), place, line.name, carrier, day=day)


def _masses(run: Run) -> list[tuple[Line, int]]:
    return [(line, count * line.unit_mass_kg) for line, count in run.loads]


def _served_by_empty_runs(timeline: Timeline) -> dict[str, Run]:
    """For each empty run the loaded lift of its tail that follows; without one the last before."""
    serves: dict[str, Run] = {}
    for runs in timeline.tails.values():
        loaded = [number for number, run in enumerate(runs) if run.loads]
        for number, run in enumerate(runs):
            if loaded and not run.loads:
                after = bisect_left(loaded, number)
                serves[run.name] = runs[loaded[min(after, len(loaded) - 1)]]
    return serves


def _handling(timeline: Timeline) -> Iterator[Share]:
    price = timeline.withdrawal.prices.handling_per_t
    for run in timeline.runs:
        for line, count in run.loads:
            if not line.is_people:
                cents = Fraction(count * line.unit_mass_kg * price, THOUSAND)
                day = day_of(max(0, run.depart))
                yield Share(
                    "handling", cents, run.lift.origin, line.name, run.carrier.name, day=day
                )


def _disposals(timeline: Timeline) -> Iterator[Share]:
    for disposed in timeline.disposed:
        value = disposed.count * disposed.line.value_cents
        cents = Fraction(value)
        if disposed.option is not None:
            cents = Fraction(value * disposed.option.value_lost_percent, HUNDRED)
            cents += Fraction(disposed.kg * disposed.option.cost_cents_per_t, THOUSAND)
        yield Share(
            "disposal", cents, disposed.disposal.place, disposed.line.name,
            day=day_of(max(0, disposed.at)),
        )  # fmt: skip


def _fragments(timeline: Timeline) -> Iterator[Share]:
    price = timeline.withdrawal.prices.fragment
    for name, runs in timeline.leaving.items():
        for run, _ in runs[1:]:
            yield Share(
                "fragments", Fraction(price), run.lift.origin, name, run.carrier.name,
                day=day_of(max(0, run.depart)),
            )  # fmt: skip


# --- sums -----------------------------------------------------------------------------------------


def summed(shares: Iterable[Share], by: str) -> dict[str | int, Fraction]:
    """The sum by one of the fields of a share, or by ``week``, the dearest first.

    What has no such field is under the empty name.
    """
    sums: dict[str | int, Fraction] = {}
    for share in shares:
        key = _week(share) if by == "week" else getattr(share, by)
        sums[key] = sums.get(key, Fraction(0)) + share.cents
    return dict(sorted(sums.items(), key=lambda item: (-item[1], str(item[0]))))


def _week(share: Share) -> str | int:
    return "" if share.day is None else share.day // 7
