"""A small withdrawal from two sites, a plan made by hand, and its judged outcome."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from drawdown.model import (
    Basis,
    Carrier,
    Disposal,
    DisposalOption,
    Disposition,
    Fleet,
    Floor,
    Kind,
    Leg,
    Lift,
    Line,
    Load,
    Milestone,
    Mode,
    OpeningHours,
    Outcome,
    Place,
    PlaceKind,
    Plan,
    Reason,
    RunMode,
    Source,
    Status,
    Withdrawal,
)
from drawdown.rules import cost_terms, judge, left, milestones_reached

START = datetime(2024, 6, 1, tzinfo=UTC)
DEADLINE = datetime(2024, 7, 16, tzinfo=UTC)


def day(number: int, hour: float = 0) -> datetime:
    """So many days after the start, at an hour UTC."""
    return START + timedelta(days=number, hours=hour)


PLACES = (
    Place(
        "niamey", PlaceKind.SITE, "Niamey", icao="DRRN", lat_deg=13.48, lon_deg=2.18,
        working_mog=2, threat_percent=100, closes_after=("agadez",),
    ),
    Place(
        "agadez", PlaceKind.SITE, "Agadez", icao="DRZA", lat_deg=16.97, lon_deg=8.0, working_mog=1,
        hours=OpeningHours(360, 1080), handover_utc=day(33), threat_percent=150,
    ),
    Place("europe", PlaceKind.HOME, "Europe", False, lat_deg=49.44, lon_deg=7.6),
)  # fmt: skip
LINES = (
    Line("P-NIM", Kind.PEOPLE, "niamey", "europe", 240, 120, "Contingent, Niamey"),
    Line("P-SEC", Kind.PEOPLE, "niamey", "europe", 40, 120, "Security, Niamey", role="security"),
    Line("P-AGA", Kind.PEOPLE, "agadez", "europe", 150, 120, "Contingent, Agadez"),
    Line("P-ASEC", Kind.PEOPLE, "agadez", "europe", 30, 120, "Security, Agadez", role="security"),
    Line("P-HELP", Kind.PEOPLE, "niamey", "europe", 24, 120, "Movement team", helper=True,
         arrives_utc=day(2)),
    Line("T-GEN", Kind.THINGS, "agadez", "niamey", 12, 4_000, "Generators", surface_positions=1),
    Line("T-VEH", Kind.THINGS, "niamey", "europe", 30, 9_000, "Vehicles", air_positions=2),
    Line("T-CONT", Kind.THINGS, "agadez", "europe", 16, 12_000, "Containers", air_positions=3,
         dispositions=(Disposition.REDEPLOY, Disposition.DONATE), value_cents=2_000_000),
    Line("T-BLD", Kind.THINGS, "agadez", "europe", 6, 4_000, "Portable buildings", priority=5,
         air_positions=2),
)  # fmt: skip
CARRIERS = (
    Carrier("C-17", Mode.AIR, 77_500, 830, "C-17", ((4600, 60_000), (9000, 20_000)), 102, 18,
            load_min=150, unload_min=120, cost_cents_per_h=2_400_000),
    Carrier("C-130", Mode.AIR, 17_000, 540, "C-130", ((2000, 15_000), (4500, 6_000)), 60, 6,
            load_min=60, unload_min=45, cost_cents_per_h=800_000),
    Carrier("CONVOY", Mode.ROAD, 60_000, 40, "Convoy", seats=40, positions=12, load_min=240,
            unload_min=180, cost_cents_per_lift=1_500_000),
)  # fmt: skip
FLEETS = (
    Fleet("c17", "C-17", 2, "europe"),
    Fleet("c130", "C-130", 1, "niamey", from_utc=day(5)),
    Fleet("convoys", "CONVOY", 1, "niamey"),
)
LEGS = (
    *(Leg(a, b, Mode.AIR, 4000) for a, b in (("niamey", "europe"), ("europe", "niamey"))),
    *(Leg(a, b, Mode.AIR, 3650) for a, b in (("agadez", "europe"), ("europe", "agadez"))),
    *(Leg(a, b, Mode.AIR, 740) for a, b in (("niamey", "agadez"), ("agadez", "niamey"))),
    *(Leg(a, b, Mode.ROAD, 950, 1800) for a, b in (("niamey", "agadez"), ("agadez", "niamey"))),
)
SOURCES = (
    Source("lines", "P-NIM", "count", "Joint communiqué of 8 June", "https://example.org/a"),
    Source("milestones", "*", "due_utc", "Joint statement of 19 May"),
    Source("places", "niamey", "working_mog", note="the parking was never published"),
    Source("lines", "*", "unit_mass_kg", note="item lists were not published"),
)


def two_sites() -> Withdrawal:
    """Niamey and Agadez, 484 people and 534 t."""
    return Withdrawal(
        "two-sites", START, DEADLINE, DEADLINE + timedelta(days=6), PLACES, LINES, CARRIERS,
        FLEETS, LEGS, title="Two sites 2024", mode=RunMode.EXERCISE, languages=("en", "fr"),
        floors=(Floor("niamey", "security", 30), Floor("agadez", "security", 20)),
        milestones=(
            Milestone("first", day(8), Basis.PEOPLE, amount=60, title="First sixty out"),
            Milestone("thirds", day(26), Basis.PEOPLE, share=Fraction(2, 3),
                      title="Two thirds of the people out"),
            Milestone("half", day(24), Basis.TONNES, share=Fraction(1, 2), title="Half of it out"),
        ),
        disposals=(DisposalOption(Disposition.DONATE, "agadez", cost_cents_per_t=10_000),),
        sources=SOURCES,
    )  # fmt: skip


def air_hours(origin: str, destination: str) -> float:
    """Time in the air of a C-17 between two places."""
    pair = {origin, destination}
    return 1.0 if pair == {"niamey", "agadez"} else 5.0


def c17_rotation(
    number: int, tail: int, at: datetime, site: str, loads: tuple[tuple[str, int], ...]
) -> tuple[Lift, Lift]:
    """A C-17 comes empty to a site, loads and flies home."""
    comes, stays = air_hours("europe", site), 3.0
    arrives = at + timedelta(hours=comes)
    leaves = arrives + timedelta(hours=stays)
    home = leaves + timedelta(hours=air_hours(site, "europe"))
    out = tuple(Load(line, count) for line, count in loads)
    return (
        Lift(f"E{number:03}", "c17", tail, "europe", site, at, arrives),
        Lift(f"{number:03}", "c17", tail, site, "europe", leaves, home, out),
    )


ROTATIONS = (
    (3, "niamey", (("P-NIM", 60), ("T-VEH", 4))),
    (6, "niamey", (("P-NIM", 60), ("T-VEH", 4))),
    (9, "agadez", (("P-AGA", 50), ("T-CONT", 3))),
    (12, "niamey", (("P-NIM", 40), ("T-VEH", 4))),
    (15, "agadez", (("P-AGA", 40), ("T-CONT", 3))),
    (18, "niamey", (("P-NIM", 40), ("T-VEH", 5))),
    (21, "agadez", (("P-AGA", 40), ("T-CONT", 3))),
    (24, "niamey", (("P-NIM", 20), ("T-VEH", 5))),
    (27, "agadez", (("P-AGA", 20), ("P-ASEC", 10), ("T-CONT", 3))),
    (29, "niamey", (("T-VEH", 5),)),
    (31, "agadez", (("P-ASEC", 20),)),
    (34, "niamey", (("P-NIM", 20), ("P-HELP", 24), ("T-VEH", 3))),
    (36, "niamey", (("P-SEC", 40),)),
)


def rotations() -> tuple[Lift, ...]:
    flights = (
        c17_rotation(i + 1, i % 2 + 1, day(on, 4), site, loads)
        for i, (on, site, loads) in enumerate(ROTATIONS)
    )
    return tuple(lift for pair in flights for lift in pair)


def convoy_and_hop() -> tuple[Lift, ...]:
    """A convoy brings the generators to Niamey; a C-130 hops between the sites."""
    hop = timedelta(hours=1.5)
    return (
        Lift("K-01", "convoys", 1, "niamey", "agadez", day(10, 6), day(11, 12)),
        Lift("K-02", "convoys", 1, "agadez", "niamey", day(12, 12), day(13, 18),
             (Load("T-GEN", 12),)),
        Lift("H-01", "c130", 1, "niamey", "agadez", day(16, 8), day(16, 8) + hop),
        Lift("H-02", "c130", 1, "agadez", "niamey", day(16, 12), day(16, 12) + hop,
             (Load("P-AGA", 0),)),
    )  # fmt: skip


def by_hand(withdrawal: Withdrawal) -> Plan:
    """Everyone leaves; four containers are donated, six buildings are left."""
    lifts = (*rotations(), *convoy_and_hop()[:3])
    donated = Disposal("T-CONT", "agadez", Disposition.DONATE, 4, day(30, 12))
    plan = Plan(lifts, (donated,))
    return replace(plan, left=tuple(replace(e, reason="") for e in left(withdrawal, plan)))


def judged(
    withdrawal: Withdrawal, plan: Plan, reasons: tuple[Reason, ...] = (), gap: float = 0.031
) -> Outcome:
    """The outcome with the rules' own costs, milestones and findings."""
    terms = cost_terms(withdrawal, plan)
    cost = sum(terms.values())
    findings = judge(withdrawal, plan)
    return Outcome(
        Status.SHORTFALL if findings else Status.COMPLETE, plan, cost, terms,
        round(cost * (1 - gap)), gap, 6.2, 7, "effort 3", "full",
        milestones_reached(withdrawal, plan), reasons, findings,
    )  # fmt: skip


