"""Tails and clock times: worked by hand, and whatever is wanted, the clock's rules hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from drawdown.model import (
    Carrier,
    Fleet,
    Kind,
    Leg,
    Lift,
    Line,
    Load,
    Mode,
    OpeningHours,
    Place,
    PlaceKind,
    Plan,
    Severity,
    Withdrawal,
)
from drawdown.planning.capacity import Capacity, Stay
from drawdown.planning.program import Wanted, timetable_of
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.timetable import Timed, Timetable
from drawdown.rules import judge

START = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
CLOCK = {
    "travel_time", "leg_exists", "tail_named", "tail_exists", "tail_chain", "fleet_count",
    "fleet_dates", "within_horizon", "hours_per_day", "crew_duty", "working_mog", "parking_mog",
    "open_hours", "clearance", "runs_per_day",
}  # fmt: skip


def at(day: int, hour: int = 0) -> datetime:
    return START + timedelta(days=day, hours=hour)


def withdrawal_of(
    places: tuple[Place, ...], fleets: tuple[Fleet, ...], legs: tuple[Leg, ...], carrier: Carrier
) -> Withdrawal:
    """One line of people at each site; ten days."""
    return Withdrawal(
        "clock", START, at(10), at(10),
        places=(*places, Place("Home", PlaceKind.HOME, in_country=False)),
        lines=tuple(
            Line(f"of {place.name}", Kind.PEOPLE, place.name, "Home", 1000, 100)
            for place in places
        ),
        carriers=(carrier,), fleets=fleets, legs=legs,
    )  # fmt: skip


def both_ways(site: str, **limits: object) -> tuple[Leg, Leg]:
    """To the site and back, six hours each; limits hold on the way out."""
    back = Leg("Home", site, Mode.AIR, 100, travel_min=360)
    return replace(Leg(site, "Home", Mode.AIR, 100, travel_min=360), **limits), back


PLANE = Carrier("plane", Mode.AIR, 10_000, 500, seats=10)
A, B = Place("A", PlaceKind.SITE), Place("B", PlaceKind.SITE)


def wanted_from(question: Question, *lifts: tuple[int, str, str]) -> list[Wanted]:
    """Lifts given as (day, fleet, origin)."""
    index = {run.key: number for number, run in enumerate(question.runs)}
    return sorted(Wanted(day, index[fleet, origin, "Home"], False) for day, fleet, origin in lifts)


def departs(question: Question, wanted: list[Wanted]) -> dict[str, list[int]]:
    """When lifts depart from each place, in hours, with the tails' fleets."""
    timetable, _, number_of = timetable_of(question, wanted)
    assert len(number_of) == len(wanted)
    hours: dict[str, list[int]] = {}
    for (fleet, _), timed in timetable.entered:
        if timed.loaded:
            hours.setdefault(f"{fleet} {timed.run.origin}", []).append(timed.depart // 60)
    return hours


def test_a_lift_that_would_be_late_goes_before_one_that_can_wait():
    # From B one may depart on the first day by noon only. A comes first by its number: with the
    # tail at A until 6 and back home at 12, it could be at B at 18.
    first, second = (at(0), at(0, 18)), (at(1, 1), at(2))
    legs = (*both_ways("A"), *both_ways("B", windows=(first, second)))
    question = Question(withdrawal_of((A, B), (Fleet("F", "plane", 1, "Home"),), legs, PLANE))
    wanted = wanted_from(question, (0, "F", "A"), (0, "F", "B"))
    assert wanted[0].run_index < wanted[1].run_index
    assert departs(question, wanted) == {"F B": [6], "F A": [18]}


def test_a_lift_that_would_be_late_is_made_by_another_fleet_of_the_same_carrier():
    fleets = (Fleet("F", "plane", 1, "Home"), Fleet("G", "plane", 1, "Home"))
    question = Question(withdrawal_of((A,), fleets, both_ways("A"), PLANE))
    three = wanted_from(question, *[(0, "F", "A")] * 3)
    # One tail flies in by 6, out by 12, in by 18, out by 24. The third would depart at 30.
    assert departs(question, three) == {"F A": [6, 18], "G A": [6]}


def test_no_order_is_changed_where_nothing_is_late():
    question = Question(
        withdrawal_of(
            (A, B),
            (Fleet("F", "plane", 1, "Home"),),
            (*both_ways("A"), *both_ways("B")),
            PLANE,
        )
    )
    wanted = wanted_from(question, (0, "F", "A"), (0, "F", "B"))
    assert departs(question, wanted) == {"F A": [6], "F B": [18]}


def test_where_every_order_is_late_the_first_stays():
    question = Question(
        withdrawal_of(
            (A, B), (Fleet("F", "plane", 1, "Home"),), (*both_ways("A"), *both_ways("B")), PLANE
        )
    )
    wanted = wanted_from(question, *[(0, "F", "A")] * 2, (0, "F", "B"))
    assert departs(question, wanted) == {"F A": [6, 18], "F B": [30]}


def test_who_holds_no_floor_does_not_wait_for_the_last_lift():
    question = Question(
        withdrawal_of((A,), (Fleet("F", "plane", 2, "Home"),), both_ways("A"), PLANE)
    )
    assert departs(question, wanted_from(question, *[(0, "F", "A")] * 3)) == {"F A": [6, 6, 18]}


def test_what_is_undone_was_never_entered():
    question = Question(
        withdrawal_of(
            (replace(A, working_mog=1, parking_mog=1),),
            (Fleet("F", "plane", 2, "Home"),),
            both_ways("A", runs_per_day=2),
            replace(PLANE, load_min=60, unload_min=60, crew_duty_min=900, crew_rest_min=600),
        )
    )
    (run,) = (run for run in question.runs if run.origin == "A")
    timetable = Timetable(question)
    first = timetable.book(run, 0)
    timetable.enter(first)
    second = timetable.book(run, 0)
    timetable.enter(second)
    timetable.undo(second)
    assert timetable.book(run, 0) == second
    timetable.undo(first)
    assert timetable.book(run, 0) == first
    assert timetable.entered == []


stays = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12), st.integers(1, 2)), max_size=8)


