"""How many lifts a tail can make by the clock: worked by hand, and held against plans."""

from collections import defaultdict
from dataclasses import replace

import pytest
from oracle.withdrawals import random_withdrawal
from rules_cases import TINY, changed

from drawdown.model import OpeningHours
from drawdown.planning.dispatcher import MANNERS, Dispatcher
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.tail_clock import TailClock

BY_DAY = OpeningHours(6 * 60, 18 * 60, "UTC")
TIRED = changed("carriers", "plane", crew_duty_min=300, crew_rest_min=600)


def departures(withdrawal, since=None, until=2 * MINUTES_PER_DAY):
    """Earliest departures of one plane between BASE and HOME, full out and empty back."""
    question = Question(withdrawal)
    (fleet,) = (fleet for fleet in withdrawal.fleets if fleet.name == "planes")
    ends = {("BASE", "HOME"), ("HOME", "BASE")}
    runs = [r for r in question.runs if r.fleet == fleet and (r.origin, r.destination) in ends]
    clock = TailClock(question, fleet, runs, [run for run in runs if run.origin == "BASE"])
    return clock.since_there(until) if since is None else clock.within(since, until)


def test_a_tail_loads_flies_unloads_and_comes_back():
    assert departures(TINY, until=500) == [60, 60 + 210, 60 + 2 * 210]


def test_a_crew_that_cannot_make_a_second_flight_rests_before_it():
    """Out and back is 210 minutes of a duty of 300: the next flight of 150 waits for a rest."""
    assert departures(TIRED, until=1700) == [60, 210 + 600 + 60, 1020 + 600 + 60]


def test_a_place_that_is_shut_by_night_costs_a_day():
    by_day = changed("places", "BASE", withdrawal=TIRED, hours=BY_DAY)
    assert departures(by_day) == [7 * 60, MINUTES_PER_DAY + 7 * 60]


def test_over_some_days_the_first_lift_may_be_loaded_already():
    day = 2 * MINUTES_PER_DAY
    assert departures(TIRED, since=day, until=day + 900) == [day, day + 150 + 60 + 600]


def test_what_opens_later_is_seen():
    """The second of two spans of the same length is not taken for the first."""
    late = replace(TINY, fleets=(replace(TINY.fleets[0], until_utc=TINY.end_utc), TINY.fleets[1]))
    last = 4 * MINUTES_PER_DAY
    assert len(departures(late, since=last - 300, until=last + 600)) < len(
        departures(late, since=last - 1400, until=last - 500)
    )


@pytest.mark.parametrize("seed", range(40))
def test_no_tail_of_a_plan_is_quicker(seed):
    withdrawal = random_withdrawal(seed)
    question = Question(withdrawal)
    made = Dispatcher(question, MANNERS[seed % len(MANNERS)]).plan()
    loaded = defaultdict(list)
    for lift in made.lifts:
        if lift.loads:
            loaded[lift.fleet, lift.tail].append(question.minute(lift.depart_utc))
    for (name, _), departed in loaded.items():
        runs = [run for run in question.runs if run.fleet.name == name]
        clock = TailClock(question, runs[0].fleet, runs, runs)
        soonest = clock.since_there(question.end_min)
        assert all(
            depart >= least for depart, least in zip(sorted(departed), soonest, strict=False)
        )
