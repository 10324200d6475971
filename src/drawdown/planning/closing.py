"""The bound: the relaxed day model, searched by the days on which places close."""

from collections.abc import Callable

from drawdown.model import Plan
from drawdown.planning.day_model import DayModel
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Chain, Effort, Improved, Job, Minimise, SearchFalls
from drawdown.planning.proven import proven_bound
from drawdown.planning.state import Planning
from drawdown.rules import left
from drawdown.rules.steps import day_of


def first_bound(planning: Planning, first: Plan, ended: Callable[[], bool]) -> None:
    """A bound without a search, in the coarsest periods that are worth it."""
    assert planning.scale is not None
    days = planning.scale.bound_days(planning.limits.seconds)[0]
    _raise(planning, first, ended, days, searched=False)


def raise_bound(planning: Planning, first: Plan, ended: Callable[[], bool]) -> None:
    """Raise the bound until it is proven, the limit is reached or all else has ended.

    In finer periods, one after another. Of a small withdrawal the closing days are searched, from
    those of the ``first`` plan on: in a larger one they are nearly whole without it.
    """
    scale = planning.scale
    assert scale is not None
    for period_days in scale.bound_days(planning.limits.seconds)[1:]:
        _raise(planning, first, ended, period_days, searched=False)
    if scale.is_small:
        _raise(planning, first, ended, scale.period_days, searched=True)


def _raise(
    planning: Planning, first: Plan, ended: Callable[[], bool], period_days: int, *, searched: bool
) -> None:
    if ended() or planning.stopped():
        return
    days = planning.day_model(period_days)
    seconds, work = planning.limits.share(1.0, 60)

    def news(message: Improved) -> None:
        planning.raise_bound(message.bound)

    chains, falls = closing_chains(planning, days, first)
    arrays, effort = days.model.arrays(), Effort(seconds=seconds, work=work)
    job: Job = Minimise(arrays, effort, relaxed=True, interior=not searched, seed=planning.seed)
    if chains and searched:
        job = SearchFalls(arrays, effort, chains, falls, planning.seed)
    solved = solve(job, stop=lambda: ended() or planning.stopped(), news=news)
    if searched:
        planning.raise_bound(solved.bound)
    elif solved.row_price is not None:
        planning.raise_bound(proven_bound(arrays, solved.row_price))


def closing_chains(
    planning: Planning, days: DayModel, plan: Plan
) -> tuple[tuple[Chain, ...], tuple[int, ...]]:
    """The columns of each place that falls shut, and the day it does so in a plan."""
    floors = {floor.place for floor in planning.withdrawal.floors}
    gates = {gate.place for gate in planning.withdrawal.gates}
    chains, falls = [], []
    for name in sorted({place for place, _ in days.open} & (floors | gates)):
        chains.append(tuple(days.open[name, period] for period in range(days.periods.count)))
        falls.append(_closing_period(planning, plan, name, days))
    return tuple(chains), tuple(falls)


def _closing_period(planning: Planning, plan: Plan, place: str, days: DayModel) -> int:
    departures = [
        days.periods.of(day_of(planning.question.minute(lift.depart_utc))) + 1
        for lift in plan.lifts
        if lift.origin == place and lift.loads
    ]
    # Where people are left, the place never closes.
    stays = any(
        entry.place == place and planning.question.line[entry.line].is_people
        for entry in left(planning.withdrawal, plan)
    )
    return days.periods.count if stays else max(departures, default=0)
