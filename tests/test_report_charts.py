"""The pictures of the report: labels stand clear of each other, bars where the lifts are."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest
from report_case import DEADLINE, START, crowded_sample, day, empty_sample, sample
from report_reading import Element, collisions, labels, read_page

from drawdown.model import OpeningHours
from drawdown.reports import report_html
from drawdown.reports.closure_chart import Curve, Deadline, Limit, closure_chart
from drawdown.reports.gantt import fitting_names, px_per_day
from drawdown.reports.gantt_rows import closings, ground_use, tail_rows, time_range
from drawdown.reports.labels import Box, shortened, text_width
from drawdown.reports.manifest import Manifest
from drawdown.reports.scales import TimeScale, round_ticks, time_ticks

SAMPLES = {"sample": sample, "nothing moves": empty_sample, "crowded": crowded_sample}


@cache
def tree(name: str) -> Element:
    return read_page(report_html(*SAMPLES[name]()))


def pictures(root: Element) -> list[Element]:
    return [e for e in root.all("svg") if e.attributes.get("role") == "img"]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_two_labels_of_a_picture_touch(name):
    touching = {p.attributes["id"]: collisions(p) for p in pictures(tree(name))}
    assert {identity: pairs for identity, pairs in touching.items() if pairs} == {}


@pytest.mark.parametrize("name", SAMPLES)
def test_no_label_is_cut_off_by_the_edge_of_its_picture(name):
    for picture in pictures(tree(name)):
        frame = Box(-1, -1, float(picture.attributes["width"]) + 1,
                    float(picture.attributes["height"]) + 1)  # fmt: skip
        outside = [words for words, box in labels(picture) if not box.inside(frame)]
        assert outside == [], picture.attributes["id"]


def many_limits(width: float) -> Element:
    """Ten milestones within ten days, and two upright lines beside them."""
    nights = [START + timedelta(days=n) for n in range(1, 91)]
    curve = Curve(
        "title", "description", START, nights[-1], nights, [900 - 10 * n for n in range(90)], 900,
        limits=tuple(
            Limit(day(40 + n), 500 - 3 * n, (f"at most {500 - 3 * n} by {n + 11} Jul", f"{n}"))
            for n in range(10)
        ),
        deadlines=(
            Deadline(day(80), ("Deadline 20 Aug",)),
            Deadline(day(82), ("Handover 22 Aug",)),
        ),
        planned_words="Plan", floor=[50] * 90, floor_words="Floor", ends="0 on 20 Aug",
    )  # fmt: skip
    return read_page(closure_chart(curve, "x", width, 300))


@pytest.mark.parametrize("width", [1120, 700, 358])
def test_a_crowd_of_limits_keeps_its_brackets_and_gives_up_words(width):
    picture = many_limits(width)
    assert collisions(picture) == []
    assert len(picture.all("path", "limit")) == 10
    assert len(picture.all("path", "deadline")) == 2


@pytest.mark.parametrize("size", ["wide", "mid", "phone"])
def test_people_and_tonnes_stand_on_the_same_days(size):
    """The tick of a day has the same x in both charts."""
    people, tonnes = (tree("sample").by_id(f"en-{kind}-{size}") for kind in ("people", "tonnes"))
    days = [
        {words: box.left for words, box in labels(picture) if words.endswith((" Jun", " Jul"))}
        for picture in (people, tonnes)
    ]
    both = days[0].keys() & days[1].keys()
    assert len(both) >= 4
    assert all(days[0][words] == days[1][words] for words in both)


def test_a_chart_without_milestones_or_floors_draws_none():
    nights = [day(1), day(2)]
    curve = Curve("t", "d", START, day(3), nights, [0, 0], 0)
    picture = read_page(closure_chart(curve, "x", 358, 200))
    assert picture.all("path", "limit") == picture.all("path", "floor") == []
    assert len(picture.all("path", "plan")) == 1


@pytest.mark.parametrize("highest", [0, 1, 7, 19, 250, 251, 1004, 99_999])
@pytest.mark.parametrize("about", [2, 4])
def test_an_axis_begins_at_nothing_and_reaches_the_highest(highest, about):
    ticks = round_ticks(highest, about)
    assert ticks[0] == 0 and ticks[-1] >= highest
    assert 2 <= len(ticks) <= 1.6 * about + 1
    assert len({b - a for a, b in pairwise(ticks)}) == 1


@pytest.mark.parametrize("length", [3, 30, 59, 61, 200, 800])
def test_days_and_months_are_not_mixed_on_an_axis(length):
    ticks = time_ticks(TimeScale(START, START + timedelta(days=length), 0, 700))
    assert ticks
    if length > 60:
        assert all(at.day == 1 for at in ticks)
    else:
        assert len({b - a for a, b in pairwise(ticks)}) <= 1


def test_a_long_name_is_cut_to_its_room():
    cut = shortened("A" * 400, 100)
    assert text_width(cut) <= 100 and cut.endswith("…")


# --- the Gantt ----------------------------------------------------------------------------------


def test_ground_use_is_what_the_judge_measures():
    """Three C-17 at Niamey at once: the lane shows 3 when and where the finding says 3."""
    withdrawal, outcome = crowded_sample()
    finding = next(f for f in outcome.findings if f.rule == "working_mog")
    uses = list(ground_use(Manifest(withdrawal, outcome.plan), "niamey"))
    above = [use for use in uses if use.spots > 2]
    assert [(u.begin, u.end, u.spots) for u in above] == [
        (finding.from_utc, finding.until_utc, finding.measured)
    ]


def test_a_bar_stands_at_its_hours():
    """Lift 001 loads from 0930Z to 1200Z on 4 June and is under way to 1700Z."""
    withdrawal, outcome = sample()
    manifest = Manifest(withdrawal, outcome.plan)
    begin, end = time_range(manifest)
    px = px_per_day((begin, end)) / 24
    picture = tree("sample").by_id("en-gantt")
    bar = next(g for g in picture.all("g") if g.all("title") and g.text().startswith("001,"))
    ground, run = bar.all("rect")
    hours = (day(3, 9.5) - begin) / timedelta(hours=1)
    assert float(ground.attributes["x"]) == pytest.approx(hours * px, abs=0.1)
    assert float(ground.attributes["width"]) == pytest.approx(9.5 * px, abs=0.1)
    assert float(run.attributes["width"]) == pytest.approx(5 * px, abs=0.1)


def test_every_lift_has_a_bar_with_a_sentence():
    _, outcome = sample()
    titles = [e.text() for e in tree("sample").by_id("fr-gantt").all("title")][1:]
    assert len(titles) == len(outcome.plan.lifts)
    assert any(re.match(r"001, C-17\s: de Niamey à Europe, départ 4 juin 1200Z", t) for t in titles)


def test_lifts_without_tail_never_overlap_in_a_row():
    withdrawal, outcome = crowded_sample()
    lifts = tuple(replace(lift, tail=None) for lift in outcome.plan.lifts)
    manifest = Manifest(withdrawal, replace(outcome.plan, lifts=lifts))
    rows = tail_rows(manifest)
    assert sum(len(row.lifts) for row in rows) == len(lifts) and len(rows) == 3
    for row in rows:
        for one, following in pairwise(row.lifts):
            assert manifest.ends(one) <= manifest.begins(following)


def at(on: int, hour: int) -> datetime:
    return datetime(2024, 3, on, hour, tzinfo=UTC)


def test_a_place_is_hatched_outside_its_local_hours():
    """0800 to 1800 in Paris, where the clocks go forward on 31 March 2024."""
    hours = OpeningHours(480, 1080, "Europe/Paris")
    shown = (at(30, 0), at(31, 0) + timedelta(days=1))
    assert list(closings(hours, shown)) == [
        (at(30, 0), at(30, 7)),
        (at(30, 17), at(31, 6)),
        (at(31, 16), shown[1]),
    ]


def test_hours_over_midnight_leave_the_day_closed():
    hours = OpeningHours(1080, 360)
    shown = (at(5, 0), at(6, 0))
    assert list(closings(hours, shown)) == [(at(5, 6), at(5, 18))]


def test_the_deadline_is_drawn_only_where_it_is_in_sight():
    withdrawal, outcome = sample()
    assert time_range(Manifest(withdrawal, outcome.plan))[1] < DEADLINE
    assert tree("sample").by_id("en-gantt").all("path", "deadline") == []
    assert len(tree("sample").by_id("en-people-wide").all("path", "deadline")) == 1


def test_names_at_the_overview_are_titles_where_they_fit_else_the_short_names_of_the_tables():
    names = [
        ("C-17A Globemaster III", "C-17", " 1"),
        ("C-130J-30 Super Hercules", "C-130J-30", " 12"),
    ]
    assert fitting_names(names, 300) == ["C-17A Globemaster III 1", "C-130J-30 Super Hercules 12"]
    assert fitting_names(names, 150) == ["C-17 1", "C-130J-30 12"]
    assert fitting_names([("Boeing 737-800", "passenger-charter", " 1")], 80) == ["Boeing… 1"]
    assert all(text_width(name) <= 80 for name in fitting_names(names, 80))
