"""The map is true for places anywhere on the earth."""

from dataclasses import replace
from itertools import combinations
from math import hypot

import pytest
from report_case import PLACES, judged, sample, two_sites
from report_reading import Element, collisions, read_page

from drawdown.model import Mode, Place, PlaceKind, Plan
from drawdown.reports import report_html
from drawdown.reports.manifest import Manifest
from drawdown.reports.map import MapFlow, MapPlace, MapText, movement_map
from drawdown.reports.map_ground import ground_of
from drawdown.reports.outlines import concerned, countries, country_name, decoded
from drawdown.reports.projection import Projection, ahead, bearing_deg, centre, clipped
from scripts.make_countries import encoded_arc, thinned

TEXT = MapText("title", "description", "en")
SIZES = ((700, 560), (358, 400))


def site(name: str, lat: float, lon: float) -> Place:
    return Place(name, PlaceKind.SITE, name, lat_deg=lat, lon_deg=lon)


def home(name: str, lat: float, lon: float) -> Place:
    return Place(name, PlaceKind.HOME, name, False, lat_deg=lat, lon_deg=lon)


WORLDWIDE = {
    "one site": (site("Niamey", 13.48, 2.18), home("Ramstein", 49.44, 7.6)),
    "on the date line": (site("Suva", -18.1, 178.4), site("Taveuni", -16.7, -179.9),
                         home("Auckland", -37.0, 174.8)),
    "on an island": (site("Diego Garcia", -7.3, 72.4), home("Doha", 25.1, 51.3)),
    "near the pole": (site("Thule", 76.5, -68.7), site("Alert", 82.5, -62.3),
                      home("Winnipeg", 49.9, -97.2)),
    "across the earth": (site("Niamey", 13.48, 2.18), site("Tokyo", 35.7, 139.7),
                         site("Bogota", 4.6, -74.1), home("McMurdo", -77.8, 166.7)),
    "at one spot": (site("A", 13.48, 2.18), site("B", 13.48, 2.18), home("C", -13.48, -177.8)),
    "in the largest country": (site("Moscow", 55.75, 37.6), home("Anadyr", 64.7, 177.5)),
}  # fmt: skip


def drawn(places: tuple[Place, ...], width: float, height: float) -> Element:
    """A map with a flow from each site to the last place, and between the sites."""
    last = places[-1].name
    names = [p.name for p in places if p.in_country]
    pairs = [(name, last) for name in names] + list(combinations(names, 2))
    flows = [
        MapFlow(a, b, Mode.ROAD if b != last else Mode.AIR, 1000 * (i + 1),
                ("By road", "100 t"), (f"To {b} by air", "12 people · 100 t"))
        for i, (a, b) in enumerate(pairs)
    ]  # fmt: skip
    entries = [MapPlace(p, (p.title, "12 people")) for p in places]
    return read_page(movement_map(entries, flows, TEXT, "map", width, height))


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", WORLDWIDE)
def test_every_place_in_the_country_is_in_the_frame(name, width, height):
    places = WORLDWIDE[name]
    core = tuple((p.lon_deg, p.lat_deg) for p in places if p.in_country)
    ground = ground_of(core, width, height)
    for point in core:
        x, y = ground.at(*point)
        assert 20 <= x <= width - 20 and 20 <= y <= height - 20


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", WORLDWIDE)
def test_the_labels_of_a_map_stay_apart_and_inside(name, width, height):
    picture = drawn(WORLDWIDE[name], width, height)
    assert collisions(picture) == []
    texts = [e.text() for e in picture.all("text")]
    if name != "at one spot":
        assert all(p.name in texts for p in WORLDWIDE[name] if p.in_country)


def test_an_arrow_that_leaves_the_frame_sets_out_towards_its_bearing():
    """From Niamey Ramstein lies a little east of north, Dakar west."""
    niamey = (2.18, 13.48)
    assert bearing_deg(niamey, (7.6, 49.44)) == pytest.approx(5.5, abs=1.5)
    picture = drawn((PLACES[0], home("Dakar", 14.7, -17.5)), 700, 560)
    tip = picture.all("path", "head")[0].attributes["d"].removeprefix("M").split()[:2]
    assert float(tip[0]) == pytest.approx(14, abs=1), "the arrow ends at the western edge"


def test_arrows_that_leave_close_together_end_apart():
    homes = [home(f"H{n}", 49 + n / 5, 7 + n / 5) for n in range(5)]
    flows = [MapFlow("niamey", h.name, Mode.AIR, 1000, ("", ""), (h.name, "1 t")) for h in homes]
    entries = [MapPlace(p, (p.title,)) for p in (PLACES[0], *homes)]
    picture = read_page(movement_map(entries, flows, TEXT, "map", 700, 560))
    tips = [
        tuple(float(x) for x in head.attributes["d"].removeprefix("M").split()[:2])
        for head in picture.all("path", "head")
    ]
    assert len(tips) == 5
    assert all(hypot(a[0] - b[0], a[1] - b[1]) >= 35 for a, b in combinations(tips, 2))


