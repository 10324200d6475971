"""Kabul 2021: the published totals, and which limit sets the pace of the airlift."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from example_sums import (
    DAY,
    EXAMPLES,
    carrier_named,
    example,
    last_floors,
    people,
    place_named,
    things,
)

from drawdown.model import Basis, Disposition, Line, Severity, Withdrawal
from drawdown.planning.dispatcher import MANNERS, Dispatcher
from drawdown.planning.question import Question
from drawdown.rules import judge


@pytest.fixture(scope="module")
def kabul() -> Withdrawal:
    return example("kabul-2021")


def august(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2021, 8, day, hour, minute, tzinfo=UTC)


def evacuees(kabul: Withdrawal) -> list[Line]:
    return [line for line in kabul.lines if line.category == "evacuees"]


def count(lines: Iterable[Line]) -> int:
    return sum(line.count for line in lines)


# --- what was published -------------------------------------------------------------------------


def test_it_ends_with_30_august_in_kabul(kabul):
    assert kabul.start_utc == august(14)
    assert kabul.deadline_utc == august(30, 19, 30)  # Kabul is four and a half hours ahead


def test_there_are_as_many_evacuees_as_flew_from_14_august_on(kabul):
    flown_before = 120_000 - 114_400
    assert count(evacuees(kabul)) == 123_000 - flown_before


def test_the_united_states_flew_79_000_of_them_and_6_000_of_these_were_americans(kabul):
    partners = count(e for e in evacuees(kabul) if e.name.startswith("partners"))
    citizens = count(e for e in evacuees(kabul) if e.name.startswith("citizens"))
    assert count(evacuees(kabul)) - partners == 79_000
    assert citizens == 6_000


@pytest.mark.parametrize(
    ("day", "troops"), [(14, 650), (19, 5_200), (23, 5_800)],
)  # fmt: skip
def test_troops_are_as_many_as_published(kabul, day, troops):
    present = (
        line
        for line in kabul.lines
        if line.category == "military" and line.is_people
        if line.arrives_utc is None or line.arrives_utc <= august(day)
    )
    assert count(present) == troops


def test_a_thousand_came_in_with_the_night_to_17_august(kabul):
    (battalion,) = [line for line in kabul.lines if line.name == "infantry-2"]
    assert (battalion.count, battalion.arrives_utc) == (1_000, august(17))


def test_the_runway_is_shut_when_the_crowd_was_on_it(kabul):
    for leg in kabul.legs:
        if "Kabul" in (leg.origin, leg.destination):
            assert not any(begin <= august(16, 6) < end for begin, end in leg.windows)


def test_what_had_flown_is_there_to_compare_with(kabul):
    flown = {m.due_utc: m.amount for m in kabul.milestones if m.basis is Basis.PEOPLE}
    assert flown == {august(24): 48_000, august(28): 105_000, august(29): 111_900}
    assert not any(m.agreed for m in kabul.milestones if m.basis is Basis.PEOPLE)


# --- which limit sets the pace ------------------------------------------------------------------


def screened(kabul: Withdrawal, until: datetime, lanes: tuple[str, ...] = ()) -> int:
    """People whom the lanes can have screened before a day, if as many have come."""
    total = 0
    for gate in kabul.gates:
        if not lanes or gate.name in lanes:
            days = (min(until, gate.until_utc) - gate.from_utc) // DAY
            total += max(0, days) * gate.people_per_day
    return total


def come(kabul: Withdrawal, until: datetime) -> int:
    return count(e for e in evacuees(kabul) if (e.arrives_utc or kabul.start_utc) < until)


def test_to_20_august_it_is_the_beds_of_qatar(kabul):
    """Nobody flies on from there before Europe takes people, and no charter gets there."""
    onward = [leg for leg in kabul.legs if leg.origin in ("Qatar", "Ramstein")]
    opens = august(20, 12)
    bases = {fleet.base for fleet in kabul.fleets if fleet.carrier == "charter-wide"}
    assert bases == {"Ramstein"}
    assert all(
        leg.windows[0][0] == opens for leg in onward if "Ramstein" in (leg.origin, leg.destination)
    )
    over_qatar = tuple(gate.name for gate in kabul.gates if "partners" not in gate.name)
    assert screened(kabul, august(20), over_qatar) > 2 * place_named(kabul, "Qatar").beds
    assert come(kabul, august(20)) > screened(kabul, august(20))


def test_from_21_august_it_is_screening(kabul):
    """A full day of the lanes is less than what spots, aircraft and reception can take."""
    lanes = sum(gate.people_per_day for gate in kabul.gates)
    kabul_airport = place_named(kabul, "Kabul")
    slowest = max(carrier_named(kabul, n).load_min for n in ("C-17-floor", "partner-flight"))
    departures = kabul_airport.working_mog * 24 * 60 // slowest
    partners = next(g.people_per_day for g in kabul.gates if "partners" in g.name)
    partner_flights = -(-partners // carrier_named(kabul, "partner-flight").seats)
    seats = (departures - partner_flights) * carrier_named(kabul, "C-17-floor").seats + partners
    reception = sum(
        place_named(kabul, name).handling_people_per_day for name in ("Qatar", "Kuwait")
    )
    assert lanes < seats
    assert lanes < kabul_airport.handling_people_per_day
    assert lanes - partners < reception / 2  # they are counted when they come and when they go
    for day in range(21, 27):
        assert come(kabul, august(day)) > screened(kabul, august(day))


def test_at_the_busiest_there_are_no_more_departures_than_there_were(kabul):
    spots = place_named(kabul, "Kabul").working_mog
    assert 85 < spots * 24 * 60 / carrier_named(kabul, "C-17-floor").load_min <= 96


def test_all_lanes_can_screen_all_who_come(kabul):
    for gate in kabul.gates:
        comers = [line for line in evacuees(kabul) if line.gates == (gate.name,)]
        assert comers
        assert count(comers) <= 0.9 * screened(kabul, august(30), (gate.name,))


def test_troops_leave_last_and_their_last_party_fits_one_aircraft(kabul):
    assert sum(last_floors(kabul, "Kabul").values()) <= carrier_named(kabul, "C-17-floor").seats
    security = [floor for floor in kabul.floors if floor.role == "security"]
    assert security[0].people > 0.7 * people(kabul, "Kabul", "security")
    assert [f.people for f in security] == sorted((f.people for f in security), reverse=True)


def test_what_is_left_of_arms_is_destroyed_and_never_given(kabul):
    assert {o.disposition for o in kabul.disposals} == {Disposition.DESTROY}
    for line in things(kabul):
        assert set(line.dispositions) <= {Disposition.REDEPLOY, Disposition.DESTROY}


def test_one_pass_of_the_greedy_planner_brings_everyone_out(kabul):
    three_days_early = next(manner for manner in MANNERS if manner.last_day_early == 3)
    plan = Dispatcher(Question(kabul), three_days_early).plan()
    findings = judge(kabul, plan)
    assert not any(finding.severity is Severity.BREACH for finding in findings)
    assert "out_by_deadline" not in {finding.rule for finding in findings}


def test_its_page_names_the_sums_of_the_tables(kabul):
    page = (EXAMPLES / "kabul-2021" / "README.md").read_text(encoding="utf-8")
    lanes = sum(gate.people_per_day for gate in kabul.gates)
    assert f"({lanes:,} people a day in all" in page
    assert f"Qatar has {place_named(kabul, 'Qatar').beds:,} beds" in page
