"""Fixed tiny withdrawals whose best plan is found by trying every one.

All begin from one: a site with five people and two pieces, home two hours away by air, one
aircraft at home with four seats and room for two pieces, three days.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

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
    Withdrawal,
)

START = datetime(2024, 6, 1, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SITE = Place("A", PlaceKind.SITE)
HOME = Place("H", PlaceKind.HOME, in_country=False)
PEOPLE = Line("people", Kind.PEOPLE, "A", "H", 5, 100)
THINGS = Line("things", Kind.THINGS, "A", "H", 2, 1000, air_positions=1.0, surface_positions=1.0)
PLANE = Carrier(
    "plane",
    Mode.AIR,
    payload_kg=3000,
    speed_km_per_h=400,
    seats=4,
    positions=2.0,
    load_min=60,
    unload_min=60,
    cost_cents_per_lift=500_000,
)
TRUCK = Carrier(
    "truck",
    Mode.ROAD,
    payload_kg=4000,
    speed_km_per_h=50,
    seats=6,
    positions=2.0,
    load_min=120,
    unload_min=60,
    cost_cents_per_lift=80_000,
)
PLANES, TRUCKS = Fleet("planes", "plane", 1, "H"), Fleet("trucks", "truck", 1, "A")


def by(mode: Mode, *ends: str, km: int = 800, empty_back: bool = False) -> tuple[Leg, ...]:
    """A way there and back between two places; back, if so, for empty runs only."""
    return Leg(*ends, mode, km), Leg(*reversed(ends), mode, km, empty_only=empty_back)


PLAIN = Withdrawal(
    name="plain",
    start_utc=START,
    deadline_utc=START + 3 * DAY,
    end_utc=START + 3 * DAY,
    places=(SITE, HOME),
    lines=(PEOPLE, THINGS),
    carriers=(PLANE,),
    fleets=(PLANES,),
    legs=by(Mode.AIR, "A", "H"),
)
# One run a day with three people and one piece: nothing is gone on the first day.
SLOW = replace(PLAIN, carriers=(replace(PLANE, seats=3, positions=1.0, travel_min_per_day=240),))
# Two aircraft that take half a day to load.
LONG_AT_WORK = replace(
    PLAIN, carriers=(replace(PLANE, load_min=720),), fleets=(replace(PLANES, count=2),)
)
SELL = (Disposition.REDEPLOY, Disposition.SELL)
GUARDS = replace(PEOPLE, name="guards", count=3, role="guard")
OTHERS = replace(PEOPLE, name="others", count=2)
MOVERS = replace(PEOPLE, name="movers", count=2, role="mover")


def tiny_cases() -> dict[str, Withdrawal]:
    """The withdrawals by name."""
    every = {**of_lines(), **of_carriers(), **of_sites(), **of_dates(), **of_ways()}
    return {name: replace(case, name=name) for name, case in every.items()}


def of_lines() -> dict[str, Withdrawal]:
    """What leaves, and what may stay or be disposed of."""
    sold = replace(THINGS, count=3, dispositions=SELL, value_cents=100_000)
    sale = DisposalOption(Disposition.SELL, cost_cents_per_t=20_000, value_lost_percent=40)
    only_things = replace(PLAIN, lines=(sold,), disposals=(sale,))
    first = replace(THINGS, count=3, name="first")
    powder = replace(THINGS, name="powder", count=1, hazard="1.4S")
    return {
        "plain": PLAIN,
        "people only": replace(PLAIN, lines=(replace(PEOPLE, count=8),)),
        "things only": replace(PLAIN, lines=(replace(THINGS, count=5),)),
        "cheaper to leave": replace(PLAIN, lines=(replace(THINGS, count=1, priority=5),)),
        "too heavy": replace(PLAIN, lines=(PEOPLE, replace(THINGS, unit_mass_kg=5000))),
        "too high": replace(
            PLAIN,
            lines=(PEOPLE, replace(THINGS, height_m=3.0)),
            carriers=(replace(PLANE, hold_height_m=2.5),),
        ),
        "cheaper to sell": only_things,
        "sold a piece a day": replace(only_things, disposals=(replace(sale, kg_per_day=1000),)),
        "sold until noon": replace(
            only_things,
            lines=(replace(sold, ready_utc=START + 6 * HOUR),),
            disposals=(replace(sale, kg_per_day=2000, until_utc=START + 12 * HOUR),),
        ),
        "things before people": replace(
            PLAIN, lines=(first, replace(PEOPLE, count=2, predecessors=("first",)))
        ),
        "no powder with passengers": replace(
            PLAIN,
            lines=(replace(PEOPLE, count=2), powder),
            exclusions=(Exclusion("1", "passengers"),),
        ),
        "powder apart from fuel": replace(
            PLAIN,
            lines=(powder, replace(powder, name="fuel", hazard="3")),
            exclusions=(Exclusion("1", "3"),),
        ),
        "ready on the second day": replace(
            PLAIN, lines=(PEOPLE, replace(THINGS, ready_utc=START + 30 * HOUR))
        ),
        "latest too early": replace(
            PLAIN, lines=(replace(PEOPLE, latest_utc=START + 10 * HOUR), THINGS)
        ),
        "helpers come and go": replace(
            PLAIN,
            lines=(
                replace(PEOPLE, count=2),
                replace(MOVERS, helper=True, arrives_utc=START + DAY),
            ),
        ),
    }


def of_carriers() -> dict[str, Withdrawal]:
    """What carries, from when, for how long."""
    duty = replace(PLANE, crew_duty_min=10 * 60, crew_rest_min=20 * 60)
    short = replace(HOME, runway_length_m=900)
    return {
        "two tails": replace(PLAIN, fleets=(replace(PLANES, count=2),)),
        "based at the site": replace(PLAIN, fleets=(replace(PLANES, base="A"),)),
        "fleet from the second day": replace(
            PLAIN, fleets=(replace(PLANES, from_utc=START + DAY),)
        ),
        "fleet until the first morning": replace(
            PLAIN, fleets=(replace(PLANES, until_utc=START + 10 * HOUR),)
        ),
        "one duty a day": replace(PLAIN, carriers=(duty,)),
        "four hours a day": replace(PLAIN, carriers=(replace(PLANE, travel_min_per_day=240),)),
        "less over a long way": replace(
            PLAIN, carriers=(replace(PLANE, payload_by_km=((0, 3000), (1600, 1000))),)
        ),
        "runway too short": replace(
            PLAIN, places=(SITE, short), carriers=(replace(PLANE, runway_length_m=1000),)
        ),
        "paid by the hour": replace(PLAIN, carriers=(replace(PLANE, cost_cents_per_h=100_000),)),
    }


def of_sites() -> dict[str, Withdrawal]:
    """What holds at a site."""
    floor = replace(SLOW, lines=(OTHERS, GUARDS), floors=(Floor("A", "guard", 3),))
    gate = Gate("wash", "A", kg_per_day=1000)
    washed = replace(PLAIN, lines=(replace(THINGS, gates=("wash",)),), gates=(gate,))
    with_movers = (*washed.lines, replace(MOVERS, count=1))
    handled = replace(SITE, handling_kg_per_day=1000)
    return {
        "guards leave last": floor,
        "two long at work": LONG_AT_WORK,
        "guards after the last wave": replace(
            floor, places=(replace(SITE, last_wave_min=24 * 60), HOME)
        ),
        "guards until noon": replace(
            floor, floors=(Floor("A", "guard", 3, until_utc=START + 6 * HOUR),)
        ),
        "more guards asked than there are": replace(floor, floors=(Floor("A", "guard", 5),)),
        "washed a piece a day": washed,
        "washed faster with movers": replace(
            washed,
            lines=with_movers,
            gates=(replace(gate, kg_per_day_per_handler=1000, handler_role="mover"),),
        ),
        "two people a day": replace(
            PLAIN,
            lines=(replace(PEOPLE, count=4, gates=("customs",)),),
            gates=(Gate("customs", "A", people_per_day=2),),
        ),
        "one worked at once": replace(LONG_AT_WORK, places=(replace(SITE, working_mog=1), HOME)),
        "one parked at once": replace(LONG_AT_WORK, places=(replace(SITE, parking_mog=1), HOME)),
        "open in the morning": replace(
            PLAIN, places=(replace(SITE, hours=OpeningHours(480, 780)), HOME)
        ),
        "a tonne handled a day": replace(PLAIN, places=(handled, HOME)),
        "handled by movers": replace(
            PLAIN,
            lines=(MOVERS, replace(THINGS, count=3)),
            places=(
                replace(handled, handling_kg_per_day_per_handler=500, handler_role="mover"),
                HOME,
            ),
        ),
        "three people handled a day": replace(
            PLAIN, places=(replace(SITE, handling_people_per_day=3), HOME)
        ),
    }


def of_dates() -> dict[str, Withdrawal]:
    """What the agreement says."""
    noon = START + 12 * HOUR

    def with_milestone(basis: Basis, due: datetime = noon, **more: object) -> Withdrawal:
        return replace(SLOW, milestones=(Milestone("first", due, basis, **more),))

    return {
        "one run a day by its hours": SLOW,
        "half of the people by noon": with_milestone(Basis.PEOPLE, share=Fraction(1, 2)),
        "all of the people by noon": with_milestone(Basis.PEOPLE, share=Fraction(1)),
        "a tonne by noon": with_milestone(Basis.TONNES, amount=1000),
        "two pieces by the first night": with_milestone(Basis.PIECES, due=START + DAY, amount=2),
        "the site by the first night": with_milestone(Basis.SITES, due=START + DAY, amount=1),
        "the site by the second night": with_milestone(Basis.SITES, due=START + 2 * DAY, amount=1),
        "handed over in time": replace(
            SLOW, places=(replace(SITE, handover_utc=START + 2 * DAY), HOME)
        ),
        "handed over too early": replace(SLOW, places=(replace(SITE, handover_utc=noon), HOME)),
        "deadline before the end": replace(SLOW, deadline_utc=noon),
        "one run a day": replace(
            PLAIN, legs=(replace(PLAIN.legs[0], runs_per_day=1), PLAIN.legs[1])
        ),
        "cleared on the second day": replace(
            PLAIN,
            legs=(
                replace(PLAIN.legs[0], windows=((START + DAY, START + 2 * DAY),)),
                PLAIN.legs[1],
            ),
        ),
    }


def of_ways() -> dict[str, Withdrawal]:
    """Other ways out, and places on the way."""
    hub = Place("B", PlaceKind.HUB, in_country=False)
    few = (replace(PEOPLE, count=2), replace(THINGS, count=1))
    over_hub = replace(
        PLAIN,
        places=(SITE, hub, HOME),
        lines=few,
        carriers=(PLANE, TRUCK),
        fleets=(PLANES, TRUCKS),
        legs=(*by(Mode.ROAD, "A", "B", km=200), *by(Mode.AIR, "B", "H")),
    )
    other_site = replace(SITE, name="C")
    two_sites = replace(
        PLAIN,
        places=(SITE, other_site, HOME),
        lines=(replace(PEOPLE, count=2), replace(PEOPLE, name="others", origin="C", count=2)),
        legs=(*by(Mode.AIR, "A", "H"), *by(Mode.AIR, "C", "H"), *by(Mode.AIR, "A", "C", km=200)),
    )
    by_road = replace(
        PLAIN,
        carriers=(TRUCK,),
        fleets=(TRUCKS,),
        legs=by(Mode.ROAD, "A", "H", km=300),
    )
    return {
        "over a hub": over_hub,
        "over a hub in the country": replace(
            over_hub,
            places=(SITE, replace(hub, in_country=True, threat_percent=50), HOME),
        ),
        "over a hub with one bed": replace(over_hub, places=(SITE, replace(hub, beds=1), HOME)),
        "over a hub without a store": replace(
            over_hub, places=(SITE, replace(hub, storage_kg=500), HOME)
        ),
        "two sites": two_sites,
        "two sites in order": replace(
            two_sites, places=(replace(SITE, closes_after=("C",)), other_site, HOME)
        ),
        "two sites, nobody sent back to one": replace(
            two_sites,
            legs=(
                *by(Mode.AIR, "A", "H", empty_back=True),
                *by(Mode.AIR, "C", "H", empty_back=True),
                *by(Mode.AIR, "A", "C", km=200, empty_back=True),
            ),
        ),
        "way home for empty runs only": replace(
            over_hub,
            legs=(*over_hub.legs, Leg("A", "H", Mode.AIR, 800, empty_only=True)),
            fleets=(replace(PLANES, base="A"), TRUCKS),
        ),
        "by road": by_road,
        "things by road only": replace(
            PLAIN,
            lines=(replace(PEOPLE, count=4), replace(THINGS, modes=frozenset({Mode.ROAD}))),
            carriers=(PLANE, replace(TRUCK, seats=0)),
            fleets=(PLANES, TRUCKS),
            legs=(*PLAIN.legs, *by(Mode.ROAD, "A", "H", km=300)),
        ),
        "by sea": replace(
            by_road,
            carriers=(replace(TRUCK, mode=Mode.SEA, speed_km_per_h=25),),
            legs=by(Mode.SEA, "A", "H", km=300),
        ),
    }
