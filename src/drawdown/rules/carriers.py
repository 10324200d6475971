"""Rules on one lift and its carrier: it can make the run, with this load, between these places."""

from collections.abc import Iterator

from drawdown.model import Carrier, Finding, Line, Place, Severity
from drawdown.rules.timeline import Run, Timeline

TOLERANCE = 1e-6
# A lift may take so much longer than its leg needs, for a stop on the way.
MOST_DELAY_MIN = 12 * 60


def leg_exists(timeline: Timeline) -> Iterator[Finding]:
    """Every lift runs where a leg allows it, in its mode and direction.

    At the lift's origin, from departure to arrival; lifts: the lift.

    Facts: ``destination``, ``mode``.
    """
    for run in timeline.runs:
        if run.leg is None:
            yield Finding(
                "leg_exists", Severity.BREACH, run.lift.origin,
                run.lift.depart_utc, run.lift.arrive_utc, lifts=(run.name,),
                facts=(
                    ("destination", run.lift.destination),
                    ("mode", run.carrier.mode.value),
                ),
            )  # fmt: skip


def loads_allowed(timeline: Timeline) -> Iterator[Finding]:
    """A lift over a leg that is for empty runs only is empty.

    At the lift's origin, at departure; lifts: the lift; lines: those on board.

    Facts: ``destination``, ``mode``.
    """
    for run in timeline.runs:
        if run.leg is not None and run.leg.empty_only and run.loads:
            yield Finding(
                "loads_allowed", Severity.BREACH, run.lift.origin, run.lift.depart_utc,
                lifts=(run.name,), lines=tuple(line.name for line, _ in run.loads),
                facts=(
                    ("destination", run.lift.destination),
                    ("mode", run.carrier.mode.value),
                ),
            )  # fmt: skip


def travel_time(timeline: Timeline) -> Iterator[Finding]:
    """No lift is faster than its leg and its carrier allow, nor far slower.

    At the lift's origin, from departure to arrival; measured: minutes between them; limit: the
    least or the most minutes, whichever is broken; lifts: the lift.

    Facts: ``side`` (``fast`` or ``slow``), ``destination``, ``carrier``, ``distance_km``.
    """
    for run in timeline.runs:
        if run.leg is None:
            continue
        taken, least = run.arrive - run.depart, run.leg.minutes(run.carrier.speed_km_per_h)
        most = least + MOST_DELAY_MIN
        if not least <= taken <= most:
            fast = taken < least
            yield Finding(
                "travel_time", Severity.BREACH, run.lift.origin,
                run.lift.depart_utc, run.lift.arrive_utc,
                measured=taken, limit=least if fast else most, unit="min", lifts=(run.name,),
                facts=(
                    ("side", "fast" if fast else "slow"),
                    ("destination", run.lift.destination),
                    ("carrier", run.carrier.name),
                    ("distance_km", run.leg.distance_km),
                ),
            )  # fmt: skip


def within_payload(timeline: Timeline) -> Iterator[Finding]:
    """No lift carries more than its carrier's payload over its distance.

    At the lift's origin, at departure; measured: kg of people and things on board; limit: the
    payload; lifts: the lift.

    Facts: ``destination``, ``carrier``, ``distance_km``.
    """
    payload_kg: dict[tuple[str, int], int] = {}
    for run in timeline.runs:
        if run.leg is None:
            continue
        key = run.carrier.name, run.leg.distance_km
        if key not in payload_kg:
            payload_kg[key] = run.carrier.payload_at_kg(run.leg.distance_km)
        if run.people_kg + run.things_kg > payload_kg[key]:
            yield Finding(
                "within_payload", Severity.BREACH, run.lift.origin, run.lift.depart_utc,
                measured=run.people_kg + run.things_kg, limit=payload_kg[key], unit="kg",
                lifts=(run.name,),
                facts=(
                    ("destination", run.lift.destination),
                    ("carrier", run.carrier.name),
                    ("distance_km", run.leg.distance_km),
                ),
            )  # fmt: skip


def within_seats(timeline: Timeline) -> Iterator[Finding]:
    """Every person on board has a seat.

    At the lift's origin, at departure; measured: people on board; limit: seats; lifts: the lift.

    Facts: ``destination``, ``carrier``.
    """
    for run in timeline.runs:
        if run.people > run.carrier.seats:
            yield _overfull("within_seats", run, run.people, run.carrier.seats, "people")


