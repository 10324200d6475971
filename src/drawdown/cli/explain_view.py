"""What is said of one thing in a plan, or of its worst: the plan first, then what no plan can."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from drawdown.cli.fault_list import show_faults
from drawdown.cli.judgement_view import verdict
from drawdown.cli.screen import Column, Mark, Screen, shell_word
from drawdown.model import Explanation, Move, Part, Reason, Withdrawal
from drawdown.words import Language, subject_title

if TYPE_CHECKING:
    from drawdown.actions.explaining import Explained

MOST_MOVES = 12
MOST_WARNINGS = 5
SECTIONS = ("proven", "limits", "remedies", "untold")


def explanation_page(
    screen: Screen, explained: "Explained", path: Path, plan_path: Path, word: str
) -> None:
    """The judge's word, then each subject; at the end what can be asked next."""
    language, withdrawal = screen.language, explained.withdrawal
    title = language.names(withdrawal).title
    head = language.say("explain", "head", withdrawal=title, plan=plan_path.name)
    screen.head(withdrawal, head)
    judgement = explained.judgement
    said = verdict(language, judgement.findings, judgement.rules)
    screen.say(language.say("terminal", "judge", verdict=said))
    if explained.has_breaches:
        screen.say(language.say("explain", "breaches"))
    if not word:
        key = "worst" if explained.explanations else "nothing"
        screen.say(language.say("explain", key))
    for number, each in enumerate(explained.explanations, 1):
        show_explanation(screen, withdrawal, each, "" if word else f"{number}. ")
    show_faults(screen, explained.warnings, most=MOST_WARNINGS)
    screen.next(*next_commands(explained, path, plan_path, word))


def next_commands(explained: "Explained", path: Path, plan_path: Path, word: str) -> list[str]:
    """To ask more of what is worst; else to see what the judge says."""
    from drawdown.actions.explaining import typed

    files = f"{shell_word(path)} {shell_word(plan_path)}"
    if word or not explained.explanations:
        return [f"check {shell_word(path)} --plan {shell_word(plan_path)}"]
    subjects = [typed(explained.withdrawal, each.subject) for each in explained.explanations]
    return [f"explain {files} {shell_word(subject)}" for subject in subjects]


def show_explanation(
    screen: Screen, withdrawal: Withdrawal, each: Explanation, number: str
) -> None:
    """One subject: what is so in the plan, its lifts and costs, then what no plan can avoid."""
    language = screen.language
    screen.gap()
    screen.say(f"{number}{subject_title(language, withdrawal, each.subject)}", "finding")
    show_reasons(screen, withdrawal, each.in_plan)
    show_moves(screen, withdrawal, each.moves)
    show_parts(screen, withdrawal, each.parts)
    for section in SECTIONS:
        reasons: tuple[Reason, ...] = getattr(each, section)
        if reasons:
            screen.gap()
            screen.say(language.say("explain", f"heading.{section}"), "head")
            show_reasons(screen, withdrawal, reasons)


def show_reasons(screen: Screen, withdrawal: Withdrawal, reasons: Sequence[Reason]) -> None:
    """Each reason as a sentence of its own."""
    for reason in reasons:
        screen.say(screen.language.reason(reason, withdrawal))


def show_moves(screen: Screen, withdrawal: Withdrawal, moves: Sequence[Move]) -> None:
    """Which lifts take how much of a line."""
    if not moves:
        return
    language = screen.language
    names = language.names(withdrawal)
    columns = [
        Column(language.say("explain", "column.lift")),
        Column(language.say("explain", "column.departs")),
        Column(language.say("terminal", "column.carrier"), folds=True),
        Column(language.say("explain", "column.way"), folds=True),
        Column(language.say("explain", "column.units"), right=True),
    ]
    screen.gap()
    screen.table(
        columns,
        [
            (
                move.lift,
                language.instant(move.depart_utc),
                names.carrier(move.carrier),
                language.say(
                    "explain", "way", origin=names.place(move.origin),
                    destination=names.place(move.destination),
                ),
                language.number(move.count),
            )
            for move in moves[:MOST_MOVES]
        ],
    )  # fmt: skip
    if len(moves) > MOST_MOVES:
        screen.say(language.say("explain", "more_lifts", n=len(moves) - MOST_MOVES))


def show_parts(screen: Screen, withdrawal: Withdrawal, parts: Sequence[Part]) -> None:
    """Where the cost arises, each way of cutting it under a heading."""
    if not parts:
        return
    language = screen.language
    rows: list[tuple[str | Mark, ...]] = []
    for by in dict.fromkeys(part.by for part in parts):
        rows += [("", "", "")] if rows else []
        rows.append((Mark(language.say("explain", f"by.{by}"), "head"), "", ""))
        rows += [
            (
                part_name(language, withdrawal, part),
                language.money(part.cents, 2),
                language.share(part.share),
            )
            for part in parts
            if part.by == by
        ]
    of_line = all(part.by == "term" for part in parts)
    columns = [
        Column("", folds=True),
        Column(language.say("explain", "column.cost"), right=True),
        Column(language.say("explain", f"column.{'of_term' if of_line else 'share'}"), right=True),
    ]
    screen.gap()
    screen.table(columns, rows)


def part_name(language: Language, withdrawal: Withdrawal, part: Part) -> str:
    """The place, line, carrier, date, week or term of a part."""
    names = language.names(withdrawal)
    if part.by == "place":
        return names.place(part.name)
    if part.by == "line":
        return names.line(part.name)
    if part.by == "carrier":
        return names.carrier(part.name)
    if part.by == "week":
        return language.day(withdrawal.start_utc + timedelta(days=7 * int(part.name)))
    if part.by == "term":
        return language.say("terms", part.name)
    kind, _, name = part.name.partition(":")
    facts = {"milestone": names.milestone(name), "place": names.place(name)}
    return language.say("reasons", f"aim.{kind}", **facts)
