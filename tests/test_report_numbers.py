"""Every figure of the report is the one that was computed, and the same in both languages."""

import re
from collections import Counter
from functools import cache

import pytest
from report_case import by_hand, crowded_sample, empty_sample, judged, sample, two_sites
from report_reading import Element, read_page

from drawdown.reports import report_html
from drawdown.reports.case import Case, Figures
from drawdown.reports.curve_section import without_helpers
from drawdown.rules import RULES, closure, cost_terms
from drawdown.words import Language

SAMPLES = {"sample": sample, "nothing moves": empty_sample, "crowded": crowded_sample}
every_sample = pytest.mark.parametrize("name", SAMPLES)


@cache
def tree(name: str) -> Element:
    return read_page(report_html(*SAMPLES[name]()))


def numbers(text: str, language: str) -> Counter[str]:
    """All numbers of a text as plain decimals, whatever the signs of the language."""
    if language == "fr":
        text = re.sub("(?<=\\d)\u202f(?=\\d)", "", text)
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    else:
        text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return Counter(re.findall(r"\d+(?:\.\d+)?", text))


@every_sample
def test_both_languages_state_the_same_figures_in_each_section(name):
    root = tree(name)
    for section in root.by_id("en").all("section"):
        twin = root.by_id(section.attributes["id"].replace("en-", "fr-"))
        english = numbers(section.text(without=("svg",)), "en")
        assert english == numbers(twin.text(without=("svg",)), "fr"), section.attributes["id"]
    facts = (root.by_id(code).all("div", "facts")[0].text() for code in ("en", "fr"))
    assert numbers(next(facts), "en") == numbers(next(facts), "fr")


def plotted(picture: Element, class_: str) -> list[float]:
    """The amounts that a line of a chart stands for, read back from its axis."""
    path = picture.all("path", class_)[0].attributes["d"]
    values = [float(x) for x in re.findall(r"-?\d+(?:\.\d+)?", path)]
    ys = values[1::2]
    zero = float(picture.all("path", "axis")[0].attributes["d"].split("L")[0].split()[1])
    tops = (float(g.attributes["d"].split("L")[0].split()[1]) for g in picture.all("path", "grid"))
    top = min(tops)
    ticks = (
        e.text()
        for e in picture.all("text", "t2")
        if e.classes == ["t2"] and e.attributes.get("text-anchor") == "end"
    )
    highest_tick = max(int(re.sub(r"\D", "", tick)) for tick in ticks)
    return [(zero - y) / (zero - top) * highest_tick for y in ys]


@pytest.mark.parametrize("size", ["wide", "mid", "phone"])
@every_sample
def test_each_night_of_the_curve_stands_at_its_amount(name, size):
    withdrawal, outcome = SAMPLES[name]()
    people = closure(withdrawal, outcome.plan).people_in_country
    shown = plotted(tree(name).by_id(f"en-people-{size}"), "plan")
    assert shown == pytest.approx(people[: len(shown)], abs=1)
    kg = closure(withdrawal, outcome.plan).kg_in_country
    shown = plotted(tree(name).by_id(f"fr-tonnes-{size}"), "plan")
    assert shown == pytest.approx([each / 1000 for each in kg[: len(shown)]], abs=1)


def test_the_table_of_nights_is_the_closure():
    withdrawal, outcome = sample()
    closed = closure(withdrawal, outcome.plan)
    rows = tree("sample").by_id("fr-nights").all("tbody")[0].all("tr")
    cells = [[c.attributes.get("data-v", c.text()) for c in row.all("td")] for row in rows]
    assert [int(row[0]) for row in cells] == list(closed.people_in_country)
    assert [int(row[2]) for row in cells] == list(closed.people["agadez"])
    assert [float(row[-1]) for row in cells] == [kg / 1000 for kg in closed.kg_in_country]
    first_night = rows[0].all("th")[0]
    assert (first_night.text(), first_night.attributes["data-v"]) == (
        "1er juin",
        "2024-06-02T00:00Z",
    )


def test_the_curve_of_a_site_is_its_own():
    withdrawal, outcome = sample()
    agadez = closure(withdrawal, outcome.plan).people["agadez"]
    shown = plotted(tree("sample").by_id("en-site1-wide"), "plan")
    assert shown == pytest.approx(agadez[: len(shown)], abs=1.5)


