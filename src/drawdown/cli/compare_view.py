"""Plans side by side on the screen: the first, then each other with its difference to it.

As many plans stand in one table as the screen has room for; the first stands in each of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING

from drawdown.cli.fault_list import show_faults
from drawdown.cli.judgement_view import day_or_never, verdict
from drawdown.cli.screen import Column, Mark, Screen, shell_word
from drawdown.model import MilestoneReached, Severity
from drawdown.words import Language, milestone_title
from drawdown.words.dates import slack_days
from drawdown.words.numbers import MINUS, signed

if TYPE_CHECKING:
    from drawdown.actions.comparison import Compared, Comparison
    from drawdown.actions.what_changed import ChangedLift

Cell = str | Mark
LEAST_LABEL, BETWEEN = 22, 2
MOST_LIFTS, MOST_WARNINGS = 3, 5
STYLE = {"breach": "breach", "shortfall": "late", "complete": "ok"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what it is about, its cell for each plan, its difference to the first.

    ``differences`` has a cell for each plan but the first; nothing where there is none to tell.
    A row without cells is a heading.
    """

    label: str
    cells: tuple[Cell, ...] = ()
    differences: tuple[Cell, ...] = ()


def comparison_page(screen: Screen, comparison: "Comparison", path: Path) -> None:
    """Which plan is which and what the judge says, then the table, then the lifts that moved."""
    language, withdrawal = screen.language, comparison.withdrawal
    names = letters(len(comparison.plans))
    title = language.names(withdrawal).title
    screen.head(
        withdrawal,
        language.say("compare", "head", withdrawal=title, n=len(comparison.plans)),
    )
    screen.table(
        [Column(""), Column("", folds=True)],
        [
            (name, plan_words(language, each))
            for name, each in zip(names, comparison.plans, strict=True)
        ],
        headings=False,
    )
    show_rows(screen, names, tuple(rows(language, comparison)))
    for name, each in zip(names[1:], comparison.plans[1:], strict=True):
        show_moved(screen, comparison, name, each)
    show_faults(screen, comparison.warnings, most=MOST_WARNINGS)
    last = comparison.plans[-1].path
    screen.next(f"check {shell_word(path)} --plan {shell_word(last)}")


def letters(n: int) -> list[str]:
    """A, B, C and so on; after Z come A2, B2.

    >>> letters(28)[24:]
    ['Y', 'Z', 'A2', 'B2']
    """
    of_round = ("" if turn == 1 else str(turn) for turn in count(1))
    endless = (letter + suffix for suffix in of_round for letter in ascii_uppercase)
    return [next(endless) for _ in range(n)]


def plan_words(language: Language, each: "Compared") -> str:
    """``niger-plan: 82 loaded lifts. No breach, all 42 rules hold.``"""
    judgement = each.judgement
    return language.say(
        "compare", "plan", plan=str(each.path), lifts=language.lifts(judgement.plan.lifts),
        verdict=verdict(language, judgement.findings, judgement.rules),
    )  # fmt: skip


# --- the table ------------------------------------------------------------------------------------


def show_rows(screen: Screen, names: Sequence[str], all_rows: Sequence[Row]) -> None:
    """The rows, in as many tables as the width asks for."""
    others = range(1, len(names))
    while others:
        here = others[: how_many_fit(screen.columns, all_rows, others)]
        others = others[len(here) :]
        columns = [Column("", folds=True, least=LEAST_LABEL), Column(names[0], right=True)]
        for number in here:
            columns.append(Column(names[number], right=True))
            columns.append(Column(f"{names[number]} {MINUS} {names[0]}", right=True))
        screen.gap()
        screen.table(columns, [cells for row in all_rows for cells in lines_of(row, here)])


def how_many_fit(width: int, all_rows: Sequence[Row], others: Sequence[int]) -> int:
    """How many of the other plans stand beside the first within a width; one at the least."""
    left = width - LEAST_LABEL - BETWEEN - widest(row.cells[0] for row in all_rows if row.cells)
    for fitting, number in enumerate(others):
        cells = [row.cells[number] for row in all_rows if row.cells]
        differences = [row.differences[number - 1] for row in all_rows if row.differences]
        left -= widest(cells) + widest([*differences, "A − A"]) + 2 * BETWEEN
        if left < 0:
            return max(1, fitting)
    return len(others)


def widest(cells: "Iterator[Cell] | list[Cell]") -> int:
    """The longest line of any of the cells."""
    words = [cell.word if isinstance(cell, Mark) else cell for cell in cells]
    return max((len(line) for word in words for line in word.split("\n")), default=0)


