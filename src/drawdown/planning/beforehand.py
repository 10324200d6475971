"""What is disposed of before any lift is planned: what has no way out, or is not worth one."""

from math import inf

from drawdown.model import Disposal, Disposition, Line
from drawdown.planning.clock import next_midnight
from drawdown.planning.question import Question
from drawdown.planning.stock import Stock, disposal_option


def disposed_beforehand(stock: Stock) -> list[Disposal]:
    """Dispose of what cannot be carried, or costs more to carry than to give up, while it can."""
    disposals: list[Disposal] = []
    for line in stock.question.withdrawal.lines:
        waiting = line.count
        for way in _dispositions(stock.question, line):
            disposed = _disposed(stock, line, way, waiting)
            waiting -= sum(disposal.count for disposal in disposed)
            disposals += disposed
    return disposals


def _dispositions(question: Question, line: Line) -> list[Disposition]:
    """The ways of disposal that cost less than to carry the line, the cheapest first."""
    if line.is_people or set(line.dispositions) == {Disposition.REDEPLOY}:
        return []
    if Disposition.REDEPLOY not in line.dispositions and line.origin == line.destination:
        return []
    carry = inf
    choices: list[tuple[float, Disposition]] = []
    for way in line.dispositions:
        if way is Disposition.REDEPLOY:
            carry = _carry_cents_per_kg(question, line)
        elif (cents := disposal_cents(question, line, line.origin, way)) is not None:
            choices.append((cents / line.unit_mass_kg, way))
    choices.sort(key=lambda choice: choice[0])
    return [way for cents, way in choices if cents < carry]


def _carry_cents_per_kg(question: Question, line: Line) -> float:
    handling = question.withdrawal.prices.handling_per_t / 1000
    return question.onward[line.name].get(line.origin, inf) + handling


def _disposed(stock: Stock, line: Line, way: Disposition, waiting: int) -> list[Disposal]:
    """Day by day, at the first instant at which it is ready that day, up to the daily limit."""
    question, disposals = stock.question, []
    minute = max(question.ready_from(line), 1)
    last = _last_disposal(question, line)
    while waiting and minute <= last:
        count = min(waiting, stock.disposal_room(line, line.origin, way, minute))
        if count > 0 and all(stock.left_origin_by(name, minute) for name in line.predecessors):
            stock.dispose(line, line.origin, way, count, minute)
            at_utc = question.instant(minute)
            disposals.append(Disposal(line.name, line.origin, way, count, at_utc))
            waiting -= count
        minute = next_midnight(minute) + 1
    return disposals


def _last_disposal(question: Question, line: Line) -> int:
    place = question.place[line.origin]
    return min(
        question.minute_or(place.handover_utc, question.end_min),
        question.deadline_min,
    )


def disposal_cents(
    question: Question, line: Line, place: str, disposition: Disposition
) -> float | None:
    """What it costs to dispose of one unit so, None where it may not be."""
    option = disposal_option(question, disposition, place)
    if option is None or disposition not in line.dispositions:
        return None
    lost = line.value_cents * option.value_lost_percent / 100
    return lost + line.unit_mass_kg * option.cost_cents_per_t / 1000
