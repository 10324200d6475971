"""The ground of the map: which part of the earth it shows, and the land in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import hypot

from markupsafe import Markup

from drawdown.reports import svg
from drawdown.reports.outlines import Country, concerned, contains, countries, country_name
from drawdown.reports.projection import Km, Projection, Window, centre, clipped, fitted

MARGIN_PX, BLEED_PX, THIN_PX = 64.0, 8.0, 0.8
LEAST_HALF_KM, REACH_KM, REACH_SHARE = 120.0, 900.0, 1.25
HALF_EARTH_KM = 15_000.0


@dataclass(frozen=True)
class Ground:
    """A part of the earth in a picture, and the countries whose places are emptied."""

    projection: Projection
    window: Window
    width: float
    height: float
    concerned: tuple[Country, ...]

    def at(self, lon_deg: float, lat_deg: float) -> Km:
        return self.window(self.projection(lon_deg, lat_deg))

    @cached_property
    def rings(self) -> dict[Country, list[list[Km]]]:
        """The rings of each country that reach into the picture, px."""
        shown = {}
        for country, laid_flat in flat_rings(self.projection).items():
            rings = [visible(ring, self) for ring in laid_flat]
            if any(rings):
                shown[country] = [ring for ring in rings if ring]
        return shown


@lru_cache(maxsize=16)
def ground_of(core: tuple[tuple[float, float], ...], width: float, height: float) -> Ground:
    """The frame that shows the places (longitude, latitude) and, if it can, their country."""
    around = concerned(core)
    projection = Projection(*centre(core))
    places = [projection(*point) for point in core]
    land = [projection(*point) for rings in around.values() for ring in rings for point in ring]
    corners = frame_km(places, land)
    margin = min(MARGIN_PX, width * 0.14)
    window = fitted(corners, width, height, margin)
    return Ground(projection, window, width, height, tuple(around))


def frame_km(places: Sequence[Km], land: Sequence[Km]) -> list[Km]:
    """Two corners: the places, and of their country's land what lies within reach of them."""
    corners: tuple[list[float], list[float]] = ([], [])
    for axis in (0, 1):
        low, high = min(p[axis] for p in places), max(p[axis] for p in places)
        middle, half = (low + high) / 2, (high - low) / 2
        reach = max(REACH_KM, half * REACH_SHARE)
        lands = [p[axis] for p in land]
        near_low = max(min(lands, default=low), middle - reach)
        near_high = min(max(lands, default=high), middle + reach)
        corners[0].append(min(low, near_low, middle - LEAST_HALF_KM))
        corners[1].append(max(high, near_high, middle + LEAST_HALF_KM))
    return [(corners[0][0], corners[0][1]), (corners[1][0], corners[1][1])]


@lru_cache(maxsize=4)
def flat_rings(projection: Projection) -> dict[Country, list[list[Km]]]:
    """The rings of all countries, laid flat: pictures of one withdrawal share them."""
    return {
        country: [
            [projection(*point) for point in ring]
            for polygon in country.polygons
            for ring in polygon
        ]
        for country in countries()
    }


def visible(flat: Sequence[Km], ground: Ground) -> list[Km]:
    """A ring laid flat as px, cut to the picture and thinned to what the eye can tell apart."""
    if any(hypot(*point) > HALF_EARTH_KM for point in flat):
        # Rings that reach around the earth turn inside out; what is near of them is kept.
        flat = [point for point in flat if hypot(*point) <= HALF_EARTH_KM]
    points = [ground.window(point) for point in flat]
    cut = clipped(points, -BLEED_PX, -BLEED_PX, ground.width + BLEED_PX, ground.height + BLEED_PX)
    thin: list[Km] = []
    for x, y in cut:
        if not thin or abs(x - thin[-1][0]) + abs(y - thin[-1][1]) >= THIN_PX:
            thin.append((x, y))
    return thin if len(thin) > 2 else []


def ground_shapes(ground: Ground) -> list[Markup]:
    """Water, land without borders, and the outlines of the countries concerned."""
    others = [c for c in ground.rings if c not in ground.concerned]
    inner = [c for c in ground.rings if c in ground.concerned]
    return [
        svg.box(0, 0, ground.width, ground.height, "water"),
        shape(others, ground, "land"),
        shape(inner, ground, "country"),
    ]


def shape(chosen: Sequence[Country], ground: Ground, class_: str) -> Markup:
    paths = (
        svg.polyline(ring, closed=True) for country in chosen for ring in ground.rings[country]
    )
    return svg.element("path", d="".join(paths), class_=class_, fill_rule="evenodd")


def name_spots(ground: Ground, language: str) -> Iterator[tuple[str, list[Km]]]:
    """The neighbours' names with spots for them, the ones deepest inside first."""
    for country, rings in ground.rings.items():
        name = country_name(country.code, language) if country.code else ""
        if name and country not in ground.concerned:
            spots = sorted(
                (spot for ring in rings for spot in inner_spots(ring, ground)), reverse=True
            )
            yield name, [at for _, at in spots[:12]]


def inner_spots(ring: Sequence[Km], ground: Ground, grid: int = 14) -> list[tuple[float, Km]]:
    """Points of a grid inside a ring, with their distance from its edge, px."""
    found = []
    for i in range(1, grid):
        for j in range(1, grid):
            x, y = ground.width * i / grid, ground.height * j / grid
            if contains(ring, x, y):
                found.append((min(hypot(x - px, y - py) for px, py in ring), (x, y)))
    return found
