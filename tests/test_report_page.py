"""The report is one file that needs nothing else, whatever the plan and whatever its names."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from report_case import (
    crowded_sample,
    empty_sample,
    hostile,
    judged,
    large_sample,
    sample,
    two_sites,
)
from report_reading import Element, read_page

from drawdown.model import Load, Outcome, Plan, RunMode, Translation, Withdrawal
from drawdown.reports import report_html
from drawdown.words import Language


def one_place() -> tuple[Withdrawal, Outcome]:
    """Nobody leaves the only place there is; it has no coordinates."""
    whole = two_sites()
    place = replace(whole.places[0], lat_deg=None, lon_deg=None, closes_after=())
    lines = (replace(whole.lines[0], destination="niamey"),)
    withdrawal = replace(
        whole, places=(place,), lines=lines, fleets=(), legs=(), floors=(), milestones=(),
        disposals=(), sources=(),
    )  # fmt: skip
    return withdrawal, judged(withdrawal, Plan())


def of_no_night() -> tuple[Withdrawal, Outcome]:
    """The end is the start: there is no night to draw."""
    whole = two_sites()
    withdrawal = replace(whole, end_utc=whole.start_utc, deadline_utc=whole.start_utc)
    return withdrawal, judged(withdrawal, Plan())


def without_tails() -> tuple[Withdrawal, Outcome]:
    """Typed by hand: no lift names its tail."""
    withdrawal, outcome = sample()
    lifts = tuple(replace(lift, tail=None) for lift in outcome.plan.lifts)
    return withdrawal, judged(withdrawal, replace(outcome.plan, lifts=lifts))


def long_end() -> tuple[Withdrawal, Outcome]:
    """The withdrawal is followed for half a year beyond its deadline, and all are out before."""
    whole, outcome = sample()
    lines = tuple(line for line in whole.lines if line.name not in ("T-BLD", "T-GEN"))
    lifts = tuple(lift for lift in outcome.plan.lifts if lift.name != "K-02")
    withdrawal = replace(whole, lines=lines, end_utc=whole.deadline_utc + timedelta(days=180))
    return withdrawal, judged(withdrawal, replace(outcome.plan, lifts=lifts, left=()))


CASES = {
    "long end": long_end,
    "sample": sample,
    "nothing moves": empty_sample,
    "crowded": crowded_sample,
    "one place": one_place,
    "hostile": hostile,
    "no night": of_no_night,
    "no tails": without_tails,
}


@cache
def page(name: str) -> str:
    return report_html(*CASES[name]())


@cache
def tree(name: str) -> Element:
    return read_page(page(name))


every_case = pytest.mark.parametrize("name", CASES)


@every_case
def test_a_page_is_well_formed_and_names_each_thing_once(name):
    ids = Counter(e.attributes["id"] for e in tree(name).walk() if "id" in e.attributes)
    assert {identity: n for identity, n in ids.items() if n > 1} == {}
    assert all(identity and " " not in identity for identity in ids)


@every_case
def test_what_a_page_points_to_within_itself_is_there(name):
    root = tree(name)
    ids = {e.attributes.get("id") for e in root.walk()}
    for element in root.walk():
        for attribute in ("aria-labelledby", "data-filter", "data-csv", "data-shown"):
            assert set(element.attributes.get(attribute, "").split()) <= ids
        if element.attributes.get("href", "").startswith("#"):
            assert element.attributes["href"][1:] in ids


@every_case
def test_a_page_asks_for_nothing_outside_itself(name):
    root = tree(name)
    allowed = {"#", "https://example.org/a"}
    for element in root.walk():
        assert "src" not in element.attributes
        href = element.attributes.get("href", "#")
        assert href[:1] == "#" or href in allowed or href.endswith((".csv", ".json"))
        assert ":" not in href or href in allowed
    assert "url(http" not in page(name) and "@import" not in page(name)
    assert root.all("link") == []


@every_case
def test_every_picture_says_what_it_shows(name):
    for picture in tree(name).all("svg"):
        if picture.attributes.get("role") == "img":
            title, description = picture.children[:2]
            assert isinstance(title, Element) and title.tag == "title" and title.text().strip()
            assert isinstance(description, Element) and description.text().strip()
        else:
            parent_hides = picture.attributes.get("aria-hidden") == "true"
            assert parent_hides or "x" in picture.attributes, "a mark outside a picture"


@every_case
def test_every_table_has_heads_with_a_scope(name):
    for table in tree(name).all("table"):
        assert table.all("thead")
        assert all(th.attributes.get("scope") in ("col", "row") for th in table.all("th"))
        columns = len(table.all("thead")[0].all("th"))
        assert {len(row.all("th") + row.all("td")) for row in table.all("tr")} == {columns}


def test_text_of_the_files_stays_text():
    root = tree("hostile")
    assert len(root.all("script")) == len(root.all("style")) == 1
    assert root.all("img") == []
    for element in root.walk():
        assert not any(attribute.startswith("on") for attribute in element.attributes)
    style = root.all("style")[0].text(without=())
    assert "alert" in style, "the marking stands in the margin of the paper"
    assert "<" not in style and "/style" not in style
    assert "{{ 7*7 }}" in root.text() and "49" not in root.all("title")[0].text()


def test_an_address_that_is_none_is_not_a_link():
    assert "javascript:alert(3)" not in page("hostile")


def test_the_script_in_the_page_is_the_only_one_that_may_run():
    import base64
    import hashlib

    root = tree("sample")
    script = root.all("script")[0].text(without=())
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = next(
        e.attributes["content"]
        for e in root.all("meta")
        if e.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert f"script-src 'sha256-{digest}'" in policy and "default-src 'none'" in policy


def test_a_real_withdrawal_has_no_strip_and_others_name_their_mode():
    withdrawal, outcome = sample()
    assert [b.text() for b in tree("sample").all("b", "strip")] == ["EXERCISE", "EXERCICE"]
    real = read_page(report_html(replace(withdrawal, mode=RunMode.REAL), outcome))
    assert real.all("b", "strip") == [] and "EXERCISE" not in real.text()
    test = read_page(report_html(replace(withdrawal, mode=RunMode.TEST), outcome, ("en",)))
    assert [b.text() for b in test.all("b", "strip")] == ["TEST"]


def test_the_same_plan_gives_the_same_bytes():
    assert report_html(*sample()) == page("sample")


def test_the_opening_may_be_said_by_another():
    def opening(language: Language, withdrawal: Withdrawal, outcome: Outcome) -> str:
        return f"{language.code}: {withdrawal.name}, seed {outcome.seed}"

    html = report_html(*sample(), languages=("fr",), opening=opening)
    assert [h.text() for h in read_page(html).all("h1")] == ["fr: two-sites, seed 7"]


def test_the_instant_of_making_is_said_when_it_is_given():
    made = two_sites().start_utc + timedelta(hours=6)
    assert "made 1 Jun 0600Z 2024" in report_html(*sample(), made_utc=made)


def test_a_curve_ends_soon_after_the_deadline_when_all_are_out():
    root = tree("long end")
    path = root.by_id("en-people-wide").all("path", "plan")[0].attributes["d"]
    assert len(path.split()) / 2 < 50, "45 nights to the deadline, 225 in the withdrawal"
    assert len(root.by_id("en-nights").all("tbody")[0].all("tr")) == 225


def test_a_plan_without_lifts_says_so_and_what_stays():
    text = tree("nothing moves").by_id("en").text()
    assert "The plan has no lift." in text
    assert "484 people" in text and "534.0 t" in text
    assert tree("nothing moves").all("div", "gantt") == []


def test_places_without_coordinates_are_named_and_not_drawn():
    section = tree("one place").by_id("en-s-map")
    assert section.all("svg") == []
    assert "coordinates are not given: Niamey" in section.text()


def test_each_breach_is_shown_by_mark_word_and_sentence():
    findings = tree("crowded").by_id("en-s-findings")
    first = findings.all("tbody")[0].all("tr")[0]
    assert "Breach" in first.text() and "working_mog" in first.text()
    assert [use.attributes["href"] for use in first.all("use")] == ["#m-late"]
    assert "3, limit 2" in tree("crowded").by_id("en-gantt").text()


def test_lifts_are_counted_in_one_way_everywhere():
    root = tree("sample")
    assert root.by_id("en-h-lifts").text() == "14 loaded lifts (29 with empty runs)"
    assert root.by_id("en-h-gantt").text().startswith("14 loaded lifts (29 with empty runs), ")
    figure = root.by_id("en").all("div", "fact")[0].text()
    assert figure.startswith("Loaded lifts14") and "29 with empty runs" in figure
    assert root.by_id("fr-h-lifts").text() == "14 transports chargés (29 avec les trajets à vide)"


def test_each_language_of_the_report_shows_its_own_titles():
    withdrawal, outcome = sample()
    pairs = (
        ("Two sites 2024", "Deux sites 2024"), ("Containers", "Conteneurs"), ("Europe", "Europa"),
        ("First sixty out", "Soixante premiers sortis"), ("C-17", "Avion C-17"),
    )  # fmt: skip
    said = tuple(Translation(title, "fr", french) for title, french in pairs)
    root = read_page(report_html(replace(withdrawal, translations=said), outcome))
    english, french = root.by_id("en").text(), root.by_id("fr").text()
    for title, translated in pairs:
        assert translated in french and translated not in english
        assert title in english
    assert "First sixty out" not in french


def test_findings_of_one_rule_at_one_place_stand_under_one_head():
    findings = tree("nothing moves").by_id("en-s-findings")
    left = [tr for tr in findings.all("tr") if "nothing_left" in tr.text()]
    agadez = next(tr for tr in left if "Agadez" in tr.text())
    assert "5 lines, together 180 people and 34 pieces (264.0 t)." in agadez.text()
    assert agadez.all("li")[0].text().startswith("150 people of Contingent, Agadez")
    assert len(agadez.all("li")) == 5


def test_a_report_of_150_lifts_is_below_900_kb():
    html = report_html(*large_sample(150))
    assert 100_000 < len(html.encode()) < 900_000


def test_a_report_of_2000_lifts_lists_them_all_and_stays_below_6_mb():
    html = report_html(*large_sample(2000))
    assert len(html.encode()) < 6_000_000
    root = read_page(html)
    assert len(root.by_id("fr-lifts").all("tbody")[0].all("tr")) == 2000


def test_a_sign_beyond_the_first_font_brings_the_second():
    withdrawal, outcome = sample()
    czech = replace(withdrawal, title="Výsadek Příbram")
    assert page("sample").count("@font-face") == 1
    assert report_html(czech, outcome).count("@font-face") == 2


def test_a_load_of_no_unit_is_an_empty_run():
    withdrawal, outcome = sample()
    first = replace(outcome.plan.lifts[0], loads=(Load("P-NIM", 0),))
    plan = replace(outcome.plan, lifts=(first, *outcome.plan.lifts[1:]))
    lifts = read_page(report_html(withdrawal, judged(withdrawal, plan))).by_id("en-lifts")
    row = next(r for r in lifts.all("tr") if r.text().startswith(first.name))
    assert "empty" in row.classes
