"""A programme of lifts by day, to time the timetable on and to see how late its lifts are.

Six sites with one or two working spots, open by day; two hubs with few; 24 tails, of which 16 fly
between sites and hubs and 8 from there home. Twenty lifts are wanted a day. Crews have 16 hours of
duty. What is late is counted in quarter-hours past the end of the lift's day, summed.

python -m bench.timetable_case [lifts] [seed]
"""

import random
import sys
from datetime import UTC, datetime, timedelta
from time import perf_counter

from drawdown.model import (
    Carrier,
    Fleet,
    Kind,
    Leg,
    Line,
    Mode,
    OpeningHours,
    Place,
    PlaceKind,
    Withdrawal,
)
from drawdown.planning.program import Wanted, timetable_of
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.timetable import Timetable

START = datetime(2024, 1, 1, tzinfo=UTC)
SITES, HUBS, LIFTS_A_DAY, DAYS_MORE = 6, 2, 20, 30


def timetable_case(lifts: int, seed: int) -> tuple[Question, list[Wanted]]:
    """A question, and so many lifts wanted on its days."""
    chance = random.Random(seed)
    days = -(-lifts // LIFTS_A_DAY)
    end = START + timedelta(days=days + DAYS_MORE)
    sites = [f"SITE{n}" for n in range(SITES)]
    hubs = [f"HUB{n}" for n in range(HUBS)]
    legs = [
        leg
        for site in sites
        for hub in hubs
        for leg in _both_ways(site, hub, chance.randrange(300, 1100))
    ]
    legs += [leg for hub in hubs for leg in _both_ways(hub, "HOME", chance.randrange(3600, 4300))]
    question = Question(
        Withdrawal(
            name="timetable case", start_utc=START, deadline_utc=end, end_utc=end,
            places=(
                *(_site(name, 1 + number % 2) for number, name in enumerate(sites)),
                *(Place(hub, PlaceKind.HUB, working_mog=3, parking_mog=12) for hub in hubs),
                Place("HOME", PlaceKind.HOME, in_country=False),
            ),
            lines=(Line("all", Kind.PEOPLE, "SITE0", "HOME", 1, 100),),
            carriers=(
                Carrier(
                    "short", Mode.AIR, 17_000, 540, seats=90, load_min=90, unload_min=60,
                    crew_duty_min=960, crew_rest_min=600,
                ),
                Carrier(
                    "long", Mode.AIR, 70_000, 800, seats=200, load_min=120, unload_min=90,
                    crew_duty_min=960, crew_rest_min=600,
                ),
            ),
            fleets=(
                *(Fleet(f"SHORT-{hub}", "short", 16 // HUBS, hub) for hub in hubs),
                Fleet("LONG", "long", 8, "HOME"),
            ),
            legs=tuple(legs),
        )
    )  # fmt: skip
    return question, _wanted(question, lifts, chance)


def _site(name: str, spots: int) -> Place:
    hours = OpeningHours(6 * 60, 18 * 60)
    return Place(name, PlaceKind.SITE, working_mog=spots, parking_mog=spots + 1, hours=hours)


def _both_ways(one: str, other: str, km: int) -> tuple[Leg, Leg]:
    return Leg(one, other, Mode.AIR, km), Leg(other, one, Mode.AIR, km)


def _wanted(question: Question, lifts: int, chance: random.Random) -> list[Wanted]:
    """Three in four lifts from a site to a hub, the others home."""
    kinds = {run.key: index for index, run in enumerate(question.runs)}
    up = [i for (_, origin, to), i in kinds.items() if origin[:4] == "SITE" and to[:3] == "HUB"]
    home = [i for (fleet, _, to), i in kinds.items() if fleet == "LONG" and to == "HOME"]
    up = [i for i in up if question.runs[i].carrier.name == "short"]
    home = [i for i in home if question.runs[i].origin[:3] == "HUB"]
    return sorted(
        Wanted(n // LIFTS_A_DAY, chance.choice(home if n % 4 == 3 else up), False)
        for n in range(lifts)
    )


def late_quarters(timetable: Timetable, wanted: list[Wanted], number_of: dict[int, int]) -> int:
    """Quarter-hours past the end of the day of each lift, summed; one left out is late to the end.

    The departure counts.
    """
    late = 0
    departs = {number: timetable.entered[i][1].depart for i, number in number_of.items()}
    for number, lift in enumerate(wanted):
        depart = departs.get(number, timetable.question.end_min)
        late += -(-max(0, depart - (lift.day + 1) * MINUTES_PER_DAY) // 15)
    return late


def main(lifts: int, seed: int) -> None:
    """Print how long a timetable takes, and how late its lifts are."""
    question, wanted = timetable_case(lifts, seed)
    began = perf_counter()
    timetable, _, number_of = timetable_of(question, wanted)
    took = perf_counter() - began
    late = late_quarters(timetable, wanted, number_of)
    left_out = lifts - len(number_of)
    print(
        f"{lifts} lifts, seed {seed}: {took:.2f} s, {late} quarter-hours late, {left_out} left out"
    )


if __name__ == "__main__":
    main(*[int(word) for word in sys.argv[1:]] or [2000], *([1] if len(sys.argv) < 3 else []))