@given(stays, stays, st.integers(0, 40), st.integers(1, 10), st.integers(1, 3), st.integers(1, 4))
def test_spots_are_free_from_the_first_instant_at_which_all_minutes_are(
    taken, given_back, start, length, spots, limit
):
    """Against a count of every minute."""
    capacity = Capacity(limit)
    level = [0] * 200
    kept = [stay for stay in taken if stay not in given_back]
    for begin, minutes, of_it in [*taken, *given_back]:
        capacity.add(Stay(begin, begin + minutes, of_it))
    for begin, minutes, of_it in [*given_back, *(stay for stay in taken if stay in given_back)]:
        capacity.remove(Stay(begin, begin + minutes, of_it))
    for begin, minutes, of_it in kept:
        for minute in range(begin, begin + minutes):
            level[minute] += of_it
    if spots > limit:
        assert capacity.free_from(start, start + length, spots) > 200
        return
    begin = start
    while (later := capacity.free_from(begin, begin + length, spots)) > begin:
        begin = later
    fits = (m for m in range(start, 200) if max(level[m : m + length]) + spots <= limit)
    assert begin == next(fits)


def test_a_stay_of_ones_own_does_not_count():
    capacity = Capacity(1)
    own = Stay(0, 100, 1)
    capacity.add(own)
    assert capacity.free_from(10, 20, 1) == 100
    assert capacity.free_from(10, 20, 1, own) == 10


