"""The map: where people and things go, on the outlines of the countries they leave.

The frame is fitted to the places in the country. What lies outside it is an arrow that leaves
towards its bearing. Arrow width is tonnes; air is solid, road dashed, sea dotted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot

from markupsafe import Markup

from drawdown.model import Mode, Place
from drawdown.reports import svg
from drawdown.reports.arrows import Arrow, arrow_mark
from drawdown.reports.labels import Box, Places, line_height, lines_box, shortened, wrapped
from drawdown.reports.map_ground import Ground, ground_of, ground_shapes, name_spots
from drawdown.reports.marks import mark_at
from drawdown.reports.projection import ahead, bearing_deg

Point = tuple[float, float]
SITE_SIZE, PLACE_RADIUS = 18.0, 4.5
FEW, NARROW_PX = 6, 500


@dataclass(frozen=True, slots=True)
class MapFlow:
    """One arrow: from where to where, how thick, and its words (a bold and a plain line).

    ``outside_words`` are used instead where the destination lies outside the frame.
    """

    origin: str
    destination: str
    mode: Mode
    kg: int
    words: tuple[str, str]
    outside_words: tuple[str, str]


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place that is drawn: its name, a line below it and the status of its mark."""

    place: Place
    words: tuple[str, ...]
    status: str = "planned"


@dataclass(frozen=True, slots=True)
class MapText:
    """What the picture says of itself, and how countries are called."""

    title: str
    description: str
    language: str


def coordinates(place: Place) -> Point | None:
    """Longitude and latitude, or None where they are not known."""
    if place.lon_deg is None or place.lat_deg is None:
        return None
    return place.lon_deg, place.lat_deg


def movement_map(
    places: Sequence[MapPlace],
    flows: Sequence[MapFlow],
    text: MapText,
    identity: str,
    width: float,
    height: float,
) -> Markup:
    """The picture; places without coordinates are not on it. Empty if none in the country has."""
    spots = {p.place.name: c for p in places if (c := coordinates(p.place))}
    core = [spots[p.place.name] for p in places if p.place.in_country and p.place.name in spots]
    if not core:
        return Markup("")
    ground = ground_of(tuple(core), width, height)
    known = {name: ground.at(*spot) for name, spot in spots.items()}
    inside = {name: at for name, at in known.items() if within(at, width, height)}
    shown = [p for p in places if p.place.name in inside]
    arrows = arrows_of(flows, spots, inside, ground)
    labels = Places(Box(4, 4, width - 4, height - 4))
    for entry in shown:
        labels.take(site_box(inside[entry.place.name]))
    # Where many places crowd the frame, names are worth more than figures; a table has those.
    named = shown if len(shown) <= FEW else [replace(e, words=e.words[:1]) for e in shown]
    marks = [place_mark(entry, inside[entry.place.name]) for entry in shown]
    words = [
        *(place_words(entry, inside[entry.place.name], labels, arrows) for entry in named),
        *(arrow_words(arrow, labels, arrows, width) for arrow in worded(arrows)),
        *country_words(ground, text.language, labels, arrows),
    ]
    parts = [*ground_shapes(ground), *(arrow_mark(arrow) for arrow in arrows), *marks, *words]
    return svg.drawing(identity, width, height, text.title, text.description, parts)


def within(at: Point, width: float, height: float) -> bool:
    return 12 <= at[0] <= width - 12 and 12 <= at[1] <= height - 12


def arrows_of(
    flows: Sequence[MapFlow], spots: dict[str, Point], inside: dict[str, Point], ground: Ground
) -> list[Arrow]:
    """One arrow for each flow whose origin is in the frame, the thickest first."""
    heaviest = max((flow.kg for flow in flows), default=0)
    arrows: list[Arrow] = []
    for flow in sorted(flows, key=lambda f: -f.kg):
        start, to = inside.get(flow.origin), spots.get(flow.destination)
        if start is None or to is None or flow.origin == flow.destination:
            continue
        end = inside.get(flow.destination)
        width = 1.8 + 7.2 * (flow.kg / heaviest if heaviest else 0)
        if end is not None:
            arrows.append(Arrow(start, end, flow.mode, width, flow.words, bow=bow(flow, arrows)))
            continue
        end = free_exit(exit_point(spots[flow.origin], to, start, ground), arrows, ground)
        arrows.append(
            Arrow(start, end, flow.mode, width, flow.outside_words, bow=0.08, leaves=True)
        )
    return arrows


def bow(flow: MapFlow, arrows: Sequence[Arrow]) -> float:
    """How far an arrow bends: further than those that join the same places already."""
    return 0.12 + 0.1 * sum(arrow.words == flow.words for arrow in arrows)


def exit_point(origin: Point, to: Point, start: Point, ground: Ground) -> Point:
    """Where the way from ``origin`` to a place beyond the frame meets its edge."""
    next_km = ahead(origin, bearing_deg(origin, to), 30)
    x, y = ground.at(*next_km)
    dx, dy = x - start[0], y - start[1]
    length = hypot(dx, dy) or 1.0
    return to_edge(start, (dx / length, dy / length), ground)