def lines_of(row: Row, others: Sequence[int]) -> Iterator[list[Cell]]:
    """A row of the table for the first plan and some others; a heading has an empty one before."""
    if not row.cells:
        nothing = [""] * (1 + 2 * len(others))
        yield ["", *nothing]
        yield [Mark(row.label, "head"), *nothing]
        return
    cells = [row.label, row.cells[0]]
    for number in others:
        cells += [row.cells[number], row.differences[number - 1] if row.differences else ""]
    yield cells


def rows(language: Language, comparison: "Comparison") -> Iterator[Row]:
    """All rows: how it ends, dates, cost, lifts, people and things, what moved."""
    plans = comparison.plans
    yield Row(
        language.say("terminal", "column.status"),
        tuple(Mark(language.say("compare", f"status.{x.status}"), STYLE[x.status]) for x in plans),
    )
    for severity in (Severity.BREACH, Severity.SHORTFALL):
        counts = [each.judgement.how_many(severity) for each in plans]
        yield counted(language, language.say("compare", f"{severity}"), counts)
    yield Row(language.say("compare", "heading.dates"))
    yield from date_rows(language, comparison)
    yield Row(language.say("compare", "heading.cost"))
    yield from cost_rows(language, plans)
    yield Row(language.say("compare", "heading.lifts"))
    yield from lift_rows(language, comparison)
    yield Row(language.say("compare", "heading.fates"))
    yield from fate_rows(language, plans)
    yield Row(language.say("compare", "heading.moved"))
    yield from moved_rows(language, plans)


def counted(language: Language, label: str, counts: Sequence[int]) -> Row:
    """A row of whole numbers."""
    return Row(
        label,
        tuple(language.number(n) for n in counts),
        tuple(signed(language.number(abs(n - counts[0])), n - counts[0]) for n in counts[1:]),
    )


def date_rows(language: Language, comparison: "Comparison") -> Iterator[Row]:
    """Each date with when each plan reaches it, by how much it is missed, and the days between."""
    withdrawal = comparison.withdrawal
    stones = list(zip(*(each.judgement.milestones for each in comparison.plans), strict=True))
    for reached in sorted(stones, key=lambda of: of[0].due_utc):
        label = language.say(
            "compare", "date", what=milestone_title(language, withdrawal, reached[0]),
            due=language.limit_day(reached[0].due_utc),
        )  # fmt: skip
        yield Row(
            label,
            tuple(date_cell(language, stone) for stone in reached),
            tuple(days_between(language, reached[0], stone) for stone in reached[1:]),
        )


def date_cell(language: Language, stone: MilestoneReached) -> Cell:
    """The day on which it is reached; where it is missed, by how much, below."""
    day = day_or_never(language, stone.reached_utc)
    if stone.met:
        return day
    late = language.say("terminal", "mark.late")
    if stone.reached_utc is None:
        return Mark(f"{day}\n{late}", "late")
    days = -slack_days(stone.due_utc, stone.reached_utc)
    by = language.say("terminal", "days", days=days)
    if not days:
        by = language.duration((stone.reached_utc - stone.due_utc).total_seconds() / 60)
    return Mark(f"{day}\n{late} {by}", "late")


def days_between(language: Language, first: MilestoneReached, other: MilestoneReached) -> str:
    """Whole days from when the first plan reaches it to when another does."""
    if first.reached_utc is None or other.reached_utc is None:
        return "=" if first.reached_utc == other.reached_utc else "–"
    days = slack_days(other.reached_utc, first.reached_utc)
    return signed(language.say("terminal", "days", days=abs(days)), days)


def cost_rows(language: Language, plans: "Sequence[Compared]") -> Iterator[Row]:
    """The cost, then its terms, the largest of any plan first; those of nothing are left out."""
    yield money_row(
        language,
        language.say("compare", "cost"),
        [each.judgement.cost_cents for each in plans],
    )
    of_term = {
        term: [each.judgement.terms[term] for each in plans] for term in plans[0].judgement.terms
    }
    for term, cents in sorted(of_term.items(), key=lambda item: -max(item[1])):
        if any(cents):
            yield money_row(language, language.say("terms", term), cents)


def money_row(language: Language, label: str, cents: Sequence[int]) -> Row:
    """A row of sums of money."""
    return Row(
        label,
        tuple(language.money(each, 2) for each in cents),
        tuple(
            signed(language.money(abs(each - cents[0]), 2), each - cents[0]) for each in cents[1:]
        ),
    )


