"""The closure curves of a plan: people and tonnes in the country, and people at each site."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from markupsafe import Markup

from drawdown.model import Basis, Milestone, Place, PlaceKind, Plan, Withdrawal
from drawdown.reports.case import Case, Figures
from drawdown.reports.closure_chart import Curve, Deadline, Limit, closure_chart
from drawdown.reports.provenance import is_assumed
from drawdown.rules import closure
from drawdown.rules.milestones import requirement
from drawdown.words.dates import months

KG_PER_T = 1000
Widths = tuple[tuple[str, int], ...]
WIDTHS: Widths = (("wide", 1120), ("mid", 700), ("phone", 358))
HEIGHTS = {"people": (330, 300, 280), "tonnes": (250, 240, 230), "site": (190, 190, 180)}
SITE_WIDTHS: Widths = (("wide", 544), ("mid", 700), ("phone", 358))


@dataclass(frozen=True, slots=True)
class CurvePanel:
    """A chart with its heading, drawn once for each width, by the name of the width."""

    title: str
    subtitle: str
    pictures: tuple[tuple[str, Markup], ...]
    assumed: bool = False
    floor: str = ""


@dataclass(frozen=True, slots=True)
class CurveSection:
    people: CurvePanel
    tonnes: CurvePanel
    sites: tuple[CurvePanel, ...]
    has_helpers: bool


def curve_section(case: Case) -> CurveSection | None:
    """All curves; None where the withdrawal has no night."""
    if not case.figures.closure.nights:
        return None
    return CurveSection(
        people_panel(case), tonnes_panel(case), site_panels(case), has_helpers(case.figures)
    )


def people_panel(case: Case) -> CurvePanel:
    """People in the country, with the sum of all floors and the milestones on people."""
    figures, closed = case.figures, case.figures.closure
    values = closed.people_in_country
    in_country = [p.name for p in figures.withdrawal.places if p.in_country]
    floors = [
        sum(nights) for nights in zip(*(closed.floor[name] for name in in_country), strict=True)
    ]
    base = base_curve(case, values)
    curve = replace(
        base,
        title=fall_title(case, "people", values),
        limits=limits(case, Basis.PEOPLE, ()),
        floor=floors[: len(base.nights)],
        floor_words=case.say("curve.floor"),
    )
    if has_helpers(figures):
        locals_only = without_helpers(figures)[: len(curve.nights)]
        curve = replace(curve, second=locals_only, second_words=case.say("curve.local"))
    subtitle = case.say("curve.people.note")
    return panel(case, curve, subtitle, "people", WIDTHS)


def tonnes_panel(case: Case) -> CurvePanel:
    """Tonnes in the country under the people, on the same days."""
    kg = case.figures.closure.kg_in_country
    curve = replace(
        base_curve(case, [each / KG_PER_T for each in kg]),
        title=fall_title(case, "tonnes", kg),
        limits=limits(case, Basis.TONNES, ()),
    )
    return panel(case, curve, case.say("curve.tonnes.note"), "tonnes", WIDTHS)


def site_panels(case: Case) -> tuple[CurvePanel, ...]:
    """People at each place of the country that ever has any, all on one scale."""
    figures, closed = case.figures, case.figures.closure
    shown = [
        place
        for place in figures.withdrawal.places
        if place.in_country and any(closed.people[place.name])
    ]
    if len(shown) < 2 and not any(place.kind is PlaceKind.SITE for place in shown):
        return ()
    highest = max((max(closed.people[place.name]) for place in shown), default=0)
    return tuple(site_panel(case, place, highest, i) for i, place in enumerate(shown))


def site_panel(case: Case, place: Place, highest: float, number: int) -> CurvePanel:
    closed = case.figures.closure
    values = closed.people[place.name]
    handover = case.language.limit_day(place.handover_utc) if place.handover_utc else ""
    lines = [Deadline(place.handover_utc, (case.say("curve.handover", day=handover), handover))
             ] if place.handover_utc else []  # fmt: skip
    base = base_curve(case, values)
    curve = replace(
        base,
        title=case.place(place.name),
        limits=limits(case, Basis.PEOPLE, (place.name,)),
        deadlines=tuple(lines),
        floor=closed.floor[place.name][: len(base.nights)],
        floor_words=case.say("curve.floor"),
        highest=highest,
        planned_words="",
    )
    subtitle = fall_title(case, "site", values)
    shown = panel(case, curve, subtitle, "site", SITE_WIDTHS, f"site{number}")
    return replace(shown, floor=floor_words(case, place))


def floor_words(case: Case, place: Place) -> str:
    """``Floor: 12 airfield, 60 logistics to 30 Jun``."""
    parts = [
        case.say("curve.floor.until", n=f.people, role=case.title(f.role),
                 day=case.language.limit_day(f.until_utc))
        if f.until_utc
        else case.say("curve.floor.part", n=f.people, role=case.title(f.role))
        for f in case.figures.withdrawal.floors
        if f.place == place.name
    ]  # fmt: skip
    return case.say("curve.floor.of", parts=", ".join(parts)) if parts else ""


def panel(
    case: Case, curve: Curve, subtitle: str, kind: str, widths: Widths, label: str = ""
) -> CurvePanel:
    """The pictures of a curve; ``label`` tells it from others of its kind."""
    curve = replace(curve, description=subtitle)
    pictures = tuple(
        (size, closure_chart(curve, case.identity(f"{label or kind}-{size}"), width, height))
        for (size, width), height in zip(widths, HEIGHTS[kind], strict=True)
    )
    column = "unit_mass_kg" if kind == "tonnes" else "count"
    assumed = is_assumed(case.figures.withdrawal, "lines", "*", column)
    return CurvePanel(curve.title, subtitle, pictures, assumed)


def base_curve(case: Case, values: Sequence[float]) -> Curve:
    """What all curves of a page share: the days and the deadline."""
    withdrawal, closed = case.figures.withdrawal, case.figures.closure
    begin, end = time_shown(case.figures)
    count = sum(night <= end for night in closed.nights)
    nights, values = closed.nights[:count], values[:count]
    deadline = case.language.limit_day(withdrawal.deadline_utc)
    words = (case.say("curve.deadline", day=deadline), deadline)
    return Curve(
        title="", description="", begin=begin, end=end, nights=nights, planned=values,
        highest=max(values, default=0),
        deadlines=(Deadline(withdrawal.deadline_utc, words),),
        planned_words=case.say("curve.plan"),
        ends=ending(case, nights, values),
        of_amount=case.language.number,
        of_day=lambda at, first, monthly: day_words(case, at, first, monthly),
    )  # fmt: skip


def time_shown(figures: Figures) -> tuple[datetime, datetime]:
    """From the start to the deadline, or to the night on which the country is empty if later."""
    withdrawal, closed = figures.withdrawal, figures.closure
    still = [
        night
        for night, people, kg in zip(
            closed.nights, closed.people_in_country, closed.kg_in_country, strict=True
        )
        if people or kg
    ]
    last = max([withdrawal.deadline_utc, *still[-1:]])
    margin = max(timedelta(days=1), (last - withdrawal.start_utc) / 40)
    return withdrawal.start_utc, last + margin


def day_words(case: Case, at: datetime, first: bool, monthly: bool) -> str:
    """The day; on an axis of months the month, with the year once and at its turn."""
    if not monthly:
        return case.language.day(at)
    month = months("abbreviated", case.language.code)[at.month]
    return f"{month} {at.year}" if first or at.month == 1 else month


def ending(case: Case, nights: Sequence[datetime], values: Sequence[float]) -> str:
    """``0 on 24 Aug``, or what is still there at the end."""
    empty = empty_from(values)
    if empty is None:
        return case.say("curve.still", n=round(values[-1])) if values else ""
    return case.say("curve.zero", day=case.language.limit_day(nights[empty]))


def empty_from(values: Sequence[float]) -> int | None:
    """The first night from which on nothing is there any more; None if there is at the end."""
    if not values or values[-1]:
        return None
    return max((i + 1 for i, value in enumerate(values) if value), default=0)


def fall_title(case: Case, kind: str, values: Sequence[int]) -> str:
    """The finding of a curve in a sentence: from how much to how much, and by when."""
    nights, language = case.figures.closure.nights, case.language

    def said(value: int) -> str:
        return language.tonnes(value, 0) if kind == "tonnes" else language.number(value)

    if not any(values):
        return case.say(f"curve.{kind}.none")
    highest, empty = max(values), empty_from(values)
    if empty is None:
        return case.say(f"curve.{kind}.stays", highest=said(highest), rest=said(values[-1]))
    day = language.limit_date(nights[empty])
    return case.say(f"curve.{kind}.falls", highest=said(highest), day=day)


def limits(case: Case, basis: Basis, places: tuple[str, ...]) -> tuple[Limit, ...]:
    """The milestones that bound a curve: those on its basis and on exactly its places."""
    withdrawal = case.figures.withdrawal
    begin, end = time_shown(case.figures)
    return tuple(
        limit_of(case, stone, basis)
        for stone in withdrawal.milestones
        if stone.basis is basis
        and same_places(withdrawal, stone, places)
        and begin <= stone.due_utc <= end
    )


def same_places(withdrawal: Withdrawal, stone: Milestone, places: tuple[str, ...]) -> bool:
    """Whether a milestone speaks of these places; none stands for the whole country."""
    if set(stone.places) == set(places):
        return True
    country = {place.name for place in withdrawal.places if place.in_country}
    origins = {line.origin for line in withdrawal.lines} & country
    return not places and bool(stone.places) and set(stone.places) >= origins


def limit_of(case: Case, stone: Milestone, basis: Basis) -> Limit:
    """What may still be there of the milestone's whole once its requirement is gone."""
    withdrawal, language = case.figures.withdrawal, case.language
    rest = whole(withdrawal, stone) - requirement(case.figures.timeline, stone).amount
    day = language.limit_day(stone.due_utc)
    if basis is Basis.TONNES:
        amount, words = rest / KG_PER_T, language.tonnes(rest, 0)
    else:
        amount, words = float(rest), language.number(rest)
    others = has_helpers(case.figures) and not stone.helpers and basis is Basis.PEOPLE
    long = case.say("curve.at_most.local" if others else "curve.at_most", amount=words, day=day)
    return Limit(
        stone.due_utc, max(amount, 0.0),
        (long, case.say("curve.at_most", amount=words, day=day),
         case.say("curve.at_most.short", amount=words)),
    )  # fmt: skip


