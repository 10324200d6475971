"""What-if: plans a withdrawal as it is and its variants, and compares them in one table."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from drawdown import files, reports, rules
from drawdown.actions.new_plan import (
    DEFAULT_SECONDS,
    PlanMade,
    Planner,
    plan_written,
    read_to_plan,
)
from drawdown.actions.plan_folder import WHAT_IF_FOLDER, add_what_if, may_write, plan_before
from drawdown.actions.plan_folder import write_plan_folder as write_folder
from drawdown.actions.planning_job import Broken, PlanningJob
from drawdown.actions.planning_side_by_side import (
    News,
    how_many_at_once,
    planned_side_by_side,
)
from drawdown.actions.reading import variants_named, with_variant
from drawdown.actions.what_if_record import what_if_record
from drawdown.model import (
    AsIsThere,
    NotPlanned,
    Outcome,
    Plan,
    Severity,
    Variant,
    WhatIf,
    WhatIfPlan,
    Withdrawal,
)
from drawdown.words import LANGUAGES

AS_IS = ""


class PlanningBroke(Exception):
    """Planning the withdrawal as it is broke off by a fault of this program; with its traceback."""


@dataclass(frozen=True, slots=True)
class WhatIfMade:
    """The plan as it is, written, what the variants came to, and all as data."""

    made: PlanMade
    what_if: WhatIf
    record: dict[str, Any]


def make_what_if(
    path: Path,
    names: Sequence[str],
    out: Path | None = None,
    *,
    seconds: float | None = None,
    effort: int | None = None,
    seed: int = 1,
    planner: str = "full",
    language: str = "en",
    cluster: str = "",
    news: News | None = None,
    stop: Callable[[], bool] | None = None,
) -> WhatIfMade:
    """Plan a withdrawal as it is and some of its variants, each under the same limit and seed.

    Every plan is written as soon as it is there: that of a variant to ``what-if/NAME`` in the
    folder of the plan as it is. Once ``stop`` says True, those under way end with their best plans
    so far and no other is begun. ``cluster`` is the address of a Dask scheduler.
    """
    withdrawal, warnings, folder = read_to_plan(path, out, seconds, effort, planner)
    variants = variants_asked(withdrawal, names)
    folders = {AS_IS: folder} | {v.name: folder / WHAT_IF_FOLDER / v.name for v in variants}
    for each in folders.values():
        may_write(each)
    before = plan_before(folder, withdrawal)
    varied = {AS_IS: withdrawal} | {v.name: with_variant(withdrawal, v) for v in variants}
    if seconds is None and effort is None:
        seconds = DEFAULT_SECONDS
    jobs = [
        PlanningJob(name, each, seconds, effort, seed, cast(Planner, planner))
        for name, each in varied.items()
    ]
    outcomes: dict[str, Outcome] = {}
    broken: dict[str, Broken] = {}
    made: PlanMade | None = None
    for job, outcome in all_planned(jobs, cluster, news, stop):
        if isinstance(outcome, Broken):
            outcomes.pop(job.name, None)
            broken[job.name] = outcome
            continue
        outcomes[job.name] = outcome
        if job.name == AS_IS:
            made = plan_written(withdrawal, outcome, folder, before, warnings, language)
        else:
            write_folder(folders[job.name], job.withdrawal, outcome, language)
    if made is None:
        raise no_plan(broken.get(AS_IS))
    what_if = compared(withdrawal, varied, variants, outcomes, broken)
    record = made.record | {"what_if": what_if_record(what_if, folders)}
    in_order = sorted(LANGUAGES, key=lambda code: code != language)
    links = {name: each.relative_to(folder).as_posix() for name, each in folders.items()}
    add_what_if(folder, record, reports.what_if_html(what_if, in_order, links))
    return WhatIfMade(made, what_if, record)


def no_plan(broken: Broken | None) -> BaseException:
    """Why there is no plan as it is, with which all would be compared."""
    if broken is None:  # stopped before it began
        return KeyboardInterrupt()
    return PlanningBroke(broken.trace or f"the process ended with code {broken.code}")


def variants_asked(withdrawal: Withdrawal, names: Sequence[str]) -> list[Variant]:
    """The variants of these names, in the order asked; ``all`` stands for every one."""
    if withdrawal.variants and any(files.same_name(name, files.ALL_VARIANTS) for name in names):
        return list(withdrawal.variants)
    return variants_named(withdrawal, names)


def all_planned(
    jobs: Sequence[PlanningJob],
    cluster: str,
    news: News | None,
    stop: Callable[[], bool] | None,
) -> Iterator[tuple[PlanningJob, Outcome | Broken]]:
    """The outcome of each job, as they come; a second one where another plan is better there.

    The plan as it is is the cheapest that was found and holds as it is, also if it was found for a
    variant; and it takes the place of a dearer one wherever it holds. So what only asks for more
    never seems to cost less, and what only allows more never seems to cost more.
    """
    found: dict[str, Outcome] = {}
    for job, outcome in planned(jobs, cluster, news, stop):
        if isinstance(outcome, Outcome):
            found[job.name] = outcome
        yield job, outcome
    if AS_IS not in found:
        return
    at_once, (as_is, *others) = how_many_at_once(jobs[0].effort), jobs
    plans = [found[job.name].plan for job in others if job.name in found]
    for plan in cheapest(plans, as_is.withdrawal, found[AS_IS]):
        better = replace(as_is, better=(found[AS_IS], plan))
        for job, outcome in planned_side_by_side([better], at_once, stop=stop):
            if isinstance(outcome, Outcome):
                found[AS_IS] = outcome
            yield job, outcome
    again = [
        replace(job, better=(found[job.name], plan))
        for job in others
        if job.name in found
        for plan in cheapest([found[AS_IS].plan], job.withdrawal, found[job.name])
    ]
    yield from planned_side_by_side(again, at_once, stop=stop)


def cheapest(plans: Iterable[Plan], withdrawal: Withdrawal, found: Outcome) -> list[Plan]:
    """The cheapest of the plans that break no rule and cost less than what was found, if any."""
    best, least = list[Plan](), found.cost_cents
    for plan in plans:
        there = elsewhere(withdrawal, plan)
        if there is not None and not there.breaches and there.cost_cents < least:
            best, least = [plan], there.cost_cents
    return best


def planned(
    jobs: Sequence[PlanningJob],
    cluster: str,
    news: News | None,
    stop: Callable[[], bool] | None,
) -> Iterator[tuple[PlanningJob, Outcome | Broken]]:
    """The outcome of each job, from a cluster if there is one; what it loses is planned here."""
    waiting = list(jobs)
    if cluster:
        from drawdown.actions.cluster import planned_on_cluster

        waiting = []
        for job, outcome in planned_on_cluster(cluster, jobs, news, stop):
            if outcome is None:
                waiting.append(job)
            else:
                yield job, outcome
    at_once = how_many_at_once(jobs[0].effort)
    yield from planned_side_by_side(waiting, at_once, news, stop)


def compared(
    withdrawal: Withdrawal,
    varied: dict[str, Withdrawal],
    variants: Sequence[Variant],
    outcomes: dict[str, Outcome],
    broken: dict[str, Broken],
) -> WhatIf:
    """All plans side by side, and the variants that have none."""
    as_is = outcomes[AS_IS]
    return WhatIf(
        what_if_plan(withdrawal, as_is),
        tuple(
            what_if_plan(varied[v.name], outcomes[v.name], v, elsewhere(varied[v.name], as_is.plan))
            for v in variants
            if v.name in outcomes
        ),
        tuple(not_planned(v, broken.get(v.name)) for v in variants if v.name not in outcomes),
    )


def not_planned(variant: Variant, broken: Broken | None) -> NotPlanned:
    """A variant without a plan; if nothing broke, it had not been begun when all was stopped."""
    if broken is None:
        return NotPlanned(variant)
    return NotPlanned(variant, defect=broken.trace, died=not broken.trace)


def what_if_plan(
    withdrawal: Withdrawal,
    outcome: Outcome,
    variant: Variant | None = None,
    as_is: AsIsThere | None = None,
) -> WhatIfPlan:
    """A plan with what becomes of things and people by it."""
    fates = rules.fates(withdrawal, outcome.plan)
    return WhatIfPlan(
        withdrawal, outcome, variant, as_is, fates.people_left, fates.kg_left, fates.kg_disposed
    )


def elsewhere(withdrawal: Withdrawal, plan: Plan) -> AsIsThere | None:
    """A plan judged by another withdrawal; None where its lines or places are not there."""
    lines = {line.name for line in withdrawal.lines}
    fleets = {fleet.name for fleet in withdrawal.fleets}
    places = {place.name for place in withdrawal.places}
    known = (
        {load.line for lift in plan.lifts for load in lift.loads} <= lines
        and {each.line for each in plan.disposals} <= lines
        and {lift.fleet for lift in plan.lifts} <= fleets
        and {name for lift in plan.lifts for name in (lift.origin, lift.destination)} <= places
        and {each.place for each in plan.disposals} <= places
    )
    if not known:
        return None
    # What is left differs where a line does: the plan has no duty to foresee it.
    plan = replace(plan, left=None)
    found = [finding.severity for finding in rules.judge(withdrawal, plan)]
    return AsIsThere(
        found.count(Severity.BREACH),
        found.count(Severity.SHORTFALL),
        sum(rules.cost_terms(withdrawal, plan).values()),
    )