def lift_rows(language: Language, comparison: "Comparison") -> Iterator[Row]:
    """Loaded lifts and empty runs of each carrier that any plan uses."""
    names = language.names(comparison.withdrawal)
    use = [{each.carrier: each for each in plan.use} for plan in comparison.plans]
    for carrier in comparison.withdrawal.carriers:
        if not any(carrier.name in of_plan for of_plan in use):
            continue
        of_carrier = [of_plan.get(carrier.name) for of_plan in use]
        title = names.carrier(carrier.name)
        loaded = [each.loaded if each else 0 for each in of_carrier]
        empty = [each.empty if each else 0 for each in of_carrier]
        yield counted(language, language.say("compare", "loaded", carrier=title), loaded)
        if any(empty):
            yield counted(language, language.say("compare", "empty", carrier=title), empty)


def fate_rows(language: Language, plans: "Sequence[Compared]") -> Iterator[Row]:
    """People and tonnes out, disposed of and left."""
    fates = [each.fates for each in plans]
    yield counted(language, language.say("compare", "people_out"), [x.people_out for x in fates])
    yield tonnes_row(language, "kg_out", [x.kg_out for x in fates])
    yield tonnes_row(language, "kg_disposed", [x.kg_disposed for x in fates])
    yield counted(language, language.say("compare", "people_left"), [x.people_left for x in fates])
    yield tonnes_row(language, "kg_left", [x.kg_left for x in fates])


def tonnes_row(language: Language, key: str, kg: Sequence[int]) -> Row:
    """A row of masses, in tonnes."""
    return Row(
        language.say("compare", key),
        tuple(language.number(each / 1000, 1) for each in kg),
        tuple(
            signed(language.number(abs(each - kg[0]) / 1000, 1), each - kg[0]) for each in kg[1:]
        ),
    )


def moved_rows(language: Language, plans: "Sequence[Compared]") -> Iterator[Row]:
    """How many lifts each plan adds to the first, drops, and changes in which way."""
    changed = [each.changed.lifts for each in plans[1:] if each.changed is not None]
    for key in ("added", "removed", "other_day", "other_load", "otherwise"):
        counts = [language.number(len(getattr(each, key))) for each in changed]
        yield Row(language.say("compare", f"moved.{key}"), ("–", *counts))


# --- which lifts moved ----------------------------------------------------------------------------


def show_moved(screen: Screen, comparison: "Comparison", name: str, each: "Compared") -> None:
    """The first of the lifts that another plan has otherwise than the first."""
    language = screen.language
    if each.changed is None or each.changed.is_nothing:
        return
    lifts = each.changed.lifts
    screen.gap()
    screen.say(language.say("compare", "moved.head", plan=name), "head")
    for lift in lifts.changed[:MOST_LIFTS]:
        screen.say(moved_sentence(language, comparison, lift))
    if len(lifts.changed) > MOST_LIFTS:
        more = len(lifts.changed) - MOST_LIFTS
        screen.say(language.say("compare", "moved.more", n=more))
    for key in ("added", "removed"):
        some = [lift.name for lift in getattr(lifts, key)]
        if some:
            said = language.say("compare", f"moved.{key}.list", lifts=language.listed(some))
            screen.say(said)


def moved_sentence(language: Language, comparison: "Comparison", moved: "ChangedLift") -> str:
    """``F1, BASE to HOME: departs 2 Jun 1200Z before, 3 Jun 1200Z now; …``"""
    before, after, withdrawal = moved.before, moved.after, comparison.withdrawal
    names = language.names(withdrawal)
    parts = []
    if before.depart_utc != after.depart_utc:
        parts.append(
            language.say("compare", "moved.time", before=before.depart_utc, after=after.depart_utc)
        )
    elif "arrive_utc" in moved.what:
        parts.append(
            language.say(
                "compare", "moved.arrives", before=before.arrive_utc, after=after.arrive_utc
            )
        )
    if {"origin", "destination"} & set(moved.what):
        parts.append(
            language.say(
                "compare", "moved.way",
                before=names.place(before.origin), before_to=names.place(before.destination),
            )
        )  # fmt: skip
    if {"fleet", "tail"} & set(moved.what):
        parts.append(
            language.say(
                "compare", "moved.tail", before=tail_words(before.fleet, before.tail),
                after=tail_words(after.fleet, after.tail),
            )
        )  # fmt: skip
    if "loads" in moved.what:
        parts.append(
            language.say(
                "compare", "moved.load", before=language.cargo(before, withdrawal),
                after=language.cargo(after, withdrawal),
            )
        )  # fmt: skip
    return language.say(
        "compare", "moved.lift", lift=after.name, origin=names.place(after.origin),
        destination=names.place(after.destination),
        what=language.say("terminal", "separator").join(parts),
    )  # fmt: skip


def tail_words(fleet: str, tail: int | None) -> str:
    """``C17-1``; of a lift without a tail the fleet alone."""
    return fleet if tail is None else f"{fleet} {tail}"
