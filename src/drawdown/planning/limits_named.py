"""Limits that bind, each as a reason in its own figures."""

from collections.abc import Sequence
from datetime import datetime

from drawdown.model import Mode, Reason
from drawdown.planning.gains import Gains
from drawdown.planning.least import Binding
from drawdown.planning.question import MINUTES_PER_DAY, Question

Facts = tuple[tuple[str, str | int | float | datetime], ...]


def zeros_that_bind(question: Question, found: Gains) -> list[Reason]:
    """Limits of nothing at all, where it helps to take them off.

    What uses a limit has no part in one of 0, so that its row price alone says nothing.
    """
    reasons = []
    for gain in found.ranked:
        if gain.remedy.kind == "gate_zero":
            gate = question.gate[gain.remedy.what[0]]
            reasons.append(Reason("binds.zero.gate", gate.place, (("gate", gate.name),)))
        elif gain.remedy.kind.endswith("_zero"):
            kind = gain.remedy.kind.removesuffix("_zero")
            reasons.append(Reason(f"binds.zero.{kind}", gain.remedy.what[0]))
    return reasons


def limits_named(question: Question, binding: Sequence[Binding]) -> list[Reason]:
    """A reason for each limit; fleets of one carrier are one."""
    reasons: dict[tuple[str, str], Reason] = {}
    for each in binding:
        carrier = question.fleet[each.where].carrier if each.kind == "fleet" else each.where
        reasons.setdefault((each.kind, carrier), binds(question, each))
    return list(reasons.values())


def binds(question: Question, binding: Binding) -> Reason:
    """What a limit is, and on how many days it is used up."""
    kind, where = binding.kind, binding.where
    days = ("n", binding.days)
    if kind == "spots":
        return Reason("binds.spots", where, (days, *_sorties(question, where)))
    if kind == "fleet":
        fleet = question.fleet[where]
        carrier, count = (
            fleet.carrier,
            sum(x.count for x in question.withdrawal.fleets if x.carrier == fleet.carrier),
        )
        return Reason("binds.fleet", "", (days, ("carrier", carrier), ("count", count)))
    if kind in ("gate", "gate_people"):
        gate = question.gate[where]
        facts: Facts = (days, ("gate", where), ("each", gate.people_per_day or 0))
        if kind == "gate":
            facts = (days, ("gate", where), ("each_kg", gate.kg_per_day or 0))
        if kind == "gate" and gate.kg_per_day_per_handler:
            kind = "gate.helped"
            facts = (*facts, ("handler", gate.kg_per_day_per_handler))
        return Reason(f"binds.{kind}", gate.place, facts)
    place = question.place[where]
    if kind == "handling":
        return Reason("binds.handling", where, (days, ("each_kg", place.handling_kg_per_day or 0)))
    if kind == "handling_people":
        each = ("each", place.handling_people_per_day or 0)
        return Reason("binds.handling_people", where, (days, each))
    if kind == "beds":
        return Reason("binds.beds", where, (days, ("each", place.beds or 0)))
    return Reason(f"binds.{kind}", where, (days,))


def _sorties(question: Question, where: str) -> Facts:
    """What the working MOG of a place admits in a day, of the carrier of which it admits most."""
    place, openings = question.place[where], question.openings[where]
    longest = max((until - start for start, until in openings or ()), default=MINUTES_PER_DAY)
    minutes = min(longest, MINUTES_PER_DAY)
    mog = place.working_mog or 0
    admitted = {
        run.carrier.name: mog // max(1, run.carrier.mog_spots) * (minutes // run.carrier.load_min)
        for run in question.loaded_runs
        if run.origin == where and run.mode is Mode.AIR and run.carrier.load_min
    }
    carrier, lifts = max(admitted.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return (("limit", mog), ("carrier", carrier), ("lifts", lifts))
