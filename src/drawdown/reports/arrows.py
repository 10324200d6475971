"""Arrows of the map: bent a little, as wide as they carry, with a head at the end."""

from dataclasses import dataclass
from functools import cached_property
from math import hypot

from markupsafe import Markup

from drawdown.model import Mode
from drawdown.reports import svg
from drawdown.reports.labels import Box

Point = tuple[float, float]
CLEAR_OF_PLACE = 14.0


@dataclass(frozen=True)
class Arrow:
    """From ``start`` to ``end``, px. ``bow`` is the bend as a share of the length, to the left.

    ``leaves`` tells that the destination lies beyond the frame.
    """

    start: Point
    end: Point
    mode: Mode
    width: float
    words: tuple[str, str]
    bow: float = 0.0
    leaves: bool = False

    @cached_property
    def bend(self) -> Point:
        """The control point of the curve."""
        (x0, y0), (x1, y1) = self.start, self.end
        dx, dy = x1 - x0, y1 - y0
        return (x0 + x1) / 2 + 2 * self.bow * dy, (y0 + y1) / 2 - 2 * self.bow * dx

    def at(self, part: float) -> Point:
        """The point of the curve at a share of its way."""
        a, b, c = (1 - part) ** 2, 2 * part * (1 - part), part**2
        (x0, y0), (xm, ym), (x1, y1) = self.start, self.bend, self.end
        return a * x0 + b * xm + c * x1, a * y0 + b * ym + c * y1

    @cached_property
    def length(self) -> float:
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    @cached_property
    def track(self) -> tuple[Box, ...]:
        """The curve as small boxes, for labels to keep off."""
        half = self.width / 2 + 1
        count = max(8, int(self.length / 8))
        points = (self.at(i / count) for i in range(count + 1))
        return tuple(Box(x - half, y - half, x + half, y + half) for x, y in points)


def arrow_mark(arrow: Arrow) -> Markup:
    """The arrow, begun clear of its place and ended clear of the next one."""
    clear = CLEAR_OF_PLACE / max(arrow.length, 2 * CLEAR_OF_PLACE)
    head_px = 7 + 1.5 * arrow.width
    tip_part = 1.0 if arrow.leaves else 1 - clear
    base_part = max(tip_part - head_px / max(arrow.length, head_px), 0.3)
    count = 24
    parts = (clear + (base_part - clear) * i / count for i in range(count + 1))
    shaft = [arrow.at(part) for part in parts]
    tip, base = arrow.at(tip_part), arrow.at(base_part)
    return svg.group(
        (
            svg.element(
                "path", d=svg.polyline(shaft), class_=f"arrow {arrow.mode}",
                stroke_width=arrow.width, stroke_dasharray=dashes(arrow),
            ),
            svg.element("path", d=svg.polyline(head(base, tip, arrow.width), True), class_="head"),
        )
    )  # fmt: skip


def dashes(arrow: Arrow) -> str | None:
    """Air is solid, road dashed, sea dotted."""
    unit = max(arrow.width, 2.5)
    return {
        Mode.AIR: None,
        Mode.ROAD: f"{2.2 * unit:.1f} {1.3 * unit:.1f}",
        Mode.SEA: f"{unit:.1f} {1.2 * unit:.1f}",
    }[arrow.mode]


def head(base: Point, tip: Point, width: float) -> list[Point]:
    """The triangle at the end of an arrow."""
    dx, dy = tip[0] - base[0], tip[1] - base[1]
    long = hypot(dx, dy) or 1.0
    half = 4 + width * 0.9
    side = (-dy / long * half, dx / long * half)
    return [tip, (base[0] + side[0], base[1] + side[1]), (base[0] - side[0], base[1] - side[1])]
