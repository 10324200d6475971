"""Findings, milestones and cost of a plan on the screen: for ``check`` and after ``plan``."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from drawdown.cli.screen import Column, Mark, Screen
from drawdown.model import Finding, MilestoneReached, Severity, Withdrawal
from drawdown.words import Language, milestone_title
from drawdown.words.dates import slack_days

if TYPE_CHECKING:
    from drawdown.words.finding_group import FindingGroup

MOST_OF_A_GROUP = 5
MOST_SHOWN = 40
STYLE = {Severity.BREACH: "breach", Severity.SHORTFALL: "late", Severity.NOTICE: "risk"}


def verdict(language: Language, findings: Sequence[Finding], rules: int) -> str:
    """``1 breach, 2 shortfalls; 39 of 42 rules hold.``"""
    counts = [
        language.count(severity.value, n)
        for severity in Severity
        if (n := sum(finding.severity is severity for finding in findings))
    ]
    broken = {finding.rule for finding in findings if finding.severity is not Severity.NOTICE}
    if not broken:
        said = language.say("terminal", "verdict.all_hold", n=rules)
        return said if not counts else f"{', '.join(counts)}. {said}"
    return language.say(
        "terminal", "verdict.some_broken", found=", ".join(counts), holding=rules - len(broken),
        n=rules,
    )  # fmt: skip


def show_findings(
    screen: Screen, withdrawal: Withdrawal, findings: Sequence[Finding], most: int = MOST_SHOWN
) -> None:
    """The findings, each as a sentence; those of one rule at one place under one head."""
    if not findings:
        return
    language = screen.language
    rows: list[tuple[str | Mark, ...]] = []
    hidden = 0
    for group in language.finding_groups(findings, withdrawal):
        some = group.sentences[: max(0, min(MOST_OF_A_GROUP, most - len(rows)))]
        rows += group_rows(language, group, some) if some else ()
        hidden += len(group.sentences) - len(some)
    screen.gap()
    screen.table([Column(""), Column("", least=12), Column("", folds=True)], rows, headings=False)
    if hidden:
        screen.say(language.say("terminal", "more_findings", n=hidden))


def group_rows(
    language: Language, group: "FindingGroup", some: Sequence[str]
) -> Iterator[tuple[str | Mark, ...]]:
    """The head of a group, the first of its findings below it, and how many more it has."""
    mark = Mark(language.say("terminal", f"mark.{group.severity}"), STYLE[group.severity])
    lead: tuple[str | Mark, ...] = (mark, language.say("findings", f"rule.{group.rule}"))
    if group.head:
        yield *lead, group.head
    for sentence in some:
        yield ("", "", f"– {sentence}") if group.head else (*lead, sentence)
    if len(group.sentences) > len(some):
        more = len(group.sentences) - len(some)
        yield "", "", language.say("terminal", "more_of_group", n=more)


def show_milestones(
    screen: Screen, withdrawal: Withdrawal, milestones: Sequence[MilestoneReached]
) -> None:
    """Each date with what the plan does about it: due, plan, slack in days, status."""
    if not milestones:
        return
    language = screen.language
    columns = [Column(language.say("terminal", "column.milestone"), folds=True)]
    columns += [
        Column(language.say("terminal", f"column.{name}"), right=name != "status")
        for name in ("due", "plan", "slack", "status")
    ]
    in_order = sorted(milestones, key=lambda stone: stone.due_utc)
    screen.gap()
    screen.table(columns, [milestone_row(language, withdrawal, stone) for stone in in_order])


def milestone_row(
    language: Language, withdrawal: Withdrawal, stone: MilestoneReached
) -> tuple[str | Mark, ...]:
    """One date of the agreement or of the plan."""
    due = language.limit_day(stone.due_utc)
    title = milestone_title(language, withdrawal, stone)
    if stone.reached_utc is None:
        never = language.say("terminal", "never")
        return title, due, never, "–", Mark(language.say("terminal", "mark.late"), "late")
    # What is reached before it began is said to be reached on the first day.
    reached = max(stone.reached_utc, withdrawal.start_utc)
    slack = slack_days(stone.due_utc, reached)
    days = language.say("terminal", "days", days=slack)
    return title, due, language.by_day(reached), days, status(language, stone.met, slack)


def status(language: Language, met: bool, slack: int) -> Mark:
    """Kept, kept without a day to spare, or late."""
    if not met:
        return Mark(language.say("terminal", "mark.late"), "late")
    if slack < 1:
        return Mark(language.say("terminal", "mark.no_slack"), "risk")
    return Mark(language.say("terminal", "mark.ok"), "ok")


def show_cost(screen: Screen, terms: dict[str, int]) -> None:
    """The cost and its terms, the largest first."""
    language = screen.language
    screen.gap()
    screen.say(cost_sentence(language, terms))


def cost_sentence(language: Language, terms: dict[str, int]) -> str:
    """``Cost 11.84 M€: lifts 9.91 M€, exposure 1.38 M€, …``"""
    parts = [
        f"{language.say('terms', term).lower()} {language.money(cents, 2)}"
        for term, cents in sorted(terms.items(), key=lambda item: -item[1])
        if cents
    ]
    cost = language.money(sum(terms.values()), 2)
    key = "cost" if parts else "cost.nothing"
    return language.say("terminal", key, cost=cost, terms=", ".join(parts))


def day_or_never(language: Language, at: datetime | None) -> str:
    """``24 Aug``, or that it never happens."""
    return language.say("terminal", "never") if at is None else language.by_day(at)
