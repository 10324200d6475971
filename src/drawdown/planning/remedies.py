"""The withdrawal with one limit loosened: what the planner tries to say what would help."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from drawdown.model import DisposalOption, Disposition, Withdrawal
from drawdown.planning.least import Binding
from drawdown.planning.question import Question
from drawdown.planning.stock import disposal_option

# By how much a daily capacity is raised.
MORE_PERCENT = 25
# Parts the words of one remedy; no name holds it.
PART = "\t"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One change: its kind, what it changes, and the changed withdrawal.

    Where it can be made in several ways, such as one more tail in any of the fleets of a carrier,
    each has its own withdrawal, and the remedy is worth what the best of them is.
    """

    kind: str
    what: tuple[str, ...]
    withdrawals: tuple[Withdrawal, ...]

    @property
    def key(self) -> str:
        """As it stands in a fact: ``fleet:C-17``, ``clearance:A<tab>B``."""
        return f"{self.kind}:{PART.join(self.what)}"


def remedies_for(question: Question, binding: tuple[Binding, ...] = ()) -> list[Remedy]:
    """All remedies, those of the limits that bind first, in their order."""
    by_key = {remedy.key: remedy for remedy in _all(question)}
    first = [key for limit in binding for key in _keys(question, limit)]
    in_order = dict.fromkeys(key for key in (*first, *by_key) if key in by_key)
    return [by_key[key] for key in in_order]


def _keys(question: Question, limit: Binding) -> Iterator[str]:
    """The remedies of a limit."""
    kind = limit.kind.removesuffix("_people")
    if kind == "fleet":
        yield f"fleet:{question.fleet[limit.where].carrier}"
    else:
        yield f"{kind}:{limit.where}"
    if kind == "spots":
        yield f"hours:{limit.where}"


def _all(question: Question) -> Iterator[Remedy]:
    withdrawal = question.withdrawal
    yield from _fleets(question)
    for place in withdrawal.places:
        yield from _at_place(question, place.name)
    for gate in withdrawal.gates:
        if gate.kg_per_day == 0 or gate.people_per_day == 0:
            free: dict[str, Any] = {}
            if gate.kg_per_day == 0:
                free["kg_per_day"] = None
            if gate.people_per_day == 0:
                free["people_per_day"] = None
            yield Remedy("gate_zero", (gate.name,), (_with(withdrawal, "gates", gate, **free),))
        if gate.kg_per_day or gate.people_per_day or gate.kg_per_day_per_handler:
            more = _raised(
                gate, "kg_per_day", "people_per_day", "kg_per_day_per_handler"
            )  # fmt: skip
            yield Remedy("gate", (gate.name,), (_with(withdrawal, "gates", gate, **more),))
    yield from _clearances(withdrawal)
    yield from _disposals(question)


def _fleets(question: Question) -> Iterator[Remedy]:
    """One more tail of each carrier that can run at all, in any of its fleets."""
    withdrawal = question.withdrawal
    in_use = {run.fleet.name for run in question.loaded_runs}
    fleets: dict[str, list[Withdrawal]] = {}
    for fleet in withdrawal.fleets:
        if fleet.name in in_use:
            more = _with(withdrawal, "fleets", fleet, count=fleet.count + 1)
            fleets.setdefault(fleet.carrier, []).append(more)
    for carrier, withdrawals in fleets.items():
        yield Remedy("fleet", (carrier,), tuple(withdrawals))


def _at_place(question: Question, name: str) -> Iterator[Remedy]:
    withdrawal, place = question.withdrawal, question.place[name]

    def changed(kind: str, **fields: Any) -> Remedy:
        return Remedy(kind, (name,), (_with(withdrawal, "places", place, **fields),))

    if place.working_mog is not None:
        parking = None if place.parking_mog is None else place.parking_mog + 1
        yield changed("spots", working_mog=place.working_mog + 1, parking_mog=parking)
    if place.hours is not None:
        yield changed("hours", hours=None)
    handling = ("handling_kg_per_day", "handling_people_per_day")
    zero = {field: None for field in handling if getattr(place, field) == 0}
    if zero:
        yield changed("handling_zero", **zero)
    if any(getattr(place, field) for field in (*handling, "handling_kg_per_day_per_handler")):
        more = _raised(place, *handling, "handling_kg_per_day_per_handler")
        yield changed("handling", **more)
    if place.beds == 0:
        yield changed("beds_zero", beds=None)
    elif place.beds is not None:
        yield changed("beds", **_raised(place, "beds"))
    legs = [leg for leg in withdrawal.legs if name in (leg.origin, leg.destination)]
    if any(leg.runs_per_day is not None for leg in legs):
        more_runs = tuple(
            replace(leg, runs_per_day=leg.runs_per_day + 1)
            if leg in legs and leg.runs_per_day is not None
            else leg
            for leg in withdrawal.legs
        )
        yield Remedy("runs", (name,), (replace(withdrawal, legs=more_runs),))


def _clearances(withdrawal: Withdrawal) -> Iterator[Remedy]:
    """The clearances between two places open throughout, in both directions."""
    pairs = dict.fromkeys(
        tuple(sorted((leg.origin, leg.destination))) for leg in withdrawal.legs if leg.windows
    )
    for pair in pairs:
        legs = tuple(
            replace(leg, windows=()) if {leg.origin, leg.destination} == set(pair) else leg
            for leg in withdrawal.legs
        )
        yield Remedy("clearance", pair, (replace(withdrawal, legs=legs),))


def _disposals(question: Question) -> Iterator[Remedy]:
    """A way of disposal that lines permit and that is not there, or only on some days, or limited.

    It is then open at the place throughout.
    """
    withdrawal = question.withdrawal
    ways: dict[tuple[str, Disposition], None] = {}
    for line in withdrawal.lines:
        for way in line.dispositions:
            if line.is_people or way is Disposition.REDEPLOY:
                continue
            if not _is_open(disposal_option(question, way, line.origin)):
                ways[line.origin, way] = None
    for place, way in ways:
        own = DisposalOption(way, place)
        others = tuple(x for x in withdrawal.disposals if (x.disposition, x.place) != (way, place))
        changed = replace(withdrawal, disposals=(*others, own))
        yield Remedy("disposal", (place, way.value), (changed,))


def _is_open(option: DisposalOption | None) -> bool:
    return option is not None and (option.kg_per_day, option.from_utc, option.until_utc) == (
        None,
        None,
        None,
    )


def _with(withdrawal: Withdrawal, table: str, row: Any, **fields: Any) -> Withdrawal:
    """The withdrawal with other fields in one row of a table."""
    changed: Any = {
        table: tuple(
            replace(each, **fields) if each is row else each for each in getattr(withdrawal, table)
        )
    }
    return replace(withdrawal, **changed)


def _raised(row: Any, *fields: str) -> dict[str, int | None]:
    """The limits of a row raised, rounded up; what does not bind or is 0 stays."""
    limits = {field: getattr(row, field) for field in fields}
    return {
        field: None if limit is None else -(-limit * (100 + MORE_PERCENT) // 100)
        for field, limit in limits.items()
    }
