"""Tiny random withdrawals in which every attribute of the model occurs now and then."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from random import Random

from drawdown.model import (
    Basis,
    Carrier,
    DisposalOption,
    Disposition,
    Exclusion,
    Fleet,
    Floor,
    Gate,
    Kind,
    Leg,
    Line,
    Milestone,
    Mode,
    OpeningHours,
    Place,
    PlaceKind,
    Prices,
    Withdrawal,
)
from oracle.chance import DAY, HOUR, QUARTER, moment, now_and_then, often

ROLES = ("guard", "mover", "medic")
HAZARDS = ("", "", "", "1.4S", "1", "3", "5.1", "10")
SURFACE = frozenset({Mode.ROAD, Mode.SEA})


def tiny(random: Random) -> Withdrawal:
    """1 to 3 places and home, 1 to 4 lines, 1 or 2 fleets, 3 to 6 days."""
    start = random.choice((datetime(2024, 6, 1, tzinfo=UTC), datetime(2024, 10, 25, tzinfo=UTC)))
    end = start + random.randint(3, 6) * DAY
    deadline = end - random.choice((0, 0, 24, 24, 36, 6)) * HOUR
    places = tiny_places(random, start, end)
    carriers = tuple(tiny_carrier(random, f"c{n}") for n in range(random.randint(1, 2)))
    fleets = tuple(
        tiny_fleet(random, f"f{n}", random.choice(carriers), places, start, end)
        for n in range(random.randint(1, 2))
    )
    gates = tuple(
        tiny_gate(random, f"g{n}", places, start, end) for n in range(random.choice((0, 0, 1, 2)))
    )
    disposals = tiny_disposals(random, places, start, end)
    lines = tiny_lines(random, places, gates, start, end)
    withdrawal = Withdrawal(
        name="tiny",
        start_utc=start,
        deadline_utc=deadline,
        end_utc=end,
        places=places,
        lines=lines,
        carriers=carriers,
        fleets=fleets,
        legs=tiny_legs(random, places, {carrier.mode for carrier in carriers}, start, end),
        floors=tiny_floors(random, places, start, end),
        gates=gates,
        milestones=tiny_milestones(random, places, start, end),
        disposals=disposals,
        exclusions=tiny_exclusions(random),
        prices=tiny_prices(random),
    )
    legs = tuple(replace(leg, empty_only=often(random, 10)) for leg in withdrawal.legs)
    return replace(withdrawal, legs=legs)


def tiny_places(random: Random, start: datetime, end: datetime) -> tuple[Place, ...]:
    names = ("A", "B", "C")[: random.randint(1, 3)]
    places = [tiny_place(random, name, PlaceKind.SITE, start, end) for name in names]
    for n, place in enumerate(places):
        if n and often(random, 40):
            outside = often(random, 50)
            places[n] = replace(place, kind=PlaceKind.HUB, in_country=not outside)
        elif n and often(random, 40):
            earlier = tuple(name for name in names[:n] if often(random, 60))
            places[n] = replace(place, closes_after=earlier)
    home = tiny_place(random, "H", PlaceKind.HOME, start, end)
    home = replace(home, in_country=False, handover_utc=None)
    if often(random, 70):
        home = Place("H", PlaceKind.HOME, in_country=False)
    return (*places, home)


def tiny_place(random: Random, name: str, kind: PlaceKind, start: datetime, end: datetime) -> Place:
    per_handler = random.choice((0, 0, 500, 2000))
    return Place(
        name=name,
        kind=kind,
        runway_length_m=now_and_then(random, lambda: random.choice((900, 1500, 2500))),
        runway_width_m=now_and_then(random, lambda: random.choice((18, 27, 45))),
        working_mog=now_and_then(random, lambda: random.randint(0, 2), 30),
        parking_mog=now_and_then(random, lambda: random.randint(0, 2), 30),
        hours=now_and_then(random, lambda: tiny_hours(random), 30),
        handling_kg_per_day=now_and_then(random, lambda: random.randint(0, 8) * 1000, 30),
        handling_people_per_day=now_and_then(random, lambda: random.randint(1, 9)),
        handling_kg_per_day_per_handler=per_handler,
        handler_role=random.choice(ROLES) if per_handler else "",
        beds=now_and_then(random, lambda: random.randint(0, 8)),
        storage_kg=now_and_then(random, lambda: random.randint(0, 8) * 1000),
        handover_utc=now_and_then(random, lambda: moment(random, start, end), 30),
        last_wave_min=random.choice((0, 0, 60, 360, 1440)),
        threat_percent=random.choice((100, 100, 0, 50, 133, 250)),
    )


def tiny_hours(random: Random) -> OpeningHours:
    zone = random.choice(
        ("UTC", "UTC", "Africa/Niamey", "Asia/Kolkata", "Europe/Paris", "America/New_York")
    )
    opens, closes = random.choice(
        ((0, 1440), (0, 0), (360, 1080), (480, 960), (1320, 240), (600, 600), (90, 1200))
    )
    return OpeningHours(opens, closes, zone)


def tiny_carrier(random: Random, name: str) -> Carrier:
    mode = random.choice((Mode.AIR, Mode.AIR, Mode.ROAD, Mode.SEA))
    points = random.choice(
        ((), (), ((500, 9000), (1000, 4001)), ((100, 12_000), (300, 7000), (900, 7000)))
    )
    duty = now_and_then(random, lambda: random.choice((240, 480, 720)), 30)
    return Carrier(
        name=name,
        mode=mode,
        payload_kg=random.choice((3000, 6000, 12_000)),
        speed_km_per_h=random.choice((50, 70, 400)),
        payload_by_km=points,
        seats=random.randint(0, 8),
        positions=random.choice((0.0, 1.0, 2.5, 4.0)),
        hold_length_m=now_and_then(random, lambda: random.choice((3.0, 6.0)), 30),
        hold_width_m=now_and_then(random, lambda: random.choice((2.0, 4.0)), 30),
        hold_height_m=now_and_then(random, lambda: random.choice((1.5, 2.5)), 30),
        load_min=random.choice((0, 15, 60, 90)),
        unload_min=random.choice((0, 15, 30, 60)),
        mog_spots=random.choice((1, 1, 1, 2)),
        runway_length_m=now_and_then(random, lambda: random.choice((900, 1500))),
        runway_width_m=now_and_then(random, lambda: random.choice((18, 27))),
        travel_min_per_day=now_and_then(random, lambda: random.choice((120, 300, 600)), 30),
        crew_duty_min=duty,
        crew_rest_min=random.choice((0, 60, 600)),
        cost_cents_per_lift=random.choice((0, 100_000, 123_457)),
        cost_cents_per_h=random.choice((0, 50_000, 7001)),
    )


def tiny_fleet(
    random: Random,
    name: str,
    carrier: Carrier,
    places: tuple[Place, ...],
    start: datetime,
    end: datetime,
) -> Fleet:
    dates = sorted((moment(random, start, end), moment(random, start, end + DAY)))
    return Fleet(
        name=name,
        carrier=carrier.name,
        count=random.choice((1, 1, 2, 3)),
        base=random.choice((places[0].name, places[-1].name, random.choice(places).name)),
        from_utc=dates[0] if often(random, 25) else None,
        until_utc=dates[1] if often(random, 25) else None,
    )


def tiny_legs(
    random: Random, places: tuple[Place, ...], modes: set[Mode], start: datetime, end: datetime
) -> tuple[Leg, ...]:
    return tuple(
        tiny_leg(random, origin.name, destination.name, mode, start, end)
        for mode in Mode
        if mode in modes
        for origin in places
        for destination in places
        if origin is not destination and often(random, 85)
    )


def tiny_leg(
    random: Random, origin: str, destination: str, mode: Mode, start: datetime, end: datetime
) -> Leg:
    windows = []
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        opens, closes = sorted((moment(random, start, end), moment(random, start, end)))
        windows.append((opens, closes + QUARTER))
    return Leg(
        origin=origin,
        destination=destination,
        mode=mode,
        distance_km=random.choice((50, 100, 333, 700, 1000)),
        travel_min=now_and_then(random, lambda: random.choice((15, 60, 90, 240, 1500)), 60),
        windows=tuple(sorted(windows)),
        runs_per_day=now_and_then(random, lambda: random.randint(1, 2)),
    )


def tiny_lines(
    random: Random,
    places: tuple[Place, ...],
    gates: tuple[Gate, ...],
    start: datetime,
    end: datetime,
) -> tuple[Line, ...]:
    lines: list[Line] = []
    for n in range(random.randint(1, 4)):
        earlier = tuple(line.name for line in lines if often(random, 20))
        line = tiny_line(random, f"l{n}", places, start, end)
        own = tuple(g.name for g in gates if g.place == line.origin and often(random, 60))
        lines.append(replace(line, predecessors=earlier, gates=own))
    return tuple(lines)


def tiny_line(
    random: Random, name: str, places: tuple[Place, ...], start: datetime, end: datetime
) -> Line:
    kind = random.choice((Kind.PEOPLE, Kind.THINGS))
    inside = [place.name for place in places if place.kind is not PlaceKind.HOME]
    origin = random.choice(inside)
    others = [place.name for place in places if place.name != origin]
    things = kind is Kind.THINGS
    helper = often(random, 15)
    return Line(
        name=name,
        kind=kind,
        origin=origin,
        destination="H" if often(random, 85) else random.choice(others),
        count=random.randint(1, 6),
        unit_mass_kg=random.choice((1000, 1500, 3001)) if things else random.choice((100, 133)),
        role=random.choice((*ROLES, "")) if not things else "",
        helper=helper,
        arrives_utc=now_and_then(random, lambda: moment(random, start, end), 40 if helper else 8),
        ready_utc=now_and_then(random, lambda: moment(random, start, end)),
        latest_utc=now_and_then(random, lambda: moment(random, start, end)),
        priority=random.randint(1, 5),
        length_m=now_and_then(random, lambda: random.choice((2.0, 3.5, 6.0)), 30),
        width_m=now_and_then(random, lambda: random.choice((1.9, 2.5)), 30),
        height_m=now_and_then(random, lambda: random.choice((1.5, 2.0)), 30),
        air_positions=random.choice((0.0, 0.5, 1.0, 1.3)) if things else 0.0,
        surface_positions=random.choice((0.0, 0.5, 1.0)) if things else 0.0,
        hazard=random.choice(HAZARDS) if things else "",
        modes=tiny_modes(random),
        dispositions=tiny_dispositions(random) if things else (Disposition.REDEPLOY,),
        value_cents=random.choice((0, 100_050, 3_333_333)) if things else 0,
    )


def tiny_modes(random: Random) -> frozenset[Mode]:
    if often(random, 80):
        return frozenset(Mode)
    return random.choice((SURFACE, frozenset({Mode.AIR})))


def tiny_dispositions(random: Random) -> tuple[Disposition, ...]:
    every = (Disposition.REDEPLOY, Disposition.SELL, Disposition.DONATE, Disposition.DESTROY)
    return tuple(each for each in every if often(random, 60)) or (Disposition.REDEPLOY,)


def tiny_disposals(
    random: Random, places: tuple[Place, ...], start: datetime, end: datetime
) -> tuple[DisposalOption, ...]:
    ways = (Disposition.SELL, Disposition.DONATE, Disposition.DESTROY)
    return tuple(
        DisposalOption(
            disposition=way,
            place=place,
            kg_per_day=now_and_then(random, lambda: random.choice((1000, 3001, 6000)), 50),
            cost_cents_per_t=random.choice((0, 10_000, 33_333)),
            value_lost_percent=random.choice((100, 100, 67, 0)),
            from_utc=now_and_then(random, lambda: moment(random, start, end)),
            until_utc=now_and_then(random, lambda: moment(random, start, end)),
        )
        for way in ways
        for place in ("", *(place.name for place in places))
        if often(random, 40 if place == "" else 15)
    )


def tiny_floors(
    random: Random, places: tuple[Place, ...], start: datetime, end: datetime
) -> tuple[Floor, ...]:
    return tuple(
        Floor(
            place=place.name,
            role=role,
            people=random.randint(1, 5),
            from_utc=now_and_then(random, lambda: moment(random, start, end)),
            until_utc=now_and_then(random, lambda: moment(random, start, end)),
        )
        for place in places
        for role in ROLES
        if place.kind is not PlaceKind.HOME and often(random, 20)
    )


def tiny_gate(
    random: Random, name: str, places: tuple[Place, ...], start: datetime, end: datetime
) -> Gate:
    per_handler = random.choice((0, 0, 400, 1000))
    return Gate(
        name=name,
        place=random.choice([p.name for p in places if p.kind is not PlaceKind.HOME]),
        kg_per_day=now_and_then(random, lambda: random.choice((0, 1000, 2500, 6000)), 70),
        people_per_day=now_and_then(random, lambda: random.randint(1, 5), 50),
        kg_per_day_per_handler=per_handler,
        handler_role=random.choice(ROLES) if per_handler else "",
        from_utc=now_and_then(random, lambda: moment(random, start, end)),
        until_utc=now_and_then(random, lambda: moment(random, start, end)),
    )


def tiny_milestones(
    random: Random, places: tuple[Place, ...], start: datetime, end: datetime
) -> tuple[Milestone, ...]:
    inside = [place.name for place in places if place.kind is not PlaceKind.HOME]
    milestones = []
    for n in range(random.choice((0, 1, 1, 2))):
        basis = random.choice(tuple(Basis))
        amount: int | None = random.randint(1, 4) * (1000 if basis is Basis.TONNES else 1)
        share = None
        if often(random, 50):
            amount, share = None, random.choice((Fraction(1, 2), Fraction(2, 3), Fraction(1)))
        named = tuple(place for place in inside if often(random, 50)) if often(random, 50) else ()
        due = moment(random, start, end)
        helpers = often(random, 30)
        milestones.append(
            Milestone(f"m{n}", due, basis, amount, share, places=named, helpers=helpers)
        )
    return tuple(milestones)


def tiny_exclusions(random: Random) -> tuple[Exclusion, ...]:
    known = (
        Exclusion("1", "3"),
        Exclusion("1", "passengers", frozenset({Mode.AIR})),
        Exclusion("3", "5.1", SURFACE),
        Exclusion("1", "1"),
        Exclusion("1.4", "10"),
        Exclusion("1", "3", SURFACE),
    )
    return tuple(each for each in known if often(random, 35))


def tiny_prices(random: Random) -> Prices:
    if often(random, 60):
        return Prices()
    return Prices(
        late_person_per_night=random.choice((1_000_001, 0)),
        late_t_per_night=77_777,
        late_piece_per_night=33_333,
        exposure_per_person_night=random.choice((15_001, 0, 333)),
        handling_per_t=random.choice((4001, 0)),
        fragment=random.choice((10_000, 0, 1)),
    )
