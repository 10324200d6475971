"""The Gantt of the lifts: time runs left to right, one row per tail, one lane per airfield.

The names of the rows are HTML beside the picture, so that they stay when the picture is scrolled;
row heights here and in ``report.css`` agree.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from drawdown.model import Lift
from drawdown.reports import svg
from drawdown.reports.gantt_rows import AirfieldLane, Period, TailRow
from drawdown.reports.labels import shortened, text_width
from drawdown.reports.manifest import Manifest
from drawdown.reports.marks import BREACH_HATCHING, CLOSED_HATCHING, mark_at
from drawdown.reports.scales import DAY, TimeScale, days, time_ticks

HEAD_PX, ROW_PX, LANE_PX, BAR_PX = 44, 38, 66, 24
WIDEST_PX, WINDOW_PX = 9000, 950
PX_PER_DAY = (144, 108, 72, 48, 36, 24)
PX_PER_DAY_OF_FEW = (864, 432, 288, 216)


@dataclass(frozen=True)
class Gantt:
    """What the picture shows, and how lifts and days are called."""

    title: str
    description: str
    shown: Period
    rows: list[TailRow]
    lanes: list[AirfieldLane]
    manifest: Manifest
    breaches: frozenset[str]
    deadline: datetime
    of_lift: Callable[[Lift], str]
    of_day: Callable[[datetime], str]
    over_limit: Callable[[int, int], str]
    row_names: list[tuple[str, str, str]] = field(default_factory=list)


def px_per_day(shown: Period) -> float:
    """How wide a day is: as wide as the whole allows; few days fill the window."""
    count = (shown[1] - shown[0]) / DAY
    for px in PX_PER_DAY_OF_FEW:
        if px * count <= WINDOW_PX:
            return px
    return next((px for px in PX_PER_DAY if px * count <= WIDEST_PX), PX_PER_DAY[-1])


def gantt_chart(gantt: Gantt, identity: str) -> Markup:
    """The whole plan at full size, to be scrolled sideways."""
    px = px_per_day(gantt.shown)
    right = 16 + (gantt.shown[1] - gantt.shown[0]) / DAY * px
    times = TimeScale(*gantt.shown, 0, right - 16)
    rows_end = HEAD_PX + ROW_PX * len(gantt.rows)
    bottom = rows_end + LANE_PX * len(gantt.lanes)
    parts = [
        *day_axis(gantt, times, bottom, px),
        *(row_marks(row, i, gantt, times, right) for i, row in enumerate(gantt.rows)),
        *(
            lane_marks(lane, rows_end + LANE_PX * i, gantt, times, right)
            for i, lane in enumerate(gantt.lanes)
        ),
        *deadline_mark(gantt, times, bottom),
    ]
    return svg.drawing(identity, right, bottom, gantt.title, gantt.description, parts)


def day_axis(gantt: Gantt, times: TimeScale, bottom: float, px: float) -> Iterator[Markup]:
    """A line for each midnight, its day above; hours where a day is wide enough."""
    free_from = 0.0
    for at in days(times.begin, times.end):
        x = times(at)
        yield svg.line(x, 22 if x >= free_from else HEAD_PX - 6, x, bottom, "grid")
        words = gantt.of_day(at)
        if x >= free_from and at < times.end:
            yield svg.text(x + 5, 17, words, "strong", size=14)
            free_from = x + 14 + text_width(words, 14)
        if px >= 100 and at < times.end:
            yield svg.text(x + px / 2, HEAD_PX - 9, "1200Z", "t3", "middle")
        if px >= 72 and at < times.end:
            ticks = "".join(f"M{x + px * n / 4:.1f} {HEAD_PX - 6}v6" for n in (1, 2, 3))
            yield svg.element("path", d=ticks, class_="axis")
    yield svg.line(times.left, HEAD_PX, times.right, HEAD_PX, "axis")


def row_marks(row: TailRow, index: int, gantt: Gantt, times: TimeScale, right: float) -> Markup:
    """One tail: hatched while it is not in the fleet, then its lifts."""
    top = HEAD_PX + ROW_PX * index
    parts = [svg.line(0, top + ROW_PX, right - 16, top + ROW_PX, "grid")]
    for begin, end in absences(row, gantt):
        x = times(begin)
        parts.append(svg.box(x, top + 1, times(end) - x, ROW_PX - 2, "closed", CLOSED_HATCHING))
    starts = [times(gantt.manifest.begins(lift)) for lift in row.lifts[1:]]
    for lift, free_until in zip(row.lifts, [*starts, right], strict=True):
        parts.append(bar(lift, top + (ROW_PX - BAR_PX) / 2, gantt, times, free_until))
    return svg.joined(parts)


def absences(row: TailRow, gantt: Gantt) -> Iterator[Period]:
    """When the fleet is not there, within the time shown."""
    fleet, (begin, end) = gantt.manifest.fleets[row.fleet], gantt.shown
    if fleet.from_utc and fleet.from_utc > begin:
        yield begin, min(fleet.from_utc, end)
    if fleet.until_utc and fleet.until_utc < end:
        yield max(fleet.until_utc, begin), end


def bar(lift: Lift, top: float, gantt: Gantt, times: TimeScale, free_until: float) -> Markup:
    """One lift: ground time outlined, the run filled, its name in the run or beside it."""
    manifest = gantt.manifest
    begin, end = times(manifest.begins(lift)), times(manifest.ends(lift))
    leaves, comes = times(lift.depart_utc), times(lift.arrive_utc)
    kind = kind_of(lift, gantt)
    broken = kind == "broken"
    run_px = max(comes - leaves, 1.5)
    parts = [
        svg.element("title", gantt.of_lift(lift)),
        svg.box(begin, top, max(end - begin, 1.5), BAR_PX, f"ground {kind}"),
        svg.box(leaves, top, run_px, BAR_PX, f"run {kind}", BREACH_HATCHING if broken else ""),
    ]
    wide = text_width(lift.name)
    if wide + 6 <= run_px:
        middle = (leaves + comes) / 2
        parts.append(svg.text(middle, top + 16.5, lift.name, f"liftname {kind}", "middle"))
    elif end + 4 + wide <= free_until - 3:
        parts.append(svg.text(end + 4, top + 16.5, lift.name, f"liftname {kind}"))
    if broken:
        parts.append(mark_at("late", begin - 8, top - 8))
    return svg.group(parts)


def kind_of(lift: Lift, gantt: Gantt) -> str:
    """``broken`` where the lift breaks a rule, else ``loaded`` or ``empty``."""
    if lift.name in gantt.breaches:
        return "broken"
    return "loaded" if gantt.manifest.is_loaded(lift) else "empty"


def lane_marks(
    lane: AirfieldLane, top: float, gantt: Gantt, times: TimeScale, right: float
) -> Markup:
    """One airfield: use as bars, the limit as a black line, what is above it hatched in red."""
    base, limit = top + LANE_PX - 10, lane.place.working_mog or 0
    highest = max([limit, *(use.spots for use in lane.uses)])
    spot_px = (LANE_PX - 30) / max(highest, 1)
    limit_y = base - limit * spot_px
    parts = [svg.element("path", d=areas(lane.closed, times, limit_y - 4, base), class_="closed",
                         fill=f"url(#{CLOSED_HATCHING})")] if lane.closed else []  # fmt: skip
    within = [(u.begin, u.end, min(u.spots, limit) * spot_px) for u in lane.uses]
    parts.append(svg.element("path", d=columns(within, times, base), class_="use"))
    labelled_to = 0.0
    for use in lane.uses:
        if use.spots > limit:
            x, y = times(use.begin), base - use.spots * spot_px
            width = max(times(use.end) - x, 2.0)
            parts.append(svg.box(x, y, width, limit_y - y, "run broken", BREACH_HATCHING))
            if x >= labelled_to:
                words = gantt.over_limit(use.spots, limit)
                parts.append(mark_at("late", x - 20, y - 8))
                parts.append(svg.text(x + width + 5, y + 5, words, "label strong"))
                labelled_to = x + width + 30 + text_width(words)
    parts.append(svg.line(0, base, right - 16, base, "axis"))
    parts.append(svg.line(0, limit_y, right - 16, limit_y, "limitline"))
    return svg.joined(parts)


def columns(bars: Iterable[tuple[datetime, datetime, float]], times: TimeScale, base: float) -> str:
    """Path data of upright bars that stand on ``base``."""
    path = ""
    for begin, end, high in bars:
        left, right = times(begin), max(times(end), times(begin) + 1)
        top, foot = svg.number(base - high), svg.number(base)
        path += f"M{svg.number(left)} {foot}V{top}H{svg.number(right)}V{foot}Z"
    return path


def areas(periods: Iterable[Period], times: TimeScale, top: float, bottom: float) -> str:
    return columns(((begin, end, bottom - top) for begin, end in periods), times, bottom)


def deadline_mark(gantt: Gantt, times: TimeScale, bottom: float) -> list[Markup]:
    if not times.begin < gantt.deadline <= times.end:
        return []
    x = times(gantt.deadline)
    return [svg.line(x, HEAD_PX - 6, x, bottom, "deadline")]


OVERVIEW_ROW_PX, OVERVIEW_HEAD_PX, NAME_GAP_PX = 18, 22, 10


def gantt_overview(gantt: Gantt, identity: str, width: float, most_px: float) -> Markup:
    """The same rows at one glance, for screen and paper: bars without names.

    The names of the rows take as much room as they need, at most ``most_px``.
    """
    names = fitting_names(gantt.row_names, most_px - NAME_GAP_PX)
    names_px = max(map(text_width, names), default=0) + NAME_GAP_PX
    times = TimeScale(*gantt.shown, names_px, width - 6)
    bottom = OVERVIEW_HEAD_PX + OVERVIEW_ROW_PX * len(gantt.rows)
    parts: list[Markup] = []
    for at in time_ticks(times):
        parts.append(svg.line(times(at), OVERVIEW_HEAD_PX - 5, times(at), bottom, "grid"))
        if times(at) + text_width(gantt.of_day(at)) < width:
            parts.append(svg.text(times(at) + 3, 12, gantt.of_day(at), "t2"))
    for i, (row, name) in enumerate(zip(gantt.rows, names, strict=True)):
        top = OVERVIEW_HEAD_PX + OVERVIEW_ROW_PX * i
        parts.append(svg.line(0, top + OVERVIEW_ROW_PX, width, top + OVERVIEW_ROW_PX, "grid"))
        parts.append(svg.text(0, top + 13.5, name, "t2"))
        parts += overview_bars(row, top + 3, gantt, times)
    return svg.drawing(identity, width, bottom + 2, gantt.title, gantt.description, parts)


def fitting_names(row_names: Iterable[tuple[str, str, str]], width: float) -> list[str]:
    """Titles with their tails if all fit into the width, else what is shorter, title or key.

    What is still too wide is cut before the tail.

    >>> fitting_names([("C-17A Globemaster III", "C-17", " 1")], 100)
    ['C-17 1']
    """
    rows = list(row_names)
    titles = [title + tail for title, _, tail in rows]
    if all(text_width(name) <= width for name in titles):
        return titles
    return [
        shortened(min(title, key, key=text_width), width - text_width(tail)) + tail
        for title, key, tail in rows
    ]


def overview_bars(row: TailRow, top: float, gantt: Gantt, times: TimeScale) -> Iterator[Markup]:
    """The runs of a tail as one path for each kind."""
    high = OVERVIEW_ROW_PX - 6
    for kind in ("loaded", "empty", "broken"):
        runs = [
            (gantt.manifest.begins(lift), gantt.manifest.ends(lift), float(high))
            for lift in row.lifts
            if kind_of(lift, gantt) == kind
        ]
        if runs:
            path = columns(runs, times, top + high)
            yield svg.element("path", d=path, class_=f"run {kind} small")
