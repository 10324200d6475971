"""Preparation gates, on tiny cases and against trying every way to spend the days."""

from functools import cache
from random import Random

import pytest
from rules_cases import ALL_HOME, TINY, added, at, changed, figures, flight, found, plan_of, sale

from drawdown.model import Gate, Kind, Line, Load
from drawdown.rules.gates import Job, undone


def gated(line="crates", withdrawal=TINY, **fields):
    """A washing place at BASE that the line has to pass."""
    limits = {"kg_per_day": 2000, "people_per_day": 4} | fields
    with_gate = added("gates", Gate("wash", "BASE", **limits), withdrawal=withdrawal)
    return changed("lines", line, with_gate, gates=("wash",))


def test_what_leaves_has_been_washed_on_the_days_before():
    # Loading begins on day 2: two days of two tonnes.
    assert found("gates_passed", gated(), plan_of(flight(crates=4, depart=at(2, 12)))) == []
    (finding,) = found("gates_passed", gated(), plan_of(flight(crates=5, depart=at(2, 12))))
    assert (finding.measured, finding.limit, finding.unit) == (1000, 0, "kg")
    assert (finding.place, finding.from_utc) == ("BASE", at(2))
    assert (finding.lifts, finding.lines) == (("F1",), ("crates",))
    assert dict(finding.facts) == {"gate": "wash"}


def test_people_pass_by_head_and_apart_from_things():
    both = changed("lines", "crates", gated("guards"), gates=("wash",))
    assert found("gates_passed", both, plan_of(flight(guards=8, crates=4, depart=at(2, 12)))) == []
    nine = plan_of(flight(guards=9, crates=4, depart=at(2, 12)))
    assert figures(found("gates_passed", both, nine)) == [(1, 0, "people")]


def test_what_has_no_limit_is_not_held_up():
    assert found("gates_passed", gated(kg_per_day=None), ALL_HOME) == []
    assert found("gates_passed", gated("guards", people_per_day=None), ALL_HOME) == []
    assert found("gates_passed", TINY, ALL_HOME) == []


def test_the_day_counts_on_which_loading_begins():
    def leaving(depart):
        return plan_of(flight(crates=4, depart=depart))

    assert found("gates_passed", gated(), leaving(at(2, 1))) == [], "loaded from midnight"
    assert figures(found("gates_passed", gated(), leaving(at(2, 0, 59)))) == [(2000, 0, "kg")]


def test_work_begins_on_the_first_whole_day():
    plan = plan_of(flight(crates=4, depart=at(3, 12)))
    for field in ("ready_utc", "arrives_utc"):
        in_time = changed("lines", "crates", gated(), **{field: at(1)})
        assert found("gates_passed", in_time, plan) == []
        late = changed("lines", "crates", gated(), **{field: at(1, 0, 1)})
        assert figures(found("gates_passed", late, plan)) == [(2000, 0, "kg")]


def test_a_gate_works_on_the_days_that_begin_within_its_dates():
    plan = plan_of(flight(crates=4, depart=at(3, 12)))
    assert found("gates_passed", gated(from_utc=at(1)), plan) == []
    assert found("gates_passed", gated(until_utc=at(1, 0, 1)), plan) == []
    for dates in ({"from_utc": at(1, 0, 1)}, {"until_utc": at(1)}):
        assert figures(found("gates_passed", gated(**dates), plan)) == [(2000, 0, "kg")]


def test_handlers_present_at_midnight_add_to_a_gate():
    staffed = gated(kg_per_day=0, kg_per_day_per_handler=250, handler_role="guard")
    plan = plan_of(flight("F1", at(1), 2), flight("F2", at(2, 12), 0, 4, tail=2))
    # Ten handlers on the first day; eight on the second, for two left at its midnight.
    assert found("gates_passed", staffed, plan) == []
    five = plan_of(flight("F1", at(1), 2), flight("F2", at(2, 12), 0, 5, tail=2))
    assert figures(found("gates_passed", staffed, five)) == [(500, 0, "kg")]


def test_what_is_due_first_is_done_first_and_a_day_may_be_divided():
    lifts = [flight(f"F{day}", at(day, 12), crates=n, tail=None) for day, n in ((1, 1), (2, 3))]
    assert found("gates_passed", gated(), plan_of(*lifts)) == [], "1, then 1 and 2 tonnes"
    more = [
        flight("F1", at(1, 12), crates=3, tail=None),
        flight("F2", at(2, 12), crates=2, tail=None),
    ]
    (finding,) = found("gates_passed", gated(), plan_of(*more))
    assert (finding.measured, finding.lifts, finding.from_utc) == (1000, ("F1",), at(1))


def test_what_is_missing_is_summed_and_the_first_due_is_named():
    lifts = [
        flight("F1", at(1, 12), crates=4, tail=None),
        flight("F2", at(2, 1), crates=1, tail=None),
    ]
    slow = gated(kg_per_day=500)
    (finding,) = found("gates_passed", slow, plan_of(*lifts))
    assert (finding.measured, finding.from_utc, finding.lifts) == (4000, at(1), ("F1", "F2"))


def test_at_one_due_the_first_line_of_the_table_and_the_first_lift_come_first():
    boxes = Line("boxes", Kind.THINGS, "BASE", "HOME", 2, 1000, gates=("wash",))
    withdrawal = added("lines", boxes, withdrawal=gated())
    lifts = [
        flight("F2", at(1, 10), tail=None, loads=(Load("crates", 1),)),
        flight("F1", at(1, 12), tail=None, loads=(Load("boxes", 1), Load("crates", 1))),
    ]
    (finding,) = found("gates_passed", withdrawal, plan_of(*lifts))
    assert (finding.lines, finding.lifts) == (("boxes",), ("F1",))


def test_what_is_sold_passes_no_gate():
    assert found("gates_passed", gated(kg_per_day=0), plan_of(sales=[sale(5)])) == []


def test_after_the_end_no_gate_works():
    late = plan_of(flight(crates=5, depart=at(9_000)))
    assert figures(found("gates_passed", gated(kg_per_day=1000), late)) == [(1000, 0, "kg")]


def any_way_does_it(jobs, work_of_day, days):
    """Whether some way to spend each day's work has every job done when it is due."""

    @cache
    def possible(day, missing):
        if any(left and job.due <= day for left, job in zip(missing, jobs, strict=True)):
            return False
        if not any(missing):
            return True
        if day == days:
            return False
        return any(possible(day + 1, after) for after in ways(day, missing))

    def ways(day, missing):
        states = {missing}
        for _ in range(work_of_day(day)):
            states |= {
                (*state[:i], state[i] - 1, *state[i + 1 :])
                for state in states
                for i, job in enumerate(jobs)
                if state[i] and job.release <= day < job.due
            }
        return states

    return possible(0, tuple(job.amount for job in jobs))


@pytest.mark.parametrize("seed", range(150))
def test_if_any_way_gets_all_done_in_time_so_does_the_judge(seed):
    chance = Random(seed)
    days = 4
    jobs = []
    for number in range(chance.randint(1, 4)):
        release = chance.randint(0, 2)
        due = release + chance.randint(0, 3)
        jobs.append(Job(due, 0, f"L{number}", release, chance.randint(1, 4), "line"))
    work = [chance.randint(0, 4) for _ in range(days)]
    late = undone(jobs, lambda day: work[day], range(days))
    assert (late == []) == any_way_does_it(jobs, lambda day: work[day], days)
