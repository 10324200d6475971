"""Rules on what is disposed of where it stands."""

from collections.abc import Iterator
from datetime import datetime

from drawdown.model import DisposalOption, Disposition, Finding, Severity
from drawdown.rules.steps import DAY_MIN, day_of
from drawdown.rules.timeline import Disposed, Timeline


def disposal_allowed(timeline: Timeline) -> Iterator[Finding]:
    """Only things are disposed of, in a way their line and the place allow, on its dates.

    At the place, at the disposal; measured: its units (people or pieces); lines: the line.

    Facts: ``disposition``; ``why``, the first that applies: ``people`` (people are never
    disposed of), ``redeploy`` (that needs a lift), ``not_of_line`` (the line does not have it),
    ``no_option`` (there is no such way at the place), ``dates``; with ``dates`` also
    ``open_from_utc`` and ``open_until_utc``, where given.
    """
    for disposed in timeline.disposed:
        why = _why_not(disposed)
        if why:
            yield Finding(
                "disposal_allowed", Severity.BREACH, disposed.disposal.place,
                disposed.disposal.at_utc,
                measured=disposed.count,
                unit="people" if disposed.line.is_people else "pieces",
                lines=(disposed.line.name,),
                facts=(
                    ("disposition", disposed.disposal.disposition.value),
                    ("why", why),
                    *(_dates(disposed.option) if why == "dates" and disposed.option else ()),
                ),
            )  # fmt: skip


def _why_not(disposed: Disposed) -> str:
    disposition, at_utc = disposed.disposal.disposition, disposed.disposal.at_utc
    option = disposed.option
    if disposed.line.is_people:
        return "people"
    if disposition is Disposition.REDEPLOY:
        return "redeploy"
    if disposition not in disposed.line.dispositions:
        return "not_of_line"
    if option is None:
        return "no_option"
    early = option.from_utc is not None and at_utc < option.from_utc
    late = option.until_utc is not None and at_utc >= option.until_utc
    return "dates" if early or late else ""


def _dates(option: DisposalOption) -> Iterator[tuple[str, datetime]]:
    if option.from_utc is not None:
        yield "open_from_utc", option.from_utc
    if option.until_utc is not None:
        yield "open_until_utc", option.until_utc


def disposal_capacity(timeline: Timeline) -> Iterator[Finding]:
    """No way of disposal takes more in a day than it can.

    At the option's place (none for an option of all places), for the day; measured: kg disposed
    of under it; limit: its kg per day; lines: those disposed of.

    Facts: ``disposition``.
    """
    days: dict[tuple[int, int], list[Disposed]] = {}
    number = {id(option): index for index, option in enumerate(timeline.withdrawal.disposals)}
    for disposed in timeline.disposed:
        if disposed.option is not None and disposed.option.kg_per_day is not None:
            key = number[id(disposed.option)], day_of(disposed.at)
            days.setdefault(key, []).append(disposed)
    for (index, day), on_day in sorted(days.items()):
        option = timeline.withdrawal.disposals[index]
        kg = sum(disposed.kg for disposed in on_day)
        if option.kg_per_day is not None and kg > option.kg_per_day:
            yield Finding(
                "disposal_capacity", Severity.BREACH, option.place,
                timeline.instant(day * DAY_MIN), timeline.instant((day + 1) * DAY_MIN),
                measured=kg, limit=option.kg_per_day, unit="kg",
                lines=tuple(dict.fromkeys(disposed.line.name for disposed in on_day)),
                facts=(("disposition", option.disposition.value),),
            )  # fmt: skip
