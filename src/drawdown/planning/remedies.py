"""The withdrawal with one limit loosened: what the planner tries to say what would help."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from drawdown.model import Withdrawal
from drawdown.planning.least import Binding
from drawdown.planning.question import Question

# By how much a daily capacity is raised.
MORE_PERCENT = 25

Facts = tuple[tuple[str, str | int | float], ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """One change: its kind (a key of ``words``), where, its facts, and the changed withdrawal."""

    kind: str
    place: str
    facts: Facts
    withdrawal: Withdrawal


def remedies_for(question: Question, binding: tuple[Binding, ...]) -> list[Remedy]:
    """A remedy for each limit that binds, in their order, then for each fleet."""
    withdrawal = question.withdrawal
    found: list[Remedy] = []
    for limit in binding:
        found += _remedy(withdrawal, limit.kind.removesuffix("_people"), limit.where)
    for fleet in withdrawal.fleets:
        found += _remedy(withdrawal, "fleet", fleet.name)
    distinct: dict[tuple[str, str, Facts], Remedy] = {}
    for remedy in found:
        distinct.setdefault((remedy.kind, remedy.place, remedy.facts), remedy)
    return list(distinct.values())


def _remedy(withdrawal: Withdrawal, kind: str, where: str) -> Iterator[Remedy]:
    if kind == "fleet":
        fleets = tuple(
            replace(x, count=x.count + 1) if x.name == where else x for x in withdrawal.fleets
        )
        carrier = next(x.carrier for x in withdrawal.fleets if x.name == where)
        yield Remedy("fleet", "", (("carrier", carrier),), replace(withdrawal, fleets=fleets))
    elif kind == "spots":
        places = tuple(
            replace(
                x,
                working_mog=(x.working_mog or 0) + 1,
                parking_mog=None if x.parking_mog is None else x.parking_mog + 1,
            )
            if x.name == where
            else x
            for x in withdrawal.places
        )
        yield Remedy("spots", where, (), replace(withdrawal, places=places))
    elif kind == "handling":
        places = tuple(
            replace(
                x,
                handling_kg_per_day=_more(x.handling_kg_per_day),
                handling_people_per_day=_more(x.handling_people_per_day),
            )
            if x.name == where
            else x
            for x in withdrawal.places
        )
        yield Remedy("handling", where, _share(), replace(withdrawal, places=places))
    elif kind == "gate":
        gates = tuple(
            replace(x, kg_per_day=_more(x.kg_per_day), people_per_day=_more(x.people_per_day))
            if x.name == where
            else x
            for x in withdrawal.gates
        )
        place = next(x.place for x in withdrawal.gates if x.name == where)
        facts = (("gate", where), *_share())
        yield Remedy("gate", place, facts, replace(withdrawal, gates=gates))
    elif kind == "runs":
        legs = tuple(
            replace(x, runs_per_day=x.runs_per_day + 1)
            if where in (x.origin, x.destination) and x.runs_per_day is not None
            else x
            for x in withdrawal.legs
        )
        yield Remedy("runs", where, (), replace(withdrawal, legs=legs))


def _share() -> Facts:
    return (("more_percent", MORE_PERCENT),)


def _more(limit: int | None) -> int | None:
    return None if limit is None else -(-limit * (100 + MORE_PERCENT) // 100)


def longer(withdrawal: Withdrawal, days: int) -> Withdrawal:
    """Every date that ends something moved by so many days: deadline, handovers, dues.

    Clearances and fleets that last to within a day of the deadline are prolonged with it.
    """
    more = timedelta(days=days)
    late = withdrawal.deadline_utc - timedelta(days=1)

    def prolonged(until_utc: datetime | None) -> datetime | None:
        return until_utc + more if until_utc is not None and until_utc >= late else until_utc

    return replace(
        withdrawal,
        deadline_utc=withdrawal.deadline_utc + more,
        end_utc=withdrawal.end_utc + more,
        places=tuple(
            replace(x, handover_utc=x.handover_utc + more) if x.handover_utc else x
            for x in withdrawal.places
        ),
        milestones=tuple(replace(x, due_utc=x.due_utc + more) for x in withdrawal.milestones),
        lines=tuple(
            replace(x, latest_utc=x.latest_utc + more) if x.latest_utc else x
            for x in withdrawal.lines
        ),
        fleets=tuple(replace(x, until_utc=prolonged(x.until_utc)) for x in withdrawal.fleets),
        legs=tuple(
            replace(x, windows=tuple((a, prolonged(b) or b) for a, b in x.windows))
            for x in withdrawal.legs
        ),
        gates=tuple(replace(x, until_utc=prolonged(x.until_utc)) for x in withdrawal.gates),
        disposals=tuple(replace(x, until_utc=prolonged(x.until_utc)) for x in withdrawal.disposals),
    )
