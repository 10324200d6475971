"""Make the outlines that the report's map draws, from Natural Earth as the npm package world-atlas.

    npm install world-atlas@2.0.2
    python scripts/make_countries.py node_modules/world-atlas/countries-50m.json

writes ``src/drawdown/reports/assets/countries.json.gz``: the arcs of the 1:50 million country
outlines, thinned by Douglas and Peucker to 0.02 degrees and rounded to 0.01 degrees, and for each
country its ISO 3166 code and its rings of arcs. Neighbours keep sharing their arcs, so no gap
opens between them. The same input gives the same bytes.
"""

import gzip
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

TARGET = Path(__file__).parents[1] / "src/drawdown/reports/assets/countries.json.gz"
TOLERANCE_DEG = 0.02
UNITS_PER_DEG = 100

Point = tuple[float, float]


def decoded_arc(arc: list[list[int]], scale: Point, origin: Point) -> list[Point]:
    """The points of a delta-coded TopoJSON arc, (longitude, latitude) in degrees."""
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + origin[0], y * scale[1] + origin[1]))
    return points


def distance(point: Point, start: Point, end: Point) -> float:
    """Distance of a point from a stretch, in degrees."""
    (x, y), (x0, y0), (x1, y1) = point, start, end
    along = (x1 - x0) ** 2 + (y1 - y0) ** 2
    part = 0.0 if along == 0 else ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / along
    part = min(1.0, max(0.0, part))
    gap_x, gap_y = x - x0 - part * (x1 - x0), y - y0 - part * (y1 - y0)
    return float((gap_x**2 + gap_y**2) ** 0.5)


def thinned(points: list[Point]) -> list[Point]:
    """The points that stand further than the tolerance from a straight line (Douglas, Peucker).

    A ring keeps its farthest point too, so that it never collapses.
    """
    if len(points) < 3:
        return points
    kept = {0, len(points) - 1}
    stretches = [(0, len(points) - 1)]
    while stretches:
        first, last = stretches.pop()
        if last - first < 2:
            continue
        gaps = [distance(points[i], points[first], points[last]) for i in range(first + 1, last)]
        widest = max(range(len(gaps)), key=gaps.__getitem__)
        is_ring = points[first] == points[last]
        if gaps[widest] > TOLERANCE_DEG or is_ring:
            middle = first + 1 + widest
            kept.add(middle)
            stretches += [(first, middle), (middle, last)]
    return [points[i] for i in sorted(kept)]


def encoded_arc(points: list[Point]) -> list[int]:
    """x and y by turns, each as the step from the one before, in hundredths of a degree."""
    whole = [(round(x * UNITS_PER_DEG), round(y * UNITS_PER_DEG)) for x, y in points]
    steps = [*whole[0]]
    for (x0, y0), (x1, y1) in pairwise(whole):
        steps += [x1 - x0, y1 - y0]
    return steps


def country(geometry: dict[str, Any]) -> dict[str, Any]:
    """Two-letter code (empty where the source has none) and the rings, outer rings and holes."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    aliases = get_global("territory_aliases").get(geometry.get("id", ""), [""])
    return {"code": aliases[0] if len(aliases) == 1 else "", "polygons": polygons}


def main(source: str) -> None:
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [encoded_arc(thinned(decoded_arc(arc, scale, origin))) for arc in topology["arcs"]]
    geometries = topology["objects"]["countries"]["geometries"]
    countries = [country(geometry) for geometry in geometries if geometry.get("arcs")]
    text = json.dumps({"arcs": arcs, "countries": countries}, separators=(",", ":"))
    TARGET.write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    print(f"{TARGET.name}: {len(arcs)} arcs, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