def test_the_second_curve_leaves_out_those_who_came_to_help():
    withdrawal, outcome = sample()
    second = without_helpers(Figures(withdrawal, outcome))
    people = closure(withdrawal, outcome.plan)
    present = [a - b for a, b in zip(people.people_in_country, second, strict=True)]
    assert max(present) == 24 and present[0] == 0 and present[-1] == 0


def test_a_bracket_stands_at_what_may_still_be_there():
    """460 people without helpers: 60 gone leaves 400, two thirds gone (307) leave 153."""
    text = tree("sample").by_id("en-people-wide").text()
    assert "at most 400 by 8 Jun" in text and "at most 153 by 26 Jun" in text
    assert "at most 267 t by 24 Jun" in tree("sample").by_id("en-tonnes-wide").text()


def test_the_cost_table_is_the_price_list_to_the_cent_and_sums_up():
    withdrawal, outcome = sample()
    terms = cost_terms(withdrawal, outcome.plan)
    rows = tree("sample").by_id("en-s-cost").all("tbody")[0].all("tr")
    shown = [row.all("td")[0].text() for row in rows]
    assert shown == [Language("en").number(cents / 100) for cents in terms.values()]
    total = tree("sample").by_id("en-s-cost").all("tfoot")[0].all("td")[0].text()
    assert total == Language("en").number(sum(terms.values()) / 100)


def test_the_lifts_table_adds_up_to_what_the_plan_carries():
    withdrawal, outcome = sample()
    lines = {line.name: line for line in withdrawal.lines}
    loads = [load for lift in outcome.plan.lifts for load in lift.loads]
    people = sum(load.count for load in loads if lines[load.line].is_people)
    kg = sum(load.count * lines[load.line].unit_mass_kg for load in loads
             if not lines[load.line].is_people)  # fmt: skip
    rows = tree("sample").by_id("en-lifts").all("tbody")[0].all("tr")
    cells = [[c.attributes.get("data-v", c.text()) for c in row.all("td")] for row in rows]
    assert sum(int(row[5]) for row in cells) == people
    assert sum(float(row[6]) for row in cells) == pytest.approx(kg / 1000)


def test_use_is_the_mass_on_board_against_the_payload_at_that_distance():
    """60 people at 120 kg and 4 vehicles at 9 t, 43.2 t of the 60 t over 4,000 km."""
    rows = tree("sample").by_id("en-lifts").all("tbody")[0].all("tr")
    first = next(row for row in rows if row.all("th")[0].text() == "001")
    assert [c.text() for c in first.all("td", "n")] == ["60", "36.0", "72%"]


def test_the_judge_counts_the_rules_that_hold():
    _, outcome = crowded_sample()
    broken = {finding.rule for finding in outcome.findings}
    facts = tree("crowded").by_id("en").all("div", "facts")[0].text()
    assert f"{len(RULES) - len(broken)} of {len(RULES)} rules hold" in facts
    assert "1 breach" in facts and f"{len(outcome.findings) - 1} shortfalls" in facts


@pytest.mark.parametrize(
    ("gap", "shown", "title"),
    [
        (0.031, "3.1%", "The plan costs 5.50 M€; no plan can cost less than 5.33 M€"),
        (0.0, "0.0%", "The plan costs 5.50 M€; no plan can cost less"),
        (1.0, "–", "The plan costs 5.50 M€"),
    ],
)
def test_a_bound_is_said_as_far_as_it_is_proven(gap, shown, title):
    withdrawal = two_sites()
    outcome = judged(withdrawal, by_hand(withdrawal), gap=gap)
    root = read_page(report_html(withdrawal, outcome, ("en",)))
    assert root.all("div", "fact")[2].all("div", "v")[0].text() == shown
    assert root.by_id("en-h-cost").text() == title


def test_slack_is_counted_in_days_and_hours_and_says_what_is_late():
    rows = tree("sample").by_id("en-s-dates").all("tbody")[0].all("tr")
    shown = {row.all("th")[0].children[0].text(): [c.text() for c in row.all("td")] for row in rows}
    assert shown["First sixty out"] == ["8 Jun", "4 Jun", "4 d", "Holds"]
    assert shown["Half of it out"][1:] == ["25 Jun", "−12 h", "Late"]
    assert shown["Agadez handed over"] == ["3 Jul", "–", "–", "Not reached"]


def test_figures_are_computed_once_for_all_languages():
    figures = Figures(*sample())
    english, french = Case(figures, Language("en")), Case(figures, Language("fr"))
    assert english.figures.closure is french.figures.closure
