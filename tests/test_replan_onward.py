"""A lift that cannot stand, and what hangs on it: lifts further on, and who waits for its load.

Two trucks and fifty planes stand at BASE (``rules_cases``). Truck C1 takes five crates to HUB,
from where plane P1 takes them home a day later. Meanwhile 45 planes, one after another, take
sacks from BASE, one each.
"""

from dataclasses import replace
from datetime import timedelta

from rules_cases import CRATES, GUARDS, TINY, at

from drawdown import plan
from drawdown.model import (
    DisposalOption,
    Disposition,
    Hold,
    InForce,
    Lift,
    Line,
    Load,
    Mode,
    Pin,
    Plan,
    Severity,
)
from drawdown.planning.replan import Replanner
from drawdown.planning.replan_wishes import Neighbourhood
from drawdown.planning.state import Limits, Planning
from drawdown.rules import fates, judge

SACKS = Line(
    "sacks", CRATES.kind, "BASE", "HOME", 45, 1_000, air_positions=1.0, surface_positions=0.5
)
PLANES = replace(TINY.fleets[0], count=50)
ROADS = [leg for leg in TINY.legs if leg.mode is Mode.ROAD]
ONWARD = replace(
    TINY,
    lines=(replace(CRATES, dispositions=(Disposition.REDEPLOY,)), SACKS),
    fleets=(PLANES, TINY.fleets[1]),
    disposals=(),
)
ROAD_CLOSED = replace(ONWARD, legs=tuple(leg for leg in TINY.legs if leg not in ROADS))
C1 = Lift("C1", "trucks", 1, "BASE", "HUB", at(1, 8), at(1, 10), (Load("crates", 5),))
TO_HUB = Lift("P0", "planes", 50, "BASE", "HUB", at(2, 8), at(2, 8, 30))
P1 = Lift("P1", "planes", 50, "HUB", "HOME", at(2, 12), at(2, 13), (Load("crates", 5),))


def sacks_home(number):
    depart = at(1, 8) + timedelta(minutes=5 * number)
    arrive = depart + timedelta(hours=1)
    return Lift(
        f"S{number:02d}", "planes", number, "BASE", "HOME", depart, arrive, (Load("sacks", 1),)
    )


BASE = Plan((C1, *(sacks_home(number) for number in range(1, 46)), TO_HUB, P1))


def breaches(withdrawal, made):
    return [f.rule for f in judge(withdrawal, made) if f.severity is Severity.BREACH]


def test_a_lift_far_on_that_lacks_its_load_is_among_those_that_may_change():
    """P1 goes a day after C1, and 45 lifts from BASE are nearer in time."""
    planning = Planning(ROAD_CLOSED, Limits(None, 1), 0, None, None)
    replanner = Replanner(planning, InForce(BASE, at(0), None))
    hood = Neighbourhood(replanner.facts, replanner.standing, replanner.rest)
    assert hood.lacking == {"P1"}
    assert "P1" in {hood.lift_at[index].name for index in hood.free}


def test_the_crates_fly_with_sacks_and_nothing_else_changes():
    """C1 is dropped, one plane takes the crates, P1 has nothing to carry at its pinned time."""
    assert breaches(ONWARD, BASE) == []
    outcome = plan(
        ROAD_CLOSED, base=BASE, now_utc=at(0), changes=3, effort=1, pins=[Pin("P1", Hold.TIMES)]
    )
    assert breaches(ROAD_CLOSED, outcome.plan) == []
    assert outcome.replanned.changed <= 3
    assert fates(ROAD_CLOSED, outcome.plan).kg_left == 0


# --- who waits for what cannot go -----------------------------------------------------------------

CAN_BE_SOLD = replace(CRATES, dispositions=(Disposition.REDEPLOY, Disposition.SELL))
WAITING = replace(
    TINY,
    lines=(replace(GUARDS, predecessors=("crates",)), CAN_BE_SOLD),
    disposals=(DisposalOption(Disposition.SELL, "BASE"),),
)
F1 = Lift("F1", "planes", 1, "BASE", "HOME", at(2, 10), at(2, 11), (Load("guards", 10),))
WAITS = Plan((C1, replace(TO_HUB, tail=2), replace(P1, tail=2), F1))


def test_what_others_wait_for_is_given_up_in_time_where_it_cannot_go():
    """The crates are sold before the guards go: C1, P0 and P1 change, F1 flies as it did."""
    no_room = replace(TINY.carriers[0], positions=0)
    legs = tuple(leg for leg in TINY.legs if leg not in ROADS)
    closed = replace(WAITING, legs=legs, carriers=(no_room, TINY.carriers[1]))
    assert breaches(WAITING, WAITS) == []
    outcome = plan(closed, base=WAITS, now_utc=at(0), changes=3, effort=1)
    assert breaches(closed, outcome.plan) == []
    assert outcome.replanned.changed <= 3
    assert F1 in outcome.plan.lifts
    fate = fates(closed, outcome.plan)
    assert (fate.people_left, fate.kg_left) == (0, 0)