def within_positions(timeline: Timeline) -> Iterator[Finding]:
    """Every piece on board has its positions.

    At the lift's origin, at departure; measured: positions taken; limit: the carrier's;
    lifts: the lift.

    Facts: ``destination``, ``carrier``.
    """
    for run in timeline.runs:
        mode = run.carrier.mode
        taken = sum(count * line.positions(mode) for line, count in run.loads if not line.is_people)
        if taken > run.carrier.positions + TOLERANCE:
            yield _overfull("within_positions", run, taken, run.carrier.positions, "positions")


def _overfull(rule: str, run: Run, measured: float, limit: float, unit: str) -> Finding:
    return Finding(
        rule, Severity.BREACH, run.lift.origin, run.lift.depart_utc,
        measured=measured, limit=limit, unit=unit, lifts=(run.name,),
        facts=(("destination", run.lift.destination), ("carrier", run.carrier.name)),
    )  # fmt: skip


def pieces_fit(timeline: Timeline) -> Iterator[Finding]:
    """Every piece goes into the hold, as it stands or turned by 90 degrees.

    At the lift's origin, at departure; measured and limit: the size in metres that is too large,
    of the first such line; lifts: the lift; lines: all whose pieces do not fit.

    Facts: ``side`` (``height``, or ``floor``: length and width; then measured and limit are the
    longer sides or, if these fit, the shorter ones), ``carrier``, ``destination``.
    """
    misfits: dict[tuple[str, str], _Misfit | None] = {}
    for run in timeline.runs:
        found = []
        for line, _ in run.loads:
            key = line.name, run.carrier.name
            if key not in misfits:
                misfits[key] = None if line.is_people else misfit(line, run.carrier)
            if misfits[key] is not None:
                found.append((line.name, misfits[key]))
        if found and found[0][1] is not None:
            side, measured, limit = found[0][1]
            yield Finding(
                "pieces_fit", Severity.BREACH, run.lift.origin, run.lift.depart_utc,
                measured=measured, limit=limit, unit="m",
                lifts=(run.name,), lines=tuple(name for name, _ in found),
                facts=(
                    ("side", side),
                    ("carrier", run.carrier.name),
                    ("destination", run.lift.destination),
                ),
            )  # fmt: skip


_Misfit = tuple[str, float, float]


def misfit(line: Line, carrier: Carrier) -> _Misfit | None:
    """The side by which a piece does not go into the hold, with it and the hold's, in metres.

    It stands as it is or turned about the vertical; what is not given does not bind.
    """
    if _above(line.height_m, carrier.hold_height_m):
        return "height", line.height_m or 0.0, carrier.hold_height_m or 0.0
    long, wide = carrier.hold_length_m, carrier.hold_width_m
    straight = not _above(line.length_m, long) and not _above(line.width_m, wide)
    turned = not _above(line.length_m, wide) and not _above(line.width_m, long)
    if straight or turned:
        return None
    sides = sorted(side for side in (line.length_m, line.width_m) if side is not None)
    holds = sorted(side for side in (long, wide) if side is not None)
    if sides[-1] > holds[-1] + TOLERANCE:
        return "floor", sides[-1], holds[-1]
    return "floor", sides[0], holds[0]


def _above(size_m: float | None, limit_m: float | None) -> bool:
    return size_m is not None and limit_m is not None and size_m > limit_m + TOLERANCE


def runway_enough(timeline: Timeline) -> Iterator[Finding]:
    """Aircraft use only runways that are long and wide enough for them.

    At the place, at departure (at the origin) or arrival; measured: the runway in metres; limit:
    what the carrier needs, its length if that is too short, else its width; lifts: the lift.

    Facts: ``side`` (``length`` or ``width``), ``carrier``.
    """
    short: dict[tuple[str, str], tuple[str, int, int] | None] = {}
    for run in timeline.runs:
        if not run.is_air:
            continue
        ends = (
            (run.lift.origin, run.lift.depart_utc),
            (run.lift.destination, run.lift.arrive_utc),
        )
        for place, instant in ends:
            key = place, run.carrier.name
            if key not in short:
                short[key] = short_runway(timeline.places[place], run.carrier)
            lacking = short[key]
            if lacking is not None:
                side, measured, limit = lacking
                yield Finding(
                    "runway_enough", Severity.BREACH, place, instant,
                    measured=measured, limit=limit, unit="m", lifts=(run.name,),
                    facts=(("side", side), ("carrier", run.carrier.name)),
                )  # fmt: skip


def short_runway(place: Place, carrier: Carrier) -> tuple[str, int, int] | None:
    """What of a runway is too little for a carrier: the dimension, what there is, what it needs."""
    sides = (
        ("length", place.runway_length_m, carrier.runway_length_m),
        ("width", place.runway_width_m, carrier.runway_width_m),
    )
    for side, measured, limit in sides:
        if measured is not None and limit is not None and measured < limit:
            return side, measured, limit
    return None
