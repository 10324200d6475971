"""What judging and planning return: findings, costs, bounds, reasons."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from drawdown.model.plan import Plan

# Named values that a sentence needs.
Facts = tuple[tuple[str, str | int | float | datetime], ...]


class Severity(StrEnum):
    """How grave a finding is.

    ``BREACH``: the plan cannot be carried out, or is unsafe. ``SHORTFALL``: it can, but does not
    fulfil the agreement (late, left). ``NOTICE``: the reader should know.
    """

    BREACH = "breach"
    SHORTFALL = "shortfall"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: about what, where, when, how much against which limit.

    ``rule`` is the rule's name, ``measured`` and ``limit`` are in ``unit``. ``facts`` holds
    further named values that the sentence needs.
    """

    rule: str
    severity: Severity
    place: str = ""
    from_utc: datetime | None = None
    until_utc: datetime | None = None
    measured: float | None = None
    limit: float | None = None
    unit: str = ""
    lifts: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is late, left or dear, found by computation.

    ``kind`` is a key of ``words``, ``facts`` are what its sentence needs. A remedy is the same
    withdrawal solved again with one thing changed: ``gain_share`` is what it takes off.
    """

    kind: str
    place: str = ""
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class MilestoneReached:
    """A milestone, handover or the deadline, and when the plan reaches it (None: never)."""

    name: str
    title: str
    due_utc: datetime
    reached_utc: datetime | None
    met: bool


class Status(StrEnum):
    """How planning ended.

    ``COMPLETE``: all leave in time. ``SHORTFALL``: the most that can be done, something is late
    or left. ``INTERRUPTED``: the best judged plan at the moment of the interruption.
    """

    COMPLETE = "complete"
    SHORTFALL = "shortfall"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class BudgetPoint:
    """What a budget of changes buys: the best plan found with at most ``changes`` (None: any).

    ``changed`` lifts it changes. ``late_days`` is by how many days, rounded up, its latest date
    is missed; None: some date is never reached. ``people_left`` and ``kg_left`` stay behind.
    """

    changes: int | None
    changed: int
    cost_cents: int
    late_days: int | None
    people_left: int
    kg_left: int


@dataclass(frozen=True, slots=True)
class Told:
    """A place or fleet that has to be told, and which lifts of it are added, dropped or changed.

    ``kind`` is ``place`` or ``fleet``; ``tails`` are those of a fleet, ``lines`` what is carried
    otherwise.
    """

    kind: str
    name: str
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    tails: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replanned:
    """How a plan in force was changed.

    Lifts begun by ``now_utc`` are as they were. ``allowed`` is the budget (None: no limit),
    ``changed`` how many lifts differ, ``forced`` the fewest of any plan that was found, and
    ``broken`` the lifts of the plan in force that cannot go as they were.
    """

    now_utc: datetime
    allowed: int | None
    changed: int
    forced: int
    broken: tuple[str, ...] = ()
    budget: tuple[BudgetPoint, ...] = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Short:
    """What is late or left: its price, and people and kg left, and nights of late people."""

    cents: int
    people_left: int
    kg_left: int
    late_person_nights: int


@dataclass(frozen=True, slots=True)
class Earliest:
    """On no day before the one that begins at ``day_utc`` can all be out of the country.

    But for ``people_left`` and ``kg_left``, which no plan can bring out. Without ``is_exact`` time
    was too short: that it is a later day may be provable.
    """

    day_utc: datetime
    is_exact: bool = True
    people_left: int = 0
    kg_left: int = 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is proven of every plan beside the bound on its cost, and what is so in this one.

    No plan has less of any number of ``short``, each by itself. ``plan_out_utc`` is when the plan
    has all out that ``earliest`` speaks of; None: it leaves more. No plan that leaves no more than
    this one, and is no later, has less of a term than ``terms_cents`` says. What there was no time
    for is None, or not among the terms.
    """

    short: Short | None = None
    plan_short: Short | None = None
    earliest: Earliest | None = None
    plan_out_utc: datetime | None = None
    terms_cents: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A judged plan with its price and its bound.

    ``terms_cents`` are the terms of the price list and sum to ``cost_cents``. No plan costs less
    than ``bound_cents``; ``gap`` is (cost - bound) / cost. ``limit`` says which limit was in
    force: ``seconds 30``, ``effort 3``. ``replanned`` is there where a plan in force
    was changed, ``bounds`` where another was made.
    """

    status: Status
    plan: Plan
    cost_cents: int
    terms_cents: dict[str, int]
    bound_cents: int
    gap: float
    seconds: float
    seed: int
    limit: str
    planner: str
    milestones: tuple[MilestoneReached, ...] = ()
    reasons: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    replanned: Replanned | None = None
    bounds: Bounds | None = None
