"""One screen about a new plan: by when all are out, with which lifts, what stays, at what cost."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from drawdown.cli.fault_list import show_faults
from drawdown.cli.judgement_view import (
    cost_sentence,
    day_or_never,
    show_findings,
    show_milestones,
    verdict,
)
from drawdown.cli.replan_view import show_replanned
from drawdown.cli.screen import Column, Screen, seconds, shell_word
from drawdown.model import Outcome, Severity, Status, Withdrawal
from drawdown.words import Language, bound_rows, milestone_title, opening_sentence

if TYPE_CHECKING:
    from drawdown.actions.fleet_use import CarrierUse
    from drawdown.actions.new_plan import PlanMade
    from drawdown.actions.what_changed import WhatChanged

MOST_STAYING = 5
MOST_DATES = 3
MOST_REASONS = 8
MOST_WARNINGS = 5


def plan_page(screen: Screen, made: "PlanMade", path: Path) -> None:
    """The finding first, then the tables, then the next command."""
    plan_shown(screen, made)
    folder = shell_word(made.folder)
    screen.next(f"check {shell_word(path)} --plan {folder}")


def plan_shown(screen: Screen, made: "PlanMade") -> None:
    """The finding, the tables, the cost, the judge, and where all was written."""
    outcome, withdrawal, language = made.outcome, made.withdrawal, screen.language
    screen.head(withdrawal, head_line(language, withdrawal, outcome))
    if outcome.status is Status.INTERRUPTED:
        screen.say(language.say("terminal", "plan.interrupted"))
    opening = opening_sentence(language, withdrawal, outcome)
    screen.say(opening, "finding")
    if outcome.replanned is not None:
        show_replanned(screen, withdrawal, outcome.replanned)
    show_milestones(screen, withdrawal, outcome.milestones)
    show_use(screen, made)
    show_staying(screen, withdrawal, outcome)
    reasons = [language.reason(reason, withdrawal) for reason in outcome.reasons]
    show_reasons(screen, [reason for reason in reasons if reason not in opening])
    show_faults(screen, made.warnings, most=MOST_WARNINGS)
    screen.gap()
    screen.say(cost_sentence(language, outcome.terms_cents))
    screen.say(bound_sentence(language, outcome))
    show_bounds(screen, outcome)
    screen.say(language.say("terminal", "judge", verdict=judge_words(language, made)))
    breaches = [f for f in outcome.findings if f.severity is Severity.BREACH]
    if breaches and outcome.replanned is not None:
        screen.say(language.say("terminal", "replan.settled", n=len(breaches)))
    show_findings(screen, withdrawal, breaches, most=5)
    if made.changed is not None:
        for sentence in change_sentences(language, withdrawal, made.changed):
            screen.say(sentence)
    screen.say(language.say("terminal", "estimate"))
    screen.say(language.say("terminal", "written", folder=str(made.folder)))


def head_line(language: Language, withdrawal: Withdrawal, outcome: Outcome) -> str:
    """What was planned, in how many seconds, and under which limit."""
    return language.say(
        "terminal", "plan.head",
        withdrawal=language.names(withdrawal).title,
        seconds=seconds(language, outcome.seconds), seed=str(outcome.seed),
        planner=language.say("terminal", f"planner.{outcome.planner}"),
    )  # fmt: skip


def bound_sentence(language: Language, outcome: Outcome) -> str:
    """What no plan can undercut, and by how much this one could at most be beaten."""
    if outcome.bound_cents >= outcome.cost_cents:
        return language.say("terminal", "bound.met")
    if outcome.bound_cents <= 0:
        return language.say("terminal", "bound.none")
    bound = language.money(outcome.bound_cents, 2)
    return language.say("terminal", "bound", bound=bound, gap=language.share(outcome.gap, 1))


def show_bounds(screen: Screen, outcome: Outcome) -> None:
    """What is proven of every plan beside what is so in this one, and what the bound leaves out."""
    rows = bound_rows(screen.language, outcome)
    if not rows:
        return
    columns = [
        Column(
            screen.language.say("bounds", f"column.{name}"),
            right=name in ("least", "plan"),
            folds=name != "bound",
            least=12 if name in ("least", "plan") else None,
        )
        for name in ("bound", "least", "plan", "relaxed")
    ]
    screen.gap()
    screen.table(columns, [(row.title, row.least, row.plan, row.relaxed) for row in rows])
    screen.gap()


def judge_words(language: Language, made: "PlanMade") -> str:
    """The verdict of the judge on the plan."""
    from drawdown.actions.checking import number_of_rules

    return verdict(language, made.outcome.findings, number_of_rules())


def show_use(screen: Screen, made: "PlanMade") -> None:
    """Lifts, empty runs, people, tonnes, and use of seats and payload, by carrier."""
    withdrawal, uses = made.withdrawal, made.use
    if not uses:
        return
    from drawdown.actions.fleet_use import together

    language = screen.language
    headings = ("carrier", "loaded", "empty", "people", "t", "seats", "payload")
    columns = [
        Column(
            language.say("terminal", f"column.{name}"),
            right=name != "carrier",
            folds=name == "carrier",
        )
        for name in headings
    ]
    whole = together(withdrawal, made.outcome.plan, uses)
    carried = sum(use.people + use.things_kg for use in uses)
    counts_twice = whole.people + whole.things_kg < carried
    rows = [*uses, whole] if len(uses) > 1 or counts_twice else [*uses]
    screen.gap()
    screen.table(columns, [use_row(language, withdrawal, use) for use in rows])
    if counts_twice:
        screen.say(language.say("terminal", "use.once"))


def use_row(language: Language, withdrawal: Withdrawal, use: "CarrierUse") -> tuple[str, ...]:
    """One carrier, or all together."""
    every = language.say("terminal", "all")
    shares = [
        "–" if share is None else language.share(share)
        for share in (use.seat_share, use.payload_share)
    ]
    return (
        language.names(withdrawal).carrier(use.carrier) if use.carrier else every,
        language.number(use.loaded),
        language.number(use.empty),
        language.number(use.people),
        language.number(use.things_kg / 1000, 1),
        *shares,
    )


def show_staying(screen: Screen, withdrawal: Withdrawal, outcome: Outcome) -> None:
    """What is left, where and why, then what is disposed of, and how."""
    rows = left_rows(screen.language, withdrawal, outcome)
    rows += disposal_rows(screen.language, withdrawal, outcome)
    if not rows:
        return
    language = screen.language
    columns = [
        Column(language.say("terminal", "column.stays"), folds=True, least=20),
        Column(language.say("terminal", "column.units"), right=True),
        Column(language.say("terminal", "column.t"), right=True),
        Column(language.say("terminal", "column.fate"), folds=True),
    ]
    screen.gap()
    screen.table(columns, rows[:MOST_STAYING])
    if len(rows) > MOST_STAYING:
        screen.say(language.say("terminal", "more_stays", n=len(rows) - MOST_STAYING))


def left_rows(
    language: Language, withdrawal: Withdrawal, outcome: Outcome
) -> list[tuple[str, ...]]:
    """What is left: people first, then what matters most, the heaviest first."""
    names = language.names(withdrawal)
    entries = [
        (names.lines[left.line], left)
        for left in outcome.plan.left or ()
        if left.line in names.lines
    ]
    entries.sort(key=lambda e: (not e[0].is_people, e[0].priority, -e[1].count * e[0].unit_mass_kg))
    return [
        (
            names.line_title(line.name),
            language.number(left.count),
            language.number(left.count * line.unit_mass_kg / 1000, 1),
            left_words(language, names.place(left.place), left.reason),
        )
        for line, left in entries
    ]


def left_words(language: Language, place: str, reason: str) -> str:
    """Where something is left and, where the plan says so, why."""
    if reason and language.knows("reasons", reason):
        why = language.say("reasons", reason)
        return language.say("terminal", "left_because", place=place, reason=why)
    return language.say("terminal", "left_at", place=place)


def disposal_rows(
    language: Language, withdrawal: Withdrawal, outcome: Outcome
) -> list[tuple[str, ...]]:
    """What is disposed of, summed by line, way and place: the heaviest first."""
    names = language.names(withdrawal)
    counts: dict[tuple[str, str, str], int] = {}
    for disposal in outcome.plan.disposals:
        key = disposal.line, disposal.disposition.value, disposal.place
        counts[key] = counts.get(key, 0) + disposal.count
    rows = []
    for (line_name, way, place), count in counts.items():
        line = names.lines[line_name]
        fate = language.say("findings", f"disposition.{way}")
        kg = count * line.unit_mass_kg
        words = (
            names.line_title(line_name), language.number(count), language.number(kg / 1000, 1),
            language.say("terminal", "disposed", fate=fate, place=names.place(place)),
        )  # fmt: skip
        rows.append((-kg, words))
    return [words for _, words in sorted(rows)]


def show_reasons(screen: Screen, reasons: Sequence[str]) -> None:
    """Which limits bind, and what would free them."""
    if not reasons:
        return
    screen.gap()
    for reason in reasons[:MOST_REASONS]:
        screen.say(reason)
    more = len(reasons) - MOST_REASONS
    if more > 0:
        screen.say(screen.language.say("terminal", "more_reasons", n=more))


def change_sentences(
    language: Language, withdrawal: Withdrawal, changed: "WhatChanged"
) -> list[str]:
    """What is other than in the plan before: lifts, cost, dates."""
    if changed.is_nothing:
        return [language.say("terminal", "changed.nothing")]
    parts = [
        language.say("terminal", f"changed.{name}", n=n)
        for name in ("added", "removed", "changed")
        if (n := getattr(changed, name))
    ]
    sentences = [
        language.say(
            "terminal", "changed.lifts", parts=language.listed(parts),
            before=language.money(changed.cost_before_cents, 2),
            after=language.money(changed.cost_after_cents, 2),
        )
    ]  # fmt: skip
    dates = [
        language.say(
            "terminal", "changed.date", what=milestone_title(language, withdrawal, new),
            before=day_or_never(language, old.reached_utc),
            after=day_or_never(language, new.reached_utc),
        )
        for old, new in changed.moved
        if day_or_never(language, old.reached_utc) != day_or_never(language, new.reached_utc)
    ]  # fmt: skip
    if dates:
        said = language.say("terminal", "separator").join(dates[:MOST_DATES])
        more = len(dates) - MOST_DATES
        key = "changed.dates_more" if more > 0 else "changed.dates"
        sentences.append(language.say("terminal", key, dates=said, n=more))
    return sentences
