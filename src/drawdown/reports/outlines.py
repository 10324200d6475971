"""The outlines of the world's countries, from Natural Earth (see ``assets/README.md``)."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

UNITS_PER_DEG = 100
Ring = tuple[tuple[float, float], ...]
NEAR_DEG = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """A country's ISO 3166 code (empty where it has none) and its polygons; equal to itself alone.

    A polygon is its outer ring and its holes; points are (longitude, latitude) in degrees.
    """

    code: str
    polygons: tuple[tuple[Ring, ...], ...]


@cache
def countries() -> tuple[Country, ...]:
    """All countries; read once."""
    packed = files("drawdown.reports").joinpath("assets/countries.json.gz").read_bytes()
    data = json.loads(gzip.decompress(packed))
    arcs = [decoded(arc) for arc in data["arcs"]]
    return tuple(
        Country(entry["code"], tuple(rings(polygon, arcs) for polygon in entry["polygons"]))
        for entry in data["countries"]
    )


def decoded(arc: list[int]) -> Ring:
    """The points of an arc that is kept as steps of a hundredth of a degree."""
    xs, ys = accumulate(arc[0::2]), accumulate(arc[1::2])
    return tuple((x / UNITS_PER_DEG, y / UNITS_PER_DEG) for x, y in zip(xs, ys, strict=True))


def rings(polygon: list[list[int]], arcs: list[Ring]) -> tuple[Ring, ...]:
    return tuple(ring(numbers, arcs) for numbers in polygon)


def ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    """The arcs of a ring one after another; ``~n`` stands for arc n run backwards."""
    points: list[tuple[float, float]] = []
    for n in numbers:
        arc = arcs[n] if n >= 0 else arcs[~n][::-1]
        points.extend(arc[1:] if points else arc)
    return tuple(points)


def contains(outer: Sequence[tuple[float, float]], lon: float, lat: float) -> bool:
    """Whether a point lies within a ring (even-odd rule)."""
    inside = False
    for (x0, y0), (x1, y1) in zip(outer, (*outer[1:], outer[0]), strict=True):
        if (y0 > lat) != (y1 > lat) and lon < x0 + (lat - y0) / (y1 - y0) * (x1 - x0):
            inside = not inside
    return inside


def concerned(points: Iterable[tuple[float, float]]) -> dict[Country, list[Ring]]:
    """The countries that the points (longitude, latitude) lie in, and the rings around them.

    A point just off a coast belongs to the nearest ring within half a degree.
    """
    found: dict[Country, list[Ring]] = {}
    for lon, lat in points:
        for country, outer in ring_around(lon, lat):
            known = found.setdefault(country, [])
            if outer not in known:
                known.append(outer)
    return found


def ring_around(lon: float, lat: float) -> Iterator[tuple[Country, Ring]]:
    near: list[tuple[float, Country, Ring]] = []
    for country in countries():
        for polygon in country.polygons:
            outer = polygon[0]
            if contains(outer, lon, lat):
                yield country, outer
                return
            away = min((x - lon) ** 2 + (y - lat) ** 2 for x, y in outer)
            if away <= NEAR_DEG**2:
                near.append((away, country, outer))
    if near:
        _, country, outer = min(near, key=lambda found: found[0])
        yield country, outer


def country_name(code: str, language: str) -> str:
    """A country's name as the Unicode locale data have it; empty for an unknown code."""
    from babel import Locale

    territories: Mapping[str, Any] = Locale.parse(language).territories
    return str(territories.get(code, ""))
