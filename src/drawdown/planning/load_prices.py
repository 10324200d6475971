"""The load model whole: with the rows of all limits, and those that price its milestones."""

from collections import defaultdict

from drawdown.model import Basis, Disposal, Milestone, Mode
from drawdown.planning.linear_model import Terms
from drawdown.planning.load_limits import (
    keep_apart,
    limit_gates,
    limit_guests,
    limit_handling,
    limit_lifts,
    limit_units,
)
from drawdown.planning.load_model import Cuts, LoadModel
from drawdown.planning.load_order import hold_floors, keep_order, send_first
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.timetable import Timed
from drawdown.rules.milestones import amount_required, lines_counted


def whole_load_model(
    question: Question,
    entries: dict[int, Timed],
    cargo: frozenset[int],
    cuts: Cuts | None = None,
    disposals: tuple[Disposal, ...] = (),
) -> LoadModel:
    """The load model with the rows of the rules and of the price list."""
    loading = LoadModel(question, entries, cargo, cuts, disposals)
    limit_units(loading)
    limit_lifts(loading)
    limit_handling(loading)
    limit_gates(loading)
    hold_floors(loading)
    keep_apart(loading)
    send_first(loading)
    keep_order(loading)
    limit_guests(loading)
    price_milestones(loading)
    return loading


def price_milestones(loading: LoadModel) -> None:
    """Add the cost of milestones that are reached late, but for those that count sites."""
    prices = loading.question.withdrawal.prices
    price = {
        Basis.PEOPLE: prices.late_person_per_night / 100,
        Basis.TONNES: prices.late_t_per_night / 100_000,
        Basis.PIECES: prices.late_piece_per_night / 100,
    }
    for milestone in loading.question.withdrawal.milestones:
        if milestone.basis in price:
            _price_milestone(loading, milestone, price[milestone.basis])


def _price_milestone(loading: LoadModel, milestone: Milestone, price: float) -> None:
    question, model = loading.question, loading.model
    counted = lines_counted(question.withdrawal, milestone)
    needed = amount_required(milestone, sum(line.count * each for line, each in counted))
    due = question.minute(milestone.due_utc)
    by_night = _going_by_night(loading, {line.name: each for line, each in counted}, due)
    gone: int | None = None
    for night in range(_first_night(due, due), question.days + 1):
        now = model.column()
        terms: Terms = [(now, 1.0), *((c, -v) for c, v in by_night[night])]
        if gone is not None:
            terms.append((gone, -1.0))
        model.equal(terms, 0)
        late = model.column(price)
        model.at_least([(late, 1.0), (now, 1.0)], float(needed))
        gone = now


def _going_by_night(loading: LoadModel, each: dict[str, int], due: int) -> defaultdict[int, Terms]:
    """What is gone from a night on: out of the country by lift, or disposed of.

    ``each`` is what a unit of a line counts.
    """
    inside = loading.question.in_country
    by_night: defaultdict[int, Terms] = defaultdict(list)
    for (name, index), column in loading.take.items():
        timed = loading.entries[index]
        leaves = timed.run.origin in inside and timed.run.destination not in inside
        if leaves and each.get(name):
            out = timed.arrive if timed.run.mode is Mode.ROAD else timed.depart
            by_night[_first_night(out, due)].append((column, float(each[name])))
    for (name, _, _, day), column in loading.give.items():
        if each.get(name):
            minute = loading.give_minute(loading.question.line[name], day)
            by_night[_first_night(minute, due)].append((column, float(each[name])))
    return by_night


def _first_night(minute: int, due: int) -> int:
    """The first night at or after an instant, and not before the due's own first night."""
    return -(-max(minute, due) // MINUTES_PER_DAY)
