"""Random withdrawals and plans that hold together, for round trips."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from drawdown.files import library_carriers, library_exclusions
from drawdown.model import (
    Basis,
    Carrier,
    Change,
    ChangedTable,
    Disposal,
    DisposalOption,
    Disposition,
    Exclusion,
    Fleet,
    Floor,
    Gate,
    Kind,
    Left,
    Leg,
    Lift,
    Line,
    Load,
    Milestone,
    Mode,
    OpeningHours,
    Place,
    PlaceKind,
    Plan,
    Prices,
    RunMode,
    Source,
    Translation,
    Variant,
    Withdrawal,
)

START = datetime(2024, 5, 19, tzinfo=UTC)
DAY = timedelta(days=1)
WAYS = (Disposition.TRANSFER, Disposition.SELL, Disposition.DONATE, Disposition.DESTROY)

texts = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n\t"), max_size=20
).map(str.strip)
tricky = st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''",
        "'",
        "-5",
        "+33 1",
        "@home",
        "#1",
        "a;b",
        'a"b',
        "a,b",
        "1,234",
        "_x000D_",
    ]
)
titles = st.one_of(texts, tricky)
keys = st.one_of(
    st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters=";*"),
            min_size=1, max_size=12),
    st.sampled_from(["=A1", "'key", "'=key", "-1", "#4", "1.50", "007", "TRUE", "2024-01-01"]),
).filter(lambda key: key == key.strip() and key.isprintable())  # fmt: skip
days = st.integers(1, 120).map(lambda n: START + n * DAY)
minutes = st.integers(0, 120 * 1440).map(lambda n: START + timedelta(minutes=n))
cents = st.integers(0, 10**10)
kilograms = st.integers(0, 10**9)
sizes = st.none() | st.floats(0.001, 1_000, allow_nan=False)
positions = st.floats(0, 1_000, allow_nan=False).map(lambda x: round(x, 9) + 0.0)
modes = st.frozensets(st.sampled_from(Mode), min_size=1)
durations = st.integers(0, 5_000)


def distinct_keys(draw, least, most):
    """Names that a table tells apart."""
    from drawdown.files.cells import folded

    return draw(st.lists(keys, min_size=least, max_size=most, unique_by=folded))


@st.composite
def withdrawals(draw):
    """A withdrawal with some of everything."""
    places = distinct_keys(draw, 2, 4)
    start, end = START, START + 150 * DAY
    roles = ["security", "medical", "=cook"]
    gates = tuple(
        Gate(name, draw(st.sampled_from(places)), draw(st.none() | kilograms), None,
             draw(kilograms), draw(st.sampled_from(roles)), *draw(periods()))
        for name in distinct_keys(draw, 0, 2)
    )  # fmt: skip
    carriers = [draw(carrier(name)) for name in distinct_keys(draw, 1, 2)]
    known = draw(st.sampled_from(sorted(library_carriers())))
    carriers.append(draw(st.sampled_from([
        library_carriers()[known],
        replace(library_carriers()[known], payload_by_km=(), crew_duty_min=None, seats=3, title=""),
        replace(library_carriers()[known], payload_kg=draw(st.integers(1, 10**6))),
    ])))  # fmt: skip
    lines: list[Line] = []
    for name in distinct_keys(draw, 1, 5):
        before = tuple(draw(st.lists(st.sampled_from([x.name for x in lines]), unique=True))
                       if lines else ())  # fmt: skip
        lines.append(draw(line(name, places, before, gates)))
    return Withdrawal(
        name=draw(keys),
        start_utc=start,
        deadline_utc=draw(minutes.filter(lambda t: t > start)),
        end_utc=end,
        places=tuple(draw(place(name, places[:index])) for index, name in enumerate(places)),
        lines=tuple(lines),
        carriers=tuple(carriers),
        fleets=tuple(
            Fleet(name, draw(st.sampled_from(carriers)).name, draw(st.integers(1, 99)),
                  draw(st.sampled_from(places)), *draw(periods()))
            for name in distinct_keys(draw, 0, 2)
        ),
        legs=tuple(draw(legs(places))),
        title=draw(titles),
        parties=tuple(draw(st.lists(titles.filter(lambda t: t and ";" not in t), max_size=2))),
        agreement=draw(titles),
        languages=tuple(draw(st.lists(st.sampled_from(["en", "fr"]), min_size=1, unique=True))),
        marking=draw(titles),
        mode=draw(st.sampled_from(RunMode)),
        floors=tuple(
            Floor(place, draw(st.sampled_from(roles)), draw(st.integers(1, 99)), *draw(periods()))
            for place in draw(st.lists(st.sampled_from(places), unique=True))
        ),
        gates=gates,
        milestones=tuple(draw(milestone(name, places)) for name in distinct_keys(draw, 0, 2)),
        disposals=tuple(
            DisposalOption(way, draw(st.sampled_from(["", *places])), draw(st.none() | kilograms),
                           draw(cents), draw(st.integers(0, 100)), *draw(periods()))
            for way in draw(st.lists(st.sampled_from(WAYS), unique=True))
        ),
        exclusions=draw(st.sampled_from(
            [library_exclusions(), (), (Exclusion("1", "3", frozenset({Mode.SEA})),
                                        Exclusion("=2", "passengers"))]
        )),
        prices=draw(st.builds(Prices, cents, cents, cents, cents, cents,
                              st.tuples(cents, cents, cents, cents, cents),
                              cents, cents, cents, cents)),
        sources=tuple(draw(st.lists(
            st.builds(Source, st.just("places"), keys | st.just("*"), st.just("*"), titles,
                      titles, titles), max_size=2))),
        translations=tuple(
            Translation(draw(titles.filter(bool)), code, draw(titles.filter(bool)))
            for code in draw(st.lists(st.sampled_from(["en", "fr"]), unique=True))
        ),
    )  # fmt: skip


def periods():
    """Two instants in order, each of which may be missing."""
    return st.tuples(st.none() | days, st.none() | days).filter(
        lambda pair: None in pair or pair[0] < pair[1]
    )


def hours():
    """Opening hours."""
    return st.builds(
        OpeningHours, st.integers(0, 719), st.integers(720, 1440),
        st.sampled_from(["UTC", "Africa/Niamey"]),
    )  # fmt: skip


@st.composite
def place(draw, name, earlier):
    """A place; it closes only after places that stand before it."""
    some = st.none() | st.integers(0, 1_000)
    return Place(
        name, draw(st.sampled_from(PlaceKind)), draw(titles), draw(st.booleans()),
        draw(st.sampled_from(["", "DRRN", "ZZZZ"])),
        *draw(st.sampled_from([(None, None), (1.5, -2.25)])),
        draw(st.none() | st.integers(1, 5_000)), draw(st.none() | st.integers(1, 90)),
        draw(some), draw(some), draw(st.none() | hours()), draw(some), draw(some), 7, "security",
        draw(some), draw(some), draw(st.none() | minutes),
        tuple(draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else ()),
        draw(durations), draw(st.integers(0, 10_000)),
    )  # fmt: skip


@st.composite
def line(draw, name, places, before, gates):
    """A line of people or things."""
    origin, destination = draw(st.permutations(places))[:2]
    ready = draw(st.none() | days)
    helper = draw(st.booleans())
    given = {
        "title": draw(titles), "role": draw(st.sampled_from(["", "security"])), "helper": helper,
        "arrives_utc": START + DAY if helper else None, "ready_utc": ready,
        "latest_utc": draw(st.none() | minutes.map(lambda t: t + 121 * DAY)),
        "priority": draw(st.integers(1, 5)), "modes": draw(modes), "value_cents": draw(cents),
        "category": draw(st.sampled_from(["", "=x"])), "predecessors": before,
        "gates": tuple(gate.name for gate in gates if gate.place == origin),
    }  # fmt: skip
    if draw(st.booleans()):
        return Line(name, Kind.PEOPLE, origin, destination, draw(st.integers(1, 999)), 110, **given)
    ways = tuple(draw(st.lists(st.sampled_from(Disposition), min_size=1, unique=True)))
    return Line(
        name, Kind.THINGS, origin, destination, draw(st.integers(1, 999)),
        draw(st.integers(1, 10**7)), length_m=draw(sizes), width_m=draw(sizes),
        height_m=draw(sizes), air_positions=draw(positions), surface_positions=draw(positions),
        hazard=draw(st.sampled_from(["", "1.4S", "3", "1.1"])), dispositions=ways, **given,
    )  # fmt: skip


@st.composite
def carrier(draw, name):
    """A carrier of one's own."""
    points = draw(st.dictionaries(st.integers(0, 9_999), kilograms, max_size=3))
    some = st.none() | st.integers(1, 1_000)
    return Carrier(
        name, draw(st.sampled_from(Mode)), draw(st.integers(1, 10**6)), draw(st.integers(1, 999)),
        draw(titles.filter(lambda t: t.casefold() not in ("none", "aucun", "aucune"))),
        tuple(sorted(points.items())), draw(st.integers(0, 99)), draw(positions), draw(sizes),
        draw(sizes), draw(sizes), draw(durations), draw(durations), draw(st.integers(1, 9)),
        draw(some), draw(some), draw(some), draw(some), draw(durations), draw(cents), draw(cents),
    )  # fmt: skip


