"""What-if in words: the finding, a table with a row for each variant, a few sentences each."""

from typing import TYPE_CHECKING, NamedTuple

from drawdown.model import Status, WhatIf, WhatIfPlan
from drawdown.words.dates import slack_days
from drawdown.words.milestone_title import milestone_title
from drawdown.words.numbers import signed
from drawdown.words.what_if_table import NOTHING, at_best

if TYPE_CHECKING:
    from drawdown.words.language import Language

COLUMNS = ("variant", "status", "out", "slack", "cost", "difference", "gap", "lifts")
MOST_DATES = 3


class ShortRow(NamedTuple):
    """A plan in the short table: whether it fulfils all, and a cell for each of ``COLUMNS``."""

    complete: bool
    cells: tuple[str, ...]


def headings(language: "Language") -> list[str]:
    """The headings of the short table."""
    return [language.say("what_if", f"column.{name}") for name in COLUMNS]


def short_rows(language: "Language", what_if: WhatIf) -> list[ShortRow]:
    """The plan as it is, then each variant: when all are out, at what cost, with how many lifts."""
    return [short_row(language, what_if, plan) for plan in (what_if.as_is, *what_if.plans)]


def short_row(language: "Language", what_if: WhatIf, plan: WhatIfPlan) -> ShortRow:
    """One plan in one line."""
    outcome = plan.outcome
    # The deadline comes last: reached when the country is empty.
    ended = outcome.milestones[-1]
    out = language.say("terminal", "never")
    slack = NOTHING
    if ended.reached_utc is not None:
        out = language.by_day(ended.reached_utc)
        days = slack_days(ended.due_utc, ended.reached_utc)
        slack = language.say("terminal", "days", days=days)
    difference = NOTHING
    if plan.variant is not None:
        cents = outcome.cost_cents - what_if.as_is.outcome.cost_cents
        difference = signed(language.money(abs(cents), 2), cents)
    cells = (
        plan.variant.name if plan.variant else language.say("what_if", "as_is"),
        language.say("compare", f"status.{plan.status}"),
        out, slack, language.money(outcome.cost_cents, 2), difference,
        at_best(language, outcome), language.number(plan.lifts[0]),
    )  # fmt: skip
    return ShortRow(plan.status == "complete", cells)


# --- sentences ------------------------------------------------------------------------------------


def finding(language: "Language", what_if: WhatIf) -> str:
    """How many variants keep every date, and which of them is the cheapest."""
    n = len(what_if.plans)
    if not n:
        return language.say("what_if", "finding.none")
    kept = [plan for plan in what_if.plans if plan.status == "complete"]
    sentence = language.say("what_if", "finding", kept=len(kept), n=n)
    alike = [plan for plan in kept if not has_own_prices(what_if, plan)]
    if not alike:
        return sentence
    best = min(alike, key=lambda plan: plan.outcome.cost_cents)
    less = what_if.as_is.outcome.cost_cents - best.outcome.cost_cents
    if less <= 0:
        return f"{sentence} {language.say('what_if', 'finding.none_cheaper')}"
    title, cost = variant_title(language, what_if, best), language.money(less, 2)
    return f"{sentence} {language.say('what_if', 'finding.cheapest', title=title, cost=cost)}"


def variant_title(language: "Language", what_if: WhatIf, plan: WhatIfPlan) -> str:
    """The title of a variant in the language, or its name; that of the plan as it is."""
    if plan.variant is None:
        return language.say("what_if", "as_is")
    names = language.names(what_if.as_is.withdrawal)
    return names.said(plan.variant.title or plan.variant.name)


def variant_sentences(language: "Language", what_if: WhatIf, plan: WhatIfPlan) -> list[str]:
    """What a variant costs more or less and how much of it is proven, what is late or left."""
    sentences = []
    keeps = what_if.keeps_as_is(plan)
    cents = plan.outcome.cost_cents - what_if.as_is.outcome.cost_cents
    if keeps:
        sentences.append(language.say("what_if", "keeps_as_is"))
    if cents or not keeps:
        sentences.append(cost_sentence(language, what_if, plan))
    if plan.outcome.status is Status.INTERRUPTED:
        sentences.append(language.say("terminal", "plan.interrupted"))
    if has_own_prices(what_if, plan):
        sentences.append(language.say("what_if", "own_prices"))
    sentences += late_and_left(language, plan)
    there = plan.as_is
    if there is not None and not keeps:
        if there.breaches:
            sentences.append(language.say("what_if", "as_is.breaks", n=there.breaches))
        else:
            cost = language.money(there.cost_cents, 2)
            sentences.append(language.say("what_if", "as_is.holds", cost=cost))
    return sentences


def has_own_prices(what_if: WhatIf, plan: WhatIfPlan) -> bool:
    """Whether its cost is counted by other prices, and says little beside that of the others."""
    return plan.withdrawal.prices != what_if.as_is.withdrawal.prices


def cost_sentence(language: "Language", what_if: WhatIf, plan: WhatIfPlan) -> str:
    """What the plan costs more or less than as it is, and what every plan does."""
    cents = plan.outcome.cost_cents - what_if.as_is.outcome.cost_cents
    least, most = what_if.between_cents(plan)
    cost = language.money(abs(cents), 2)
    if not cents:
        return language.say("what_if", "costs.same")
    key = "more" if cents > 0 else "less"
    if least > 0 or most < 0:
        proven = language.money(least if least > 0 else -most, 2)
        return language.say("what_if", f"costs.{key}.proven", cost=cost, proven=proven)
    return language.say("what_if", f"costs.{key}", cost=cost)


def late_and_left(language: "Language", plan: WhatIfPlan) -> list[str]:
    """The dates that the plan misses, and who and what it leaves behind."""
    sentences = []
    missed = [
        milestone_title(language, plan.withdrawal, stone)
        for stone in sorted(plan.outcome.milestones, key=lambda stone: stone.due_utc)
        if not stone.met
    ]
    if missed:
        dates = language.listed(missed, MOST_DATES)
        sentences.append(language.say("what_if", "missed", dates=dates))
    left = []
    if plan.people_left:
        left.append(language.count("person", plan.people_left))
    if plan.kg_left:
        left.append(language.tonnes(plan.kg_left))
    if left:
        sentences.append(language.say("what_if", "left", what=language.listed(left)))
    return sentences
