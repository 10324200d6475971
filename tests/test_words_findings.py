"""A finding is one plain sentence: where, when, how much, against which limit, which lifts."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from oracle.withdrawals import random_plan_of, random_withdrawal
from rules_cases import TINY, flight

from drawdown.model import Fault, Finding, Severity, Translation
from drawdown.rules import RULES, judge
from drawdown.words import Language

EN, FR = Language("en"), Language("fr")
NIAMEY = replace(
    TINY,
    places=(replace(TINY.places[0], title="Niamey"), *TINY.places[1:]),
    lines=(replace(TINY.lines[0], title="Guard company"), *TINY.lines[1:]),
)


def june(day, hour=0, minute=0):
    return datetime(2024, 6, day, hour, minute, tzinfo=UTC)


def breach(rule, *values, **named):
    return Finding(rule, Severity.BREACH, *values, **named)


def test_a_crowded_ramp():
    crowded = breach(
        "working_mog", "BASE", june(29, 22, 10), june(29, 23, 45), 3, 2, "spots",
        ("063", "064", "065"),
    )  # fmt: skip
    assert EN.finding(crowded, NIAMEY) == (
        "Niamey, 29 Jun 2210Z to 2345Z: 3 aircraft spots are worked at once, the limit is 2 "
        "(lifts 063, 064, 065)."
    )
    assert FR.finding(crowded, NIAMEY) == (
        "Niamey, 29 juin 2210Z à 2345Z\u00a0: 3 postes avion en chargement ou déchargement à la "
        "fois, la limite est de 2 (transports 063, 064, 065)."
    )


def test_a_single_lift_is_named_first():
    heavy = breach(
        "within_payload", "BASE", june(29, 22), measured=78_100, limit=77_500, unit="kg",
        lifts=("063",),
        facts=(("destination", "HOME"), ("carrier", "plane"), ("distance_km", 4000)),
    )  # fmt: skip
    assert EN.finding(heavy, NIAMEY) == (
        "Lift 063, Niamey, 29 Jun 2200Z: 78.1 t on board, the payload of plane over 4,000 km is "
        "77.5 t."
    )


def test_kilograms_are_shown_where_tonnes_would_look_the_same():
    heavy = breach(
        "within_payload", "BASE", june(29, 22), measured=77_501, limit=77_500, unit="kg",
        facts=(("destination", "HOME"), ("carrier", "plane"), ("distance_km", 4000)),
    )  # fmt: skip
    assert "77,501 kg on board" in EN.finding(heavy, NIAMEY)
    assert "is 77,500 kg." in EN.finding(heavy, NIAMEY)


def test_a_date_to_be_kept_is_the_day_that_its_midnight_ends():
    late = Finding(
        "out_by_deadline", Severity.SHORTFALL, "", datetime(2024, 9, 16, tzinfo=UTC),
        measured=1, limit=0, unit="people", lines=("guards",), facts=(("kg", 100),),
    )  # fmt: skip
    assert EN.finding(late, NIAMEY) == ("15 Sep: 1 person is still in the country at the deadline.")


def test_nights_are_named_by_the_days_that_they_end():
    full = breach(
        "beds", "HUB", june(3), june(5), 12, 10, "people", facts=(("nights", 3),)
    )  # fmt: skip
    assert EN.finding(full, NIAMEY).startswith("HUB, 2 Jun to 4 Jun: 12 people")


def test_what_is_nothing_is_left_out_of_a_sum():
    there = Finding(
        "empty_by_handover", Severity.SHORTFALL, "BASE", june(8), measured=12, limit=0,
        unit="units", facts=(("people", 12), ("kg", 0), ("pieces", 0)),
    )  # fmt: skip
    assert EN.finding(there, NIAMEY).endswith(": 12 people.")


def test_many_lifts_are_cut_short():
    nameless = breach(
        "tail_named", from_utc=june(2), measured=9, limit=0, unit="lifts",
        lifts=tuple("ABCDEFGHI"), facts=(("fleet", "planes"),),
    )  # fmt: skip
    assert EN.finding(nameless, NIAMEY) == (
        "2 Jun 0000Z: 9 lifts of fleet planes name no tail (lifts A, B, C, D, E, F and 3 more)."
    )


def test_local_hours_are_said_with_their_zone():
    closed = breach(
        "open_hours", "BASE", june(2, 22), june(2, 23), lifts=("F1",),
        facts=(("doing", "load"), ("opens_min", 360), ("closes_min", 1080),
               ("zone", "Africa/Niamey")),
    )  # fmt: skip
    assert "it is open 0600 to 1800 (Africa/Niamey)" in EN.finding(closed, NIAMEY)


@pytest.fixture(scope="module")
def findings_of_random_plans():
    """For each rule some findings, with their withdrawals, as the judge makes them."""
    found = {rule: [] for rule in RULES}
    for seed in range(4000):
        withdrawal = random_withdrawal(seed)
        for finding in judge(withdrawal, random_plan_of(withdrawal, seed)):
            if len(found[finding.rule]) < 40:
                found[finding.rule].append((finding, withdrawal))
        if all(len(some) >= 10 for some in found.values()):
            break
    return found


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("language", [EN, FR], ids=["en", "fr"])
def test_whatever_the_judge_finds_can_be_said(findings_of_random_plans, rule, language):
    assert findings_of_random_plans[rule]
    for finding, withdrawal in findings_of_random_plans[rule]:
        sentence = language.finding(finding, withdrawal)
        assert sentence.endswith(".")
        assert sentence[:1] == sentence[:1].upper()
        assert "{" not in sentence
        assert "  " not in sentence
        for name in finding.lifts[:1]:
            assert name in sentence


@pytest.mark.parametrize(
    ("file", "table", "row", "place"),
    [
        ("niger.xlsx", "lines", 14, "niger.xlsx, lines, row 14: "),
        ("lines.csv", "lines", 14, "lines.csv, row 14: "),
        ("lines.csv", "lines", None, "lines.csv: "),
        ("", "", None, ""),
    ],
)
def test_a_fault_is_said_with_its_place(file, table, row, place):
    fault = Fault("file_empty", file, table, row)
    said = EN.say("faults", "file_empty")
    assert EN.fault(fault) == place + said


def test_the_place_of_a_fault_in_french():
    fault = Fault("file_empty", "niger.xlsx", "lines", 14)
    assert FR.fault(fault).startswith("niger.xlsx, lines, ligne 14\u00a0: ")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Agadez", "d’Agadez"), ("Évreux", "d’Évreux"), ("Niamey", "de Niamey"),
        ("Hôpital central", "d’Hôpital central"), ("Hub", "de Hub"), ("Yaoundé", "de Yaoundé"),
    ],
)  # fmt: skip
def test_french_elides_before_a_vowel_that_is_heard(place, said):
    french = FR.say("report", "map.people", origin=place, destination="Brest")
    assert french == f"La plupart des personnes vont {said} à Brest"
    english = EN.say("report", "map.people", origin=place, destination="Brest")
    assert english == f"Most people go from {place} to Brest"


def test_modes_are_said_in_the_words_of_the_language():
    facts = (("origin", "Agadez"), ("n", 1), ("modes", "air, road"))
    fault = Fault("no_route", "lines.csv", "lines", 2, "destination", "Brest", facts, True)
    assert "d’Agadez à Brest par air, route avec" in FR.fault(fault)
    assert "from Agadez to Brest by air, road with" in EN.fault(fault)


def test_titles_are_in_the_language_where_they_are_translated():
    said = (
        Translation("Guard company", "fr", "Compagnie de garde"),
        Translation("Niamey", "FR", "Niamé"),
    )
    withdrawal = replace(NIAMEY, translations=said)
    names = FR.names(withdrawal)
    assert (names.line("guards"), names.place("BASE")) == ("Compagnie de garde (guards)", "Niamé")
    assert EN.names(withdrawal).line("guards") == "Guard company (guards)"
    lift = flight("F1", guards=10, crates=5)
    assert "Compagnie de garde 10" in FR.cargo(lift, withdrawal)
    assert "Guard company 10" in EN.cargo(lift, withdrawal)


# --- many findings of one rule --------------------------------------------------------------------


def left_behind(line, units, unit, kg, place="BASE"):
    facts = (("kg", kg), ("priority", 3))
    end = datetime(2024, 9, 16, tzinfo=UTC)
    return Finding(
        "nothing_left", Severity.SHORTFALL, place, end, measured=units, limit=0, unit=unit,
        lines=(line,), facts=facts,
    )  # fmt: skip


def test_what_is_left_at_a_place_has_one_head_with_the_sum_and_then_the_lines_heaviest_first():
    findings = (
        left_behind("crates", 3, "pieces", 3000),
        left_behind("guards", 12, "people", 1200),
        left_behind("other", 2, "pieces", 9000),
    )
    (group,) = EN.finding_groups(findings, NIAMEY)
    assert group.head == "Niamey, 15 Sep: 3 lines, together 12 people and 5 pieces (12.0 t)."
    assert group.sentences == (
        "12 people of Guard company (guards) are left at the end.",
        "2 pieces of other (9.0 t) are left at the end.",
        "3 pieces of crates (3.0 t) are left at the end.",
    )
    (said,) = FR.finding_groups(findings, NIAMEY)
    assert said.head == (
        "Niamey, 15 sept.\u00a0: 3 lignes, en tout 12 personnes et 5 pièces (12,0\u202ft)."
    )


def test_two_findings_need_no_head_and_keep_their_place():
    findings = tuple(left_behind(line, 1, "pieces", 1000) for line in ("crates", "other"))
    (group,) = EN.finding_groups(findings, NIAMEY)
    assert group.head == ""
    assert [said[:15] for said in group.sentences] == ["Niamey, 15 Sep:"] * 2


def test_findings_at_different_times_keep_their_times_below_a_head_from_first_to_last():
    def overfull(on, lift):
        return breach(
            "within_seats", "BASE", june(on, 6), measured=60, limit=50, unit="people",
            lifts=(lift,), facts=(("carrier", "plane"),),
        )  # fmt: skip

    findings = (overfull(2, "F1"), overfull(4, "F2"), overfull(9, "F3"))
    (group,) = EN.finding_groups(findings, NIAMEY)
    assert group.head == "Niamey, 2 Jun to 9 Jun: 3 findings on 3 lifts."
    assert group.sentences[1] == "Lift F2, 4 Jun 0600Z: 60 people on board, plane has 50 seats."


def test_places_and_rules_are_not_put_under_one_head():
    findings = [left_behind("crates", 1, "pieces", 1, place) for place in ("BASE", "HUB", "BASE")]
    assert [len(g.sentences) for g in EN.finding_groups(findings, NIAMEY)] == [2, 1]


def test_every_finding_of_random_plans_is_in_one_group(findings_of_random_plans):
    for found in findings_of_random_plans.values():
        for withdrawal in {id(w): w for _, w in found}.values():
            some = [f for f, w in found if w is withdrawal]
            groups = EN.finding_groups(some, withdrawal)
            assert sum(len(group.sentences) for group in groups) == len(some)


def test_fewer_than_nobody_are_said_to_be_nobody():
    facts = (("role", "security"), ("until_utc", june(7, 2)))
    short = Finding(
        "floors_hold", Severity.BREACH, "HUB", june(7, 1), measured=-54, limit=40, unit="people",
        facts=facts,
    )  # fmt: skip
    assert "0 people of the role security there" in EN.finding(short, NIAMEY)