@st.composite
def legs(draw, places):
    """Legs between the places, some with their way back."""
    pairs = draw(st.lists(st.sampled_from([(a, b) for a in places for b in places if a != b]),
                          unique=True, max_size=5))  # fmt: skip
    for origin, destination in pairs:
        windows = draw(st.lists(periods().filter(lambda p: None not in p), max_size=2))
        leg = Leg(origin, destination, draw(st.sampled_from(Mode)), draw(st.integers(1, 40_000)),
                  draw(st.none() | st.integers(1, 5_000)), tuple(windows),
                  draw(st.none() | st.integers(0, 9)), draw(st.booleans()))  # fmt: skip
        yield leg
        if (destination, origin) not in pairs and draw(st.booleans()):
            yield replace(leg, origin=destination, destination=origin,
                          empty_only=draw(st.booleans()))  # fmt: skip


@st.composite
def milestone(draw, name, places):
    """A milestone with an amount or a share."""
    amount = draw(st.none() | st.integers(0, 10**9))
    share = None
    if amount is None:
        share = draw(
            st.fractions(0, 1).filter(bool) | st.sampled_from([Fraction(2, 3), Fraction(1)])
        )
    return Milestone(
        name, draw(days), draw(st.sampled_from(Basis)), amount, share,
        tuple(draw(st.lists(st.sampled_from(places), unique=True))), draw(st.booleans()),
        draw(st.booleans()), draw(titles),
    )  # fmt: skip