def whole(withdrawal: Withdrawal, stone: Milestone) -> int:
    """Everything that a milestone on people or tonnes speaks of, in people or kg."""
    country = {place.name for place in withdrawal.places if place.in_country}
    places = set(stone.places) or country
    lines = [
        line
        for line in withdrawal.lines
        if line.origin in places and (stone.helpers or not line.helper)
    ]
    if stone.basis is Basis.PEOPLE:
        return sum(line.count for line in lines if line.is_people)
    return sum(line.mass_kg for line in lines if not line.is_people)


def has_helpers(figures: Figures) -> bool:
    """Whether people come in to help, who count in the curve but not in every milestone."""
    return any(line.helper and line.is_people for line in figures.withdrawal.lines)


def without_helpers(figures: Figures) -> Sequence[int]:
    """People in the country at each night, without those who come in to help."""
    withdrawal, plan = figures.withdrawal, figures.outcome.plan
    kept = {line.name for line in withdrawal.lines if not line.helper}
    reduced = Plan(
        lifts=tuple(
            replace(lift, loads=tuple(load for load in lift.loads if load.line in kept))
            for lift in plan.lifts
        ),
        disposals=tuple(each for each in plan.disposals if each.line in kept),
    )
    lines = tuple(line for line in withdrawal.lines if not line.helper)
    return closure(replace(withdrawal, lines=lines), reduced).people_in_country