def test_width_is_tonnes_and_dashes_are_the_road():
    root = read_page(report_html(*sample()))
    arrows = root.by_id("en-map-wide").all("path", "arrow")
    by_mode = {a.classes[1]: a for a in arrows}
    assert "stroke-dasharray" in by_mode["road"].attributes
    assert all("stroke-dasharray" not in a.attributes for a in arrows if a.classes[1] == "air")
    widths = sorted(float(a.attributes["stroke-width"]) for a in arrows)
    assert widths[-1] == 9.0, "270 t is the most"
    assert widths[0] == pytest.approx(1.8 + 7.2 * 48 / 270, abs=0.1)


def test_the_words_at_an_arrow_are_the_sums_of_its_lifts():
    withdrawal, outcome = sample()
    flow = Manifest(withdrawal, outcome.plan).flows[0]
    assert (flow.people, flow.kg) == (304, 270_000)
    assert (
        "304 people · 270 t"
        in read_page(report_html(withdrawal, outcome)).by_id("en-map-mid").text()
    )


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_map_says_that_its_borders_state_no_position(code):
    said = {
        "en": "Borders are drawn for orientation and state no position.",
        "fr": "Les frontières sont dessinées pour l’orientation et n’expriment aucune position.",
    }
    section = read_page(report_html(*sample())).by_id(f"{code}-s-map")
    assert said[code] in section.text()


def test_only_the_country_concerned_has_an_outline():
    picture = drawn((site("Niamey", 13.48, 2.18), home("Ramstein", 49.44, 7.6)), 700, 560)
    (country,) = picture.all("path", "country")
    assert country.attributes["d"].count("M") == 1
    assert [c.code for c in concerned([(2.18, 13.48)])] == ["NE"]


def test_a_place_just_off_a_coast_belongs_to_its_country():
    """A berth in the harbour of Dakar."""
    assert [c.code for c in concerned([(-17.46, 14.62)])] == ["SN"]
    assert concerned([(-30.0, 0.0)]) == {}


def test_the_world_is_whole():
    codes = [country.code for country in countries() if country.code]
    assert len(set(codes)) > 230
    assert country_name("NE", "fr") == "Niger" and country_name("DZ", "fr") == "Algérie"
    assert country_name("", "en") == ""


def test_the_way_there_and_back_is_the_same_on_the_plane():
    niamey = (2.18, 13.48)
    plane = Projection(*niamey)
    assert plane(*niamey) == (0.0, 0.0)
    east, south = plane(*ahead(niamey, 90, 500))
    assert (east, south) == (pytest.approx(500, abs=0.01), pytest.approx(0, abs=0.01))
    assert centre([(179.0, 0.0), (-179.0, 0.0)])[0] == pytest.approx(180, abs=1e-6)


def test_a_ring_is_cut_to_its_frame():
    square = [(-10.0, -10.0), (10.0, -10.0), (10.0, 10.0), (-10.0, 10.0)]
    assert set(clipped(square, 0, 0, 20, 20)) == {
        (0.0, 0.0),
        (10.0, 0.0),
        (10.0, 10.0),
        (0.0, 10.0),
    }
    assert clipped(square, 30, 30, 40, 40) == []


def test_a_withdrawal_without_coordinates_has_no_map_but_its_table():
    whole = two_sites()
    places = tuple(replace(p, lat_deg=None, lon_deg=None) for p in whole.places)
    withdrawal = replace(whole, places=places)
    _, outcome = sample()
    section = read_page(report_html(withdrawal, outcome)).by_id("en-s-map")
    assert [e for e in section.all("svg") if e.attributes.get("role") == "img"] == []
    assert "Niamey – Europe" in section.text()
    assert "Niamey, Agadez, Europe." in section.text()


def test_a_map_of_nothing_that_moves_has_no_arrow():
    withdrawal = two_sites()
    root = read_page(report_html(withdrawal, judged(withdrawal, Plan()), ("en",)))
    assert root.by_id("en-map-wide").all("path", "arrow") == []


def test_an_arc_is_kept_as_steps_and_read_back():
    arc = [(2.0, 13.5), (2.25, 13.75), (-1.0, 13.0)]
    assert decoded(encoded_arc(arc)) == tuple(arc)


def test_an_outline_is_thinned_to_its_corners_and_a_ring_stays_a_ring():
    side = [(x / 10, 0.0) for x in range(11)]
    assert thinned([*side, (1.0, 1.0)]) == [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]
    islet = [(0.0, 0.0), (0.001, 0.0), (0.001, 0.001), (0.0, 0.0)]
    assert len(thinned(islet)) >= 3 and thinned(islet)[0] == thinned(islet)[-1]
