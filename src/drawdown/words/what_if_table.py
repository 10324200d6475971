"""What-if in full: every date, term and number of all variants side by side, for the page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drawdown.model import MilestoneReached, Outcome, WhatIf, WhatIfPlan
from drawdown.words.dates import slack_days
from drawdown.words.milestone_title import milestone_title
from drawdown.words.numbers import signed

if TYPE_CHECKING:
    from drawdown.words.language import Language

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class WhatIfRow:
    """A line of the table: its cell for the plan as it is and for each variant, and differences.

    ``differences`` has a cell for each variant, or nothing. ``marks`` says of each cell whether it
    is ``late``, ``ok`` or neither. A row without cells is a heading.
    """

    label: str
    cells: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def what_if_rows(language: "Language", what_if: WhatIf) -> list[WhatIfRow]:
    """All rows: how it ends, dates, cost with bound and gap, lifts, what is left."""
    plans = (what_if.as_is, *what_if.plans)

    def say(key: str) -> str:
        return language.say("compare", key)

    def number(x: float) -> str:
        return language.number(x)

    def tonnes(kg: float) -> str:
        return language.number(kg / 1000, 1)

    return [
        WhatIfRow(
            language.say("terminal", "column.status"),
            tuple(say(f"status.{plan.status}") for plan in plans),
            marks=tuple("ok" if plan.status == "complete" else "late" for plan in plans),
        ),
        WhatIfRow(say("heading.dates")),
        *date_rows(language, plans),
        WhatIfRow(say("heading.cost")),
        *cost_rows(language, what_if, plans),
        WhatIfRow(say("heading.lifts")),
        counted(language.say("what_if", "loaded"), [plan.lifts[0] for plan in plans], number),
        counted(language.say("what_if", "empty"), [plan.lifts[1] for plan in plans], number),
        WhatIfRow(say("heading.fates")),
        counted(say("people_left"), [plan.people_left for plan in plans], number),
        counted(say("kg_left"), [plan.kg_left for plan in plans], tonnes),
        counted(say("kg_disposed"), [plan.kg_disposed for plan in plans], tonnes),
    ]


def counted(label: str, values: Sequence[int], shown: Callable[[float], str]) -> WhatIfRow:
    """A row of numbers of one kind."""
    base = values[0]
    return WhatIfRow(
        label,
        tuple(shown(value) for value in values),
        tuple(signed(shown(abs(value - base)), value - base) for value in values[1:]),
    )


# --- dates ----------------------------------------------------------------------------------------


def date_rows(language: "Language", plans: Sequence[WhatIfPlan]) -> Iterator[WhatIfRow]:
    """Each date that any of the withdrawals has, and when each plan reaches it."""
    of_plan = [{stone.name: stone for stone in plan.outcome.milestones} for plan in plans]
    titles: dict[str, str] = {}
    for plan in plans:
        for stone in sorted(plan.outcome.milestones, key=lambda stone: stone.due_utc):
            titles.setdefault(stone.name, milestone_title(language, plan.withdrawal, stone))
    for name, title in titles.items():
        reached = [stones.get(name) for stones in of_plan]
        yield WhatIfRow(
            title,
            tuple(date_cell(language, stone) for stone in reached),
            tuple(days_between(language, reached[0], stone) for stone in reached[1:]),
            tuple("" if stone is None or stone.met else "late" for stone in reached),
        )


def date_cell(language: "Language", stone: MilestoneReached | None) -> str:
    """``24 Aug (15 Sep)``: when it is reached, and when it is due."""
    if stone is None:
        return NOTHING
    never = language.say("terminal", "never")
    day = never if stone.reached_utc is None else language.by_day(stone.reached_utc)
    return language.say("compare", "date", what=day, due=language.limit_day(stone.due_utc))


def days_between(
    language: "Language", first: MilestoneReached | None, other: MilestoneReached | None
) -> str:
    """Whole days from when the plan as it is reaches it to when another does."""
    if first is None or other is None or first.reached_utc is None or other.reached_utc is None:
        return NOTHING
    days = slack_days(other.reached_utc, first.reached_utc)
    return signed(language.say("terminal", "days", days=abs(days)), days)


# --- cost -----------------------------------------------------------------------------------------


def cost_rows(
    language: "Language", what_if: WhatIf, plans: Sequence[WhatIfPlan]
) -> Iterator[WhatIfRow]:
    """The cost, its terms with the largest first, the bound, the gap, and what is proven."""

    def money(cents: float) -> str:
        return language.money(int(cents), 2)

    outcomes = [plan.outcome for plan in plans]
    yield counted(language.say("compare", "cost"), [each.cost_cents for each in outcomes], money)
    of_term = {term: [each.terms_cents[term] for each in outcomes]
               for term in outcomes[0].terms_cents}  # fmt: skip
    for term, cents in sorted(of_term.items(), key=lambda item: -max(item[1])):
        if any(cents):
            yield counted(language.say("terms", term), cents, money)
    bounds = tuple(bound_cell(language, each) for each in outcomes)
    yield WhatIfRow(language.say("what_if", "bound"), bounds)
    yield WhatIfRow(
        language.say("what_if", "column.gap"), tuple(at_best(language, each) for each in outcomes)
    )
    ends = [what_if.between_cents(plan) for plan in what_if.plans]
    for end, key in enumerate(("at_least", "at_most")):
        bounded = [x if end == 0 else outcomes[0] for x in outcomes[1:]]
        cells = (
            signed(money(abs(both[end])), both[end]) if x.bound_cents > 0 else NOTHING
            for both, x in zip(ends, bounded, strict=True)
        )
        yield WhatIfRow(language.say("what_if", key), (NOTHING, *cells))


def bound_cell(language: "Language", outcome: Outcome) -> str:
    """What no plan can undercut; a dash where nothing was proven."""
    return language.money(outcome.bound_cents, 2) if outcome.bound_cents > 0 else NOTHING


def at_best(language: "Language", outcome: Outcome) -> str:
    """``−7.3%``: how much less a plan may cost; a dash where nothing was proven."""
    if outcome.bound_cents <= 0:
        return NOTHING
    return signed(language.share(outcome.gap, 1), -outcome.gap)
