"""How far two places are from each other, where a leg does not say it."""

import math

from drawdown.files.faults import Faults
from drawdown.files.table_reading import Row, Rows


def geodesic_km(from_deg: tuple[float, float], to_deg: tuple[float, float]) -> int:
    """Length of the geodesic on the WGS 84 ellipsoid, rounded up to a whole km, at least 1.

    Points are ``(lat_deg, lon_deg)``. Karney (2013), DOI 10.1007/s00190-012-0578-z.

    >>> geodesic_km((13.4815, 2.1836), (16.966, 8.0001))
    735
    """
    from geographiclib.geodesic import Geodesic

    metres = Geodesic.WGS84.Inverse(*from_deg, *to_deg, Geodesic.DISTANCE)["s12"]
    return max(1, math.ceil(metres / 1_000))


def fill_distances(legs: Rows, places: Rows, faults: Faults) -> None:
    """The distance of each leg that does not give it; a fault where a place has no position."""
    position = {row["place"]: position_of(row) for row in places if row["place"]}
    for row in legs:
        if row["distance_km"] is not None or "distance_km" in row.faulty:
            continue
        ends = [row["origin"], row["destination"]]
        if None in ends or not all(end in position for end in ends) or ends[0] == ends[1]:
            continue
        without = next((end for end in ends if position[end] is None), None)
        if without is not None:
            faults.add(legs.fault("distance_unknown", row.number, "distance_km", place=without))
            continue
        row.values["distance_km"] = geodesic_km(position[ends[0]], position[ends[1]])  # type: ignore[arg-type]


def position_of(row: Row) -> tuple[float, float] | None:
    """Latitude and longitude of a place, if both are known."""
    if row["lat_deg"] is None or row["lon_deg"] is None:
        return None
    return row["lat_deg"], row["lon_deg"]