def to_edge(start: Point, towards: Point, ground: Ground, inset: float = 14) -> Point:
    """The point on the frame, ``inset`` px within, that lies in a direction."""
    reaches = []
    for at, step, far in zip(start, towards, (ground.width, ground.height), strict=True):
        if abs(step) > 1e-9:
            reaches.append(((far - inset if step > 0 else inset) - at) / step)
    reach = max(min(reaches, default=0.0), 40.0)
    return start[0] + towards[0] * reach, start[1] + towards[1] * reach


def free_exit(end: Point, arrows: Iterable[Arrow], ground: Ground, apart: float = 40) -> Point:
    """The end moved along the frame until no other arrow leaves close to it."""
    others = [arrow.end for arrow in arrows if arrow.leaves]
    along_top = end[1] < 20 or end[1] > ground.height - 20
    for step in range(0, 400, 10):
        for side in (1, -1):
            x, y = (end[0] + side * step, end[1]) if along_top else (end[0], end[1] + side * step)
            if not (14 <= x <= ground.width - 14 and 14 <= y <= ground.height - 14):
                continue
            if all(hypot(x - ox, y - oy) >= apart for ox, oy in others):
                return x, y
    return end


def site_box(at: Point) -> Box:
    half = SITE_SIZE / 2 + 2
    return Box(at[0] - half, at[1] - half, at[0] + half, at[1] + half)


def place_mark(entry: MapPlace, at: Point) -> Markup:
    """A site has the mark of its status; another place is a plain dot."""
    if entry.place.kind == "site":
        return mark_at(entry.status, at[0] - SITE_SIZE / 2, at[1] - SITE_SIZE / 2, SITE_SIZE)
    return svg.element("circle", cx=at[0], cy=at[1], r=PLACE_RADIUS, class_="place")


def place_words(entry: MapPlace, at: Point, labels: Places, arrows: Sequence[Arrow]) -> Markup:
    """Name and figure of a place, where they cover least; the name alone where room is scarce."""
    words = [shortened(line, 170, 15) for line in entry.words]
    x, y = at
    right, left, mid = (x + 15, "start"), (x - 15, "end"), (x, "middle")
    heights = (y - 2, y + 14, y - 14, y + 30, y - 30)
    spots = [(sx, h, anchor) for h in heights for sx, anchor in (right, left)]
    spots += [(mid[0], y + 28, "middle"), (mid[0], y - 32, "middle")]
    return placed(words, spots, labels, arrows, "sitename") or placed(
        words[:1], spots, labels, arrows, "label strong"
    )


def worded(arrows: Sequence[Arrow]) -> list[Arrow]:
    """The arrows that get words: those that leave the frame, and few arrows all of them."""
    leaving = [arrow for arrow in arrows if arrow.leaves]
    return leaving + [a for a in arrows if not a.leaves and len(arrows) <= FEW]


def arrow_words(arrow: Arrow, labels: Places, arrows: Sequence[Arrow], width: float) -> Markup:
    """The words of an arrow beside it, near its head if it leaves the frame."""
    room = 230 if width > NARROW_PX else 108
    title, carried = arrow.words
    bold = [shortened(line, room) for line in wrapped(title, room)[:3] if line]
    words = [*bold, shortened(carried, 230)] if carried else bold
    if not words:
        return Markup("")
    parts = (0.86, 0.75, 0.64, 0.53, 0.42) if arrow.leaves else (0.5, 0.4, 0.6, 0.3, 0.7)
    spots = []
    for off in (10, 18, 30, 48):
        for part in parts:
            x, y = arrow.at(part)
            gap = off + arrow.width / 2
            spots += [(x + gap, y, "start"), (x - gap, y, "end")]
            spots += [(x, y + gap + 12, "middle"), (x, y - gap - 18, "middle")]
    return placed(words, spots, labels, arrows, "label strong", len(bold))


def placed(
    words: Sequence[str],
    spots: Sequence[tuple[float, float, str]],
    labels: Places,
    arrows: Sequence[Arrow],
    class_: str,
    bold: int = 1,
) -> Markup:
    """The lines at the first spot that is free of labels and arrows, else of labels alone."""
    size = 15 if class_ == "sitename" else 13
    tracks = [box for arrow in arrows for box in arrow.track]
    for off_arrows in (True, False):
        for x, y, anchor in spots:
            space = lines_box(x, y, words, anchor, size)
            if off_arrows and any(space.meets(box, 1) for box in tracks):
                continue
            if labels.is_free(space, 3):
                labels.take(space)
                lines = (
                    svg.text(x, y + i * line_height(size), line,
                             class_ if i < bold else "label", anchor, size if i < bold else 13)
                    for i, line in enumerate(words)
                )  # fmt: skip
                return svg.joined(lines)
    return Markup("")


def country_words(
    ground: Ground, language: str, labels: Places, arrows: Sequence[Arrow]
) -> list[Markup]:
    """The names of the neighbours, where there is room; never over an arrow."""
    tracks = [box for arrow in arrows for box in arrow.track]
    parts = []
    for name, spots in name_spots(ground, language):
        for x, y in spots:
            space = lines_box(x, y, [name], "middle")
            if labels.is_free(space, 4) and not any(space.meets(b, 2) for b in tracks):
                labels.take(space)
                parts.append(svg.text(x, y, name, "t3", "middle"))
                break
    return parts
