"""Lays the round earth flat around one point, so that any set of places can be drawn.

Azimuthal equidistant (Snyder, Map Projections: A Working Manual, 1987, chapter 25): distances and
bearings from the centre are true; the poles and the date line are places like any other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, radians, sin

EARTH_KM = 6371.0
Km = tuple[float, float]
Degrees = tuple[float, float]


def centre(points: Iterable[Degrees]) -> Degrees:
    """The point in the middle of several (longitude, latitude), on the sphere."""
    x = y = z = 0.0
    for lon, lat in points:
        lam, phi = radians(lon), radians(lat)
        x, y, z = x + cos(phi) * cos(lam), y + cos(phi) * sin(lam), z + sin(phi)
    if hypot(x, y, z) < 1e-9:
        return 0.0, 0.0
    return degrees(atan2(y, x)), degrees(atan2(z, hypot(x, y)))


@dataclass(frozen=True, slots=True)
class Projection:
    """From (longitude, latitude) to km east and km south of the centre."""

    lon_deg: float
    lat_deg: float

    def __call__(self, lon_deg: float, lat_deg: float) -> Km:
        phi0, phi, lam = radians(self.lat_deg), radians(lat_deg), radians(lon_deg - self.lon_deg)
        east = cos(phi) * sin(lam)
        north = cos(phi0) * sin(phi) - sin(phi0) * cos(phi) * cos(lam)
        ahead = sin(phi0) * sin(phi) + cos(phi0) * cos(phi) * cos(lam)
        across = hypot(east, north)
        if across < 1e-12:
            return (0.0, 0.0) if ahead > 0 else (3.14159 * EARTH_KM, 0.0)
        stretch = EARTH_KM * atan2(across, ahead) / across
        return east * stretch, -north * stretch


def bearing_deg(start: Degrees, end: Degrees) -> float:
    """The direction in which the shortest way to ``end`` sets out, clockwise from north."""
    (lon0, lat0), (lon1, lat1) = start, end
    phi0, phi1, lam = radians(lat0), radians(lat1), radians(lon1 - lon0)
    east = sin(lam) * cos(phi1)
    north = cos(phi0) * sin(phi1) - sin(phi0) * cos(phi1) * cos(lam)
    return degrees(atan2(east, north)) % 360


def ahead(start: Degrees, towards_deg: float, km: float) -> Degrees:
    """The point so many km from ``start`` in a direction."""
    lon, lat = radians(start[0]), radians(start[1])
    way, turn = km / EARTH_KM, radians(towards_deg)
    phi = asin(sin(lat) * cos(way) + cos(lat) * sin(way) * cos(turn))
    lam = lon + atan2(sin(turn) * sin(way) * cos(lat), cos(way) - sin(lat) * sin(phi))
    return degrees(lam), degrees(phi)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the plane that a picture shows: km to px."""

    west_km: float
    north_km: float
    px_per_km: float
    left: float
    top: float

    def __call__(self, point: Km) -> tuple[float, float]:
        x, y = point
        return (
            self.left + (x - self.west_km) * self.px_per_km,
            self.top + (y - self.north_km) * self.px_per_km,
        )


def fitted(points: Sequence[Km], width: float, height: float, margin: float) -> Window:
    """The largest window that shows all points ``margin`` px from the edges, in the middle."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    scale = min((width - 2 * margin) / wide, (height - 2 * margin) / high)
    left, top = (width - wide * scale) / 2, (height - high * scale) / 2
    return Window(min(xs), min(ys), scale, left, top)


def clipped(ring: Sequence[Km], left: float, top: float, right: float, bottom: float) -> list[Km]:
    """A ring cut to a rectangle (Sutherland and Hodgman 1974, doi:10.1145/360767.360802)."""
    points = cut(ring, 0, left, 1)
    points = cut(points, 0, right, -1)
    points = cut(points, 1, top, 1)
    return cut(points, 1, bottom, -1)


def cut(ring: Sequence[Km], axis: int, bound: float, side: int) -> list[Km]:
    """The part of a ring on one side of an upright or level line."""
    kept: list[Km] = []
    for i, end in enumerate(ring):
        start = ring[i - 1]
        starts_in, ends_in = (start[axis] - bound) * side >= 0, (end[axis] - bound) * side >= 0
        if starts_in != ends_in:
            part = (bound - start[axis]) / (end[axis] - start[axis])
            kept.append(
                (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
            )
        if ends_in:
            kept.append(end)
    return kept