@st.composite
def plans(draw, withdrawal):
    """A plan for a withdrawal that has a fleet; nobody says that it is a good one."""
    places = [place.name for place in withdrawal.places]
    lines = [line.name for line in withdrawal.lines]
    lifts = []
    for name in distinct_keys(draw, 0, 4):
        origin, destination = draw(st.permutations(places))[:2]
        depart = draw(minutes)
        loads = draw(st.dictionaries(st.sampled_from(lines), st.integers(1, 99), max_size=3))
        lifts.append(
            Lift(name, draw(st.sampled_from(withdrawal.fleets)).name,
                 draw(st.none() | st.integers(1, 9)), origin, destination, depart,
                 depart + timedelta(minutes=draw(st.integers(1, 9_999))),
                 tuple(Load(line, count) for line, count in loads.items()))
        )  # fmt: skip
    disposals = st.builds(Disposal, st.sampled_from(lines), st.sampled_from(places),
                          st.sampled_from(WAYS), st.integers(1, 99), minutes)  # fmt: skip
    remains = st.builds(Left, st.sampled_from(lines), st.sampled_from(places),
                        st.integers(1, 99), st.sampled_from(["", "left.capacity"]))  # fmt: skip
    return Plan(
        tuple(lifts),
        tuple(draw(st.lists(disposals, max_size=3, unique_by=lambda d: (d.line, d.place,
                                                                       d.disposition, d.at_utc)))),
        draw(st.none()
             | st.lists(remains, max_size=3, unique_by=lambda x: (x.line, x.place)).map(tuple)),
    )  # fmt: skip


@st.composite
def varied_withdrawals(draw):
    """A withdrawal with variants, each of which changes something."""
    withdrawal = draw(withdrawals())
    line = draw(st.sampled_from(withdrawal.lines))
    place = draw(st.sampled_from(withdrawal.places))
    end = withdrawal.end_utc + draw(st.integers(1, 100)) * DAY
    price = withdrawal.prices.fragment // 100 + 1
    possible = [
        Change(ChangedTable.LINES, "count", line.name, str(line.count + 1)),
        Change(ChangedTable.WITHDRAWAL, "end_utc", "", f"{end - DAY:%Y-%m-%d}"),
        Change(ChangedTable.PRICES, "fragment_eur", "", str(price)),
        Change(ChangedTable.PLACES, "beds", place.name, str((place.beds or 0) + 1)),
        Change(ChangedTable.SEGREGATION, "*", "9Z; 8Z", "add"),
    ]
    possible += [
        Change(ChangedTable.LEGS, "*", f"{leg.origin}; {leg.destination}; {leg.mode}", "remove")
        for leg in withdrawal.legs
    ]
    possible += [
        Change(ChangedTable.FLOORS, "people", f"{floor.place}; {floor.role}", str(floor.people + 1))
        for floor in withdrawal.floors
    ]
    possible += [
        Change(ChangedTable.DISPOSITIONS, "*", f"{way.disposition};{way.place}", "retirer")
        for way in withdrawal.disposals
    ]
    possible += [
        Change(ChangedTable.FLEET, "count", fleet.name, str(fleet.count + 1))
        for fleet in withdrawal.fleets
    ]
    changed = st.lists(st.sampled_from(possible), min_size=1, max_size=4, unique=True)
    return replace(
        withdrawal,
        variants=tuple(
            Variant(f"v{number}", draw(titles), tuple(draw(changed)))
            for number in range(draw(st.integers(1, 2)))
        ),
    )