@st.composite
def programmes(draw: st.DrawFn) -> tuple[Question, list[Wanted]]:
    """A few sites with limits of every kind, and lifts wanted from them on days."""
    sites = ["A", "B", "C"][: draw(st.integers(1, 3))]
    some = st.one_of(st.none(), st.integers(1, 2))
    places = tuple(
        Place(
            name, PlaceKind.SITE, working_mog=draw(some), parking_mog=draw(some),
            hours=draw(st.sampled_from((None, OpeningHours(360, 1080), OpeningHours(1200, 300)))),
        )
        for name in sites
    )  # fmt: skip
    windows = ((at(0), at(1, 3)), (at(1), at(4)), (at(3, 5), at(10)))
    legs = [
        leg
        for name in sites
        for leg in both_ways(
            name,
            travel_min=draw(st.integers(60, 700)),
            runs_per_day=draw(st.sampled_from((None, None, 1, 2))),
            windows=draw(st.sampled_from(((), (), windows, windows[2:]))),
        )
    ]
    carrier = replace(
        PLANE,
        load_min=draw(st.sampled_from((0, 30, 90))),
        unload_min=draw(st.sampled_from((0, 45))),
        travel_min_per_day=draw(st.sampled_from((None, 800, 1200))),
        crew_duty_min=draw(st.sampled_from((None, 960, 1500))),
        crew_rest_min=draw(st.sampled_from((0, 480))),
    )
    fleets = tuple(
        Fleet(
            name, "plane", draw(st.integers(1, 3)), draw(st.sampled_from(("Home", sites[0]))),
            draw(st.sampled_from((None, at(1)))), draw(st.sampled_from((None, at(8)))),
        )
        for name in ("F", "G")
    )  # fmt: skip
    question = Question(withdrawal_of(places, fleets, tuple(legs), carrier))
    out = [n for n, run in enumerate(question.runs) if run.destination == "Home"]
    if not out:
        return question, []
    lifts = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(out)), max_size=12)
    return question, sorted(Wanted(day, run, False) for day, run in draw(lifts))


def test_a_late_lift_that_is_tried_at_several_places_stays_one_lift():
    fleets = (Fleet("F", "plane", 1, "Home"), Fleet("G", "plane", 3, "Home", at(1)))
    legs = (*both_ways("A", travel_min=60, runs_per_day=2), *both_ways("B", travel_min=60))
    question = Question(withdrawal_of((A, B), fleets, legs, PLANE))
    wanted = wanted_from(question, *[(0, "F", "A")] * 8, (0, "F", "B"))
    _, _, number_of = timetable_of(question, wanted)
    assert sorted(number_of.values()) == list(range(9))


@settings(max_examples=400, deadline=None)
@given(programmes())
def test_every_timetable_keeps_the_rules_of_the_clock(programme):
    question, wanted = programme
    timetable, _, number_of = timetable_of(question, wanted)
    assert len(set(number_of.values())) == len(number_of)
    lifts = tuple(
        Lift(
            f"L{number}", fleet, tail, timed.run.origin, timed.run.destination,
            question.instant(timed.depart), question.instant(timed.arrive),
            (Load(f"of {timed.run.origin}", 1),) if timed.loaded else (),
        )
        for number, ((fleet, tail), timed) in enumerate(timetable.entered)
    )  # fmt: skip
    for position, number in number_of.items():
        run, asked = timetable.entered[position][1].run, question.runs[wanted[number].run_index]
        assert (run.carrier, run.leg) == (asked.carrier, asked.leg)
    broken = {
        finding.rule
        for finding in judge(question.withdrawal, Plan(lifts))
        if finding.severity is Severity.BREACH
    }
    assert not broken & CLOCK


@settings(max_examples=200, deadline=None)
@given(programmes())
def test_mending_makes_no_timetable_later_than_one_in_plain_order(programme):
    question, wanted = programme
    plain, plainly = Timetable(question), 0
    order = sorted(wanted, key=lambda lift: (lift.day, not lift.is_cargo, lift.run_index))
    for lift in order:
        booking = plain.book(question.runs[lift.run_index], lift.day * MINUTES_PER_DAY)
        if booking is None:
            return
        plainly += late_min(lift, plain.enter(booking))
    timetable, _, number_of = timetable_of(question, wanted)
    assert len(number_of) == len(wanted)
    mended = [
        late_min(wanted[number], timetable.entered[position][1])
        for position, number in number_of.items()
    ]
    assert sum(mended) <= plainly


def late_min(lift: Wanted, timed: Timed) -> int:
    """Minutes after the end of its day at which a lift departs."""
    return max(0, timed.depart - (lift.day + 1) * MINUTES_PER_DAY)
