"""The map and the Gantt of a plan, with their words."""

from dataclasses import dataclass

from markupsafe import Markup

from drawdown.model import Lift, Mode, Place
from drawdown.reports.case import Case
from drawdown.reports.gantt import Gantt, gantt_chart, gantt_overview, px_per_day
from drawdown.reports.gantt_rows import AirfieldLane, TailRow, airfield_lanes, tail_rows, time_range
from drawdown.reports.labels import text_width
from drawdown.reports.manifest import Flow
from drawdown.reports.map import MapFlow, MapPlace, MapText, coordinates, movement_map
from drawdown.reports.provenance import is_assumed

MAP_SIZES = (("wide", 700, 560), ("mid", 700, 540), ("phone", 358, 400))
# Each with the most that the names of the rows may take.
OVERVIEW_SIZES = (("wide", 1120, 300), ("mid", 700, 220), ("phone", 358, 148))
WIDEST_NAME_PX = 290


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One row of the table beside the map."""

    origin: str
    destination: str
    mode: str
    lifts: str
    people: str
    tonnes: str


@dataclass(frozen=True, slots=True)
class MapSection:
    title: str
    modes: tuple[str, ...]
    pictures: tuple[tuple[str, Markup], ...]
    rows: list[FlowRow]
    not_drawn: tuple[str, ...]


def map_section(case: Case) -> MapSection:
    """The map at each width, its table, and the places that have no coordinates."""
    figures = case.figures
    used = {name for flow in figures.manifest.flows for name in (flow.origin, flow.destination)}
    shown = [p for p in figures.withdrawal.places if p.in_country or p.name in used]
    places = [map_place(case, place) for place in shown]
    flows = [map_flow(case, flow) for flow in figures.manifest.flows]
    title = map_title(case)
    description = "; ".join(" ".join(flow.outside_words) for flow in flows) or title
    text = MapText(title, description, case.language.code)
    pictures = tuple(
        (size, movement_map(places, flows, text, case.identity(f"map-{size}"), width, height))
        for size, width, height in MAP_SIZES
    )
    missing = tuple(case.place(p.name) for p in shown if coordinates(p) is None)
    drawn = pictures if any(picture for _, picture in pictures) else ()
    modes = tuple(
        mode.value for mode in Mode if any(f.mode is mode for f in figures.manifest.flows)
    )
    return MapSection(
        title, modes, drawn, [flow_row(case, f) for f in figures.manifest.flows], missing
    )


def map_title(case: Case) -> str:
    """The finding of the map: where most of the tonnes go, or of the people without tonnes."""
    flows = [
        flow
        for flow in case.figures.manifest.flows
        if case.figures.manifest.places[flow.origin].in_country
    ]
    if not flows:
        return case.say("map.none")
    whole_kg = case.figures.manifest.moved_kg
    first = flows[0]
    origin, destination = case.place(first.origin), case.place(first.destination)
    if not whole_kg:
        return case.say("map.people", origin=origin, destination=destination)
    share = case.language.share(first.kg / whole_kg)
    mode = case.say(f"by.{first.mode.value}")
    return case.say("map.most", origin=origin, destination=destination, share=share, mode=mode)


def map_place(case: Case, place: Place) -> MapPlace:
    """Its name, and for a place in the country the people at the first night."""
    curve = case.figures.closure.people[place.name]
    words: tuple[str, ...] = (case.place(place.name),)
    if place.in_country and any(curve):
        words += (case.say("map.here", n=curve[0]),)
    late = any(each.name == place.name and not each.met for each in case.figures.outcome.milestones)
    return MapPlace(place, words, "late" if late else "planned")


def map_flow(case: Case, flow: Flow) -> MapFlow:
    language = case.language
    amounts = [language.count("person", flow.people)] if flow.people else []
    amounts += [language.tonnes(flow.kg, 0)] if flow.kg else []
    carried = " · ".join(amounts)
    to = case.say(f"map.to.{flow.mode.value}", place=case.place(flow.destination))
    return MapFlow(
        flow.origin, flow.destination, flow.mode, flow.kg,
        (case.say(f"map.{flow.mode.value}"), carried), (to, carried),
    )  # fmt: skip


def flow_row(case: Case, flow: Flow) -> FlowRow:
    language = case.language
    return FlowRow(
        case.place(flow.origin), case.place(flow.destination), case.say(f"by.{flow.mode.value}"),
        language.number(flow.lifts), language.number(flow.people),
        language.number(flow.kg / 1000, 1),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowName:
    """The name of a row of the Gantt, with a second line; ``assumed`` marks its limit.

    ``short`` stands for the title where there is little room.
    """

    title: str
    short: str
    note: str
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class GanttSection:
    title: str
    picture: Markup
    overviews: tuple[tuple[str, Markup], ...]
    tails: list[RowName]
    airfields: list[RowName]
    width: float


def gantt_section(case: Case) -> GanttSection | None:
    """The Gantt of the whole plan; None where it has no lift."""
    manifest, language = case.figures.manifest, case.language
    shown = time_range(manifest)
    if shown is None:
        return None
    rows, lanes = tail_rows(manifest), airfield_lanes(manifest, shown)
    names = [tail_name(case, row) for row in rows]
    title = gantt_title(case)
    gantt = Gantt(
        title=title, description=case.say("gantt.note"), shown=shown, rows=rows, lanes=lanes,
        manifest=manifest, breaches=case.figures.breached_lifts,
        deadline=case.figures.withdrawal.deadline_utc,
        of_lift=lambda lift: lift_words(case, lift), of_day=language.day,
        over_limit=lambda n, limit: case.say("gantt.over", n=n, limit=limit),
        row_names=[overview_name(case, row) for row in rows],
    )  # fmt: skip
    width = px_per_day(shown) * (shown[1] - shown[0]).days
    overviews = tuple(
        (size, gantt_overview(gantt, case.identity(f"overview-{size}"), px, names_px))
        for size, px, names_px in OVERVIEW_SIZES
    )
    return GanttSection(
        title, gantt_chart(gantt, case.identity("gantt")),
        overviews,
        names, [airfield_name(case, lane) for lane in lanes], width,
    )  # fmt: skip


def gantt_title(case: Case) -> str:
    """How many lifts, and from when to when."""
    lifts, language = case.figures.manifest.lifts, case.language
    count = language.lifts(lifts)
    begin = language.date(lifts[0].depart_utc)
    end = language.date(max(lift.arrive_utc for lift in lifts))
    if begin == end:
        return case.say("gantt.title.day", lifts=count, day=begin)
    return case.say("gantt.title", lifts=count, begin=begin, end=end)


def tail_name(case: Case, row: TailRow) -> RowName:
    """Carrier and tail; the fleet's name where it says more than the carrier's."""
    carrier = case.carrier(row.fleet)
    key = case.figures.manifest.carrier_of_fleet(row.fleet).name
    if row.tail is None:
        return row_name(carrier, key, case.say("gantt.no_tail"))
    mode = case.figures.manifest.carrier_of_fleet(row.fleet).mode
    noun = "gantt.tail" if mode is Mode.AIR else "gantt.number"
    fleets = [f.name for f in case.figures.withdrawal.fleets]
    alike = sum(case.carrier(name) == carrier for name in fleets) > 1
    tail = case.say(noun, n=row.tail)
    return row_name(carrier, key, f"{tail} · {row.fleet}" if alike else tail)


def row_name(title: str, key: str, note: str, assumed: bool = False) -> RowName:
    """A title that would be cut even where there is room gives way to the key."""
    too_wide = text_width(title, 14) > WIDEST_NAME_PX
    short = min(title, key, key=text_width)
    return RowName(short if too_wide else title, short, note, assumed)


def overview_name(case: Case, row: TailRow) -> tuple[str, str, str]:
    """Carrier by title and by key, of which one that fits is taken, and the tail."""
    key = case.figures.manifest.carrier_of_fleet(row.fleet).name
    return case.carrier(row.fleet), key, "" if row.tail is None else f" {row.tail}"


def airfield_name(case: Case, lane: AirfieldLane) -> RowName:
    """The airfield and its working MOG, marked where the number has no source."""
    name = lane.place.name
    note = case.say("gantt.mog", n=lane.place.working_mog or 0)
    assumed = is_assumed(case.figures.withdrawal, "places", name, "working_mog")
    return row_name(case.place(name), name, note, assumed)


def lift_words(case: Case, lift: Lift) -> str:
    """All that is to be said of one lift in a sentence."""
    manifest, language = case.figures.manifest, case.language
    people, kg = manifest.people(lift), manifest.things_kg(lift)
    amounts = [language.count("person", people)] if people else []
    amounts += [language.tonnes(kg)] if kg else []
    carried = ", ".join(amounts) or case.say("lift.empty")
    return case.say(
        "lift.words", name=lift.name, carrier=case.carrier(lift.fleet),
        origin=case.place(lift.origin), destination=case.place(lift.destination),
        leaves=language.instant(lift.depart_utc), arrives=language.instant(lift.arrive_utc),
        carried=carried,
    )  # fmt: skip
