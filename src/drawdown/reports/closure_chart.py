"""The closure curve: what is still in the country, night by night, against its limits.

Drawn anew for each width, never shrunk. Planned is a thin grey dashed line, a floor is hatched, a
limit is black.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from markupsafe import Markup

from drawdown.reports import svg
from drawdown.reports.labels import Box, Places, label_box, text_width
from drawdown.reports.marks import FLOOR_HATCHING, bracket
from drawdown.reports.scales import Scale, TimeScale, round_ticks, time_ticks

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``amount`` by ``at``; the words come from the longest to the shortest."""

    at: datetime
    amount: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A black upright line with its words, from the longest to the shortest."""

    at: datetime
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """What one chart shows; amounts are in the unit of its axis.

    ``highest`` lets several charts share one axis. ``ends`` says what the curve does at the end.
    """

    title: str
    description: str
    begin: datetime
    end: datetime
    nights: Sequence[datetime]
    planned: Sequence[float]
    highest: float
    floor: Sequence[float] = ()
    limits: tuple[Limit, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    planned_words: str = ""
    floor_words: str = ""
    ends: str = ""
    # A further curve, of a part of the same amount.
    second: Sequence[float] = ()
    second_words: str = ""
    # How amounts and days are written; ``of_day`` is told whether a day is the first of the axis,
    # and whether the axis has months alone.
    of_amount: Callable[[float], str] = str
    of_day: Callable[[datetime, bool, bool], str] = lambda at, first, months: f"{at:%d}"


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot inside its picture, px."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def plot(self) -> Box:
        return Box(self.left, self.top, self.right, self.bottom)


TOP, BELOW, GUTTER = 30, 30, 54


def closure_chart(curve: Curve, identity: str, width: float, height: float) -> Markup:
    """The picture of one curve at one width."""
    ticks = round_ticks(curve.highest, about=4 if height > 200 else 2)
    # Charts under each other keep their days in line.
    gutter = max(GUTTER, 12 + max(text_width(curve.of_amount(tick)) for tick in ticks))
    frame = Frame(width, height, gutter, width - 14, TOP, height - BELOW)
    amounts = Scale(0, ticks[-1], frame.bottom, frame.top)
    times = TimeScale(curve.begin, curve.end, frame.left, frame.right)
    points = [(times(at), amounts(v)) for at, v in zip(curve.nights, curve.planned, strict=True)]
    labels = ChartLabels(frame, points)
    parts = [
        *amount_axis(curve, frame, amounts, ticks),
        *time_axis(curve, frame, times),
        *floor_area(curve, frame, times, amounts),
        *second_curve(curve, times, amounts),
        svg.element("path", d=svg.polyline(points), class_="plan"),
        *(deadline_line(deadline, frame, times, labels) for deadline in curve.deadlines),
        *(limit_mark(limit, times, amounts, labels) for limit in curve.limits),
        *curve_words(curve, frame, amounts, points, labels),
    ]
    return svg.drawing(identity, width, height, curve.title, curve.description, parts)


def amount_axis(curve: Curve, frame: Frame, amounts: Scale, ticks: list[float]) -> list[Markup]:
    parts = []
    for tick in ticks:
        y = amounts(tick)
        parts.append(svg.line(frame.left, y, frame.right, y, "axis" if tick == 0 else "grid"))
        parts.append(svg.text(frame.left - 8, y + 4.5, curve.of_amount(tick), "t2", "end"))
    return parts


def time_axis(curve: Curve, frame: Frame, times: TimeScale) -> list[Markup]:
    parts = []
    free_from = 0.0
    ticks = time_ticks(times)
    monthly = all(at.day == 1 for at in ticks)
    for at in ticks:
        x, first = times(at), free_from == 0.0
        parts.append(svg.line(x, frame.bottom, x, frame.bottom + 6, "axis"))
        words = curve.of_day(at, first, monthly)
        if x + 4 >= free_from and x + 4 + text_width(words) <= frame.width:
            parts.append(svg.text(x + 4, frame.bottom + 19, words, "t2"))
            free_from = x + 16 + text_width(words)
    return parts


def floor_area(curve: Curve, frame: Frame, times: TimeScale, amounts: Scale) -> list[Markup]:
    if not any(curve.floor):
        return []
    stairs = svg.steps(
        [(times(at), amounts(v)) for at, v in zip(curve.nights, curve.floor, strict=True)]
    )
    area = [(stairs[0][0], frame.bottom), *stairs, (stairs[-1][0], frame.bottom)]
    path = svg.polyline(area, closed=True)
    return [svg.element("path", d=path, class_="floor", fill=f"url(#{FLOOR_HATCHING})")]


def second_curve(curve: Curve, times: TimeScale, amounts: Scale) -> list[Markup]:
    if not curve.second:
        return []
    points = zip(map(times, curve.nights), map(amounts, curve.second), strict=True)
    return [svg.element("path", d=svg.polyline(points), class_="second")]


class ChartLabels:
    """Finds room for labels, off the other labels and, if it can, off the curve."""

    def __init__(self, frame: Frame, points: list[Point]) -> None:
        self.frame = frame
        # Labels of deadlines stand above the plot.
        self.places = Places(Box(frame.left, 2, frame.width - 2, frame.bottom))
        self.curve = [
            Box(min(x0, x1) - 1, min(y0, y1) - 2, max(x0, x1) + 1, max(y0, y1) + 2)
            for (x0, y0), (x1, y1) in pairwise(points)
        ]

    def reserve(self, space: Box) -> None:
        self.places.take(space)

    def put(
        self, spots: Sequence[tuple[float, float, str]], words: Sequence[str], class_: str
    ) -> Markup:
        """The first words that fit at the first spot (x, baseline y, anchor) with room.

        Nothing where there is no room at all: every figure stands in a table too.
        """
        for off_curve in (True, False):
            for wording in words:
                for x, y, anchor in spots:
                    space = label_box(x, y, wording, anchor)
                    crossed = off_curve and any(space.meets(b, 2) for b in self.curve)
                    if not crossed and self.places.is_free(space):
                        self.places.take(space)
                        return svg.text(x, y, wording, class_, anchor)
        return Markup("")


def deadline_line(
    deadline: Deadline, frame: Frame, times: TimeScale, labels: ChartLabels
) -> Markup:
    x = times(deadline.at)
    spots = [(x - 7, y, "end") for y in (18, 36, 54)] + [(x + 7, y, "start") for y in (18, 36, 54)]
    labels.reserve(Box(x - 2, frame.top - 8, x + 2, frame.bottom))
    upright = svg.line(x, frame.top - 18, x, frame.bottom, "deadline")
    return svg.joined((upright, labels.put(spots, deadline.words, "label strong")))


def limit_mark(limit: Limit, times: TimeScale, amounts: Scale, labels: ChartLabels) -> Markup:
    x, y = times(limit.at), amounts(limit.amount)
    labels.reserve(Box(x - 22, y - 7, x + 2, y + 7))
    rows = (4.5, -12, 20, -28, 36)
    spots = [(x + 8, y + row, "start") for row in rows]
    spots += [(x - 28, y + row, "end") for row in rows]
    words = labels.put(spots, limit.words, "label strong")
    return svg.joined((bracket(x, y), words))


def curve_words(
    curve: Curve, frame: Frame, amounts: Scale, points: list[Point], labels: ChartLabels
) -> list[Markup]:
    """What the curve is, where it begins and how it ends, written at the line itself."""
    if not points:
        return []
    first, last = points[0], end_of_fall(points, frame)
    begins = curve.of_amount(curve.planned[0])
    above = [(first[0] + 6, max(first[1] - 8, 14), "start"), (first[0] + 6, first[1] + 20, "start")]
    parts = [
        svg.element("circle", cx=last[0], cy=last[1], r=3.5, class_="end"),
        labels.put([(last[0] + dx, last[1] - dy, a) for dy in (9, 24, 40)
                    for dx, a in ((0, "start"), (0, "end"), (8, "start"), (-8, "end"))],
                   [curve.ends], "label strong"),
        labels.put(above, [begins], "label strong"),
    ]  # fmt: skip
    if curve.planned_words:
        parts.append(labels.put(along(points), [curve.planned_words], "label t2"))
    if curve.floor_words and any(curve.floor):
        spots = floor_spots(curve, frame, amounts, points)
        parts.append(labels.put(spots, [curve.floor_words], "label"))
    return parts


FLOOR_SPOTS = (0.3, 0.2, 0.4, 0.5, 0.1, 0.6, 0.7, 0.8)


def floor_spots(
    curve: Curve, frame: Frame, amounts: Scale, points: list[Point]
) -> list[tuple[float, float, str]]:
    """Spots within the floor where it is high enough, else just above it."""
    standing = [i for i, people in enumerate(curve.floor) if people]
    spots = []
    for part in FLOOR_SPOTS:
        night = standing[int(part * (len(standing) - 1))]
        top = amounts(curve.floor[night])
        y = frame.bottom - 5 if frame.bottom - top >= 20 else top - 6
        spots.append((points[night][0], y, "middle"))
    return spots


def end_of_fall(points: list[Point], frame: Frame) -> Point:
    """The first point at the bottom, else the last one."""
    return next((p for p in points if p[1] >= frame.bottom - 0.01), points[-1])


def along(points: list[Point]) -> list[tuple[float, float, str]]:
    """Spots beside the curve, from its first third on: right above it, then left below it."""
    spots: list[tuple[float, float, str]] = []
    for part in (0.3, 0.4, 0.5, 0.6, 0.2, 0.1):
        x, y = points[int(part * (len(points) - 1))]
        spots += [(x + 8, y - 8, "start"), (x - 8, y + 18, "end")]
    return spots