def sample() -> tuple[Withdrawal, Outcome]:
    withdrawal = two_sites()
    return withdrawal, judged(withdrawal, by_hand(withdrawal))


def empty_sample() -> tuple[Withdrawal, Outcome]:
    """No lift, no disposal: everything is left."""
    withdrawal = two_sites()
    plan = Plan()
    return withdrawal, judged(withdrawal, replace(plan, left=left(withdrawal, plan)))


def crowded_sample() -> tuple[Withdrawal, Outcome]:
    """Three C-17 load at Niamey at once, whose working MOG is two."""
    withdrawal = replace(two_sites(), fleets=(replace(FLEETS[0], count=3), *FLEETS[1:]))
    third = c17_rotation(90, 3, day(3, 4), "niamey", (("P-NIM", 10),))
    second = c17_rotation(91, 2, day(3, 4), "niamey", (("P-NIM", 10),))
    lifts = (*rotations()[:2], *second, *third)
    plan = Plan(lifts)
    return withdrawal, judged(withdrawal, replace(plan, left=left(withdrawal, plan)))


def large_sample(lifts: int) -> tuple[Withdrawal, Outcome]:
    """So many lifts of one fleet of twenty tails, one person each."""
    withdrawal = two_sites()
    people = replace(LINES[0], count=lifts)
    fleet = replace(FLEETS[0], count=20)
    withdrawal = replace(withdrawal, lines=(people, *LINES[1:]), fleets=(fleet, *FLEETS[1:]))
    flights = (
        c17_rotation(n, n % 20 + 1, day(1 + n // 20 % 40, n // 800), "niamey", (("P-NIM", 1),))
        for n in range(lifts // 2)
    )
    plan = Plan(tuple(lift for pair in flights for lift in pair))
    return withdrawal, judged(withdrawal, plan)


HOSTILE = "</style></title></svg><script>alert(1)</script>\"><img src=x onerror=alert(2)>'{{ 7*7 }}"
RTL = "نيامي، القاعدة 101"


def hostile() -> tuple[Withdrawal, Outcome]:
    """Every text that a user may write tries to be markup; some run on without a space."""
    whole, outcome = sample()
    places = tuple(replace(p, title=f"{HOSTILE} {p.name} {RTL}") for p in whole.places)
    lines = tuple(replace(e, title=HOSTILE, role=e.role and HOSTILE) for e in whole.lines)
    carriers = tuple(replace(c, title="L" * 300 + HOSTILE) for c in whole.carriers)
    withdrawal = replace(
        whole, title=HOSTILE, marking=HOSTILE, places=places, lines=lines, carriers=carriers,
        milestones=tuple(replace(m, title=HOSTILE) for m in whole.milestones),
        floors=tuple(replace(f, role=HOSTILE) for f in whole.floors),
        sources=(
            Source("lines", HOSTILE, HOSTILE, HOSTILE, "javascript:alert(3)", HOSTILE),
            Source(HOSTILE, note=HOSTILE),
        ),
    )  # fmt: skip
    lifts = tuple(replace(e, name=f"={HOSTILE}{e.name}") for e in outcome.plan.lifts)
    plan = replace(outcome.plan, lifts=lifts)
    stays = tuple(replace(e, reason=HOSTILE) for e in left(withdrawal, plan))
    return withdrawal, judged(withdrawal, replace(plan, left=stays))
