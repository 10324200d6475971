"""`drawdown plan --what-if`: the plan as it is, and what the variants come to beside it."""

from pathlib import Path
from typing import TYPE_CHECKING

from drawdown.cli.compare_view import Row, letters, show_rows
from drawdown.cli.conclusion import DEFECT, FINDINGS, FINE
from drawdown.cli.interrupt import Interrupt
from drawdown.cli.plan_view import plan_page
from drawdown.cli.progress_line import ProgressLine
from drawdown.cli.screen import Column, Mark, Screen, shell_word
from drawdown.model import Severity, WhatIf
from drawdown.words import Language
from drawdown.words.what_if import WhatIfRow, variant_sentences, variant_title, what_if_rows

if TYPE_CHECKING:
    from drawdown.actions.new_plan import Progress
    from drawdown.actions.planning_job import PlanningJob
    from drawdown.actions.what_if import WhatIfMade
    from drawdown.cli.plan import PlanWishes


def what_if_screen(screen: Screen, path: Path, wishes: "PlanWishes", as_json: bool) -> int:
    """Plan a withdrawal and its variants; the first Ctrl-C keeps what is there so far."""
    from drawdown.actions.refusal import Refused
    from drawdown.actions.what_if import make_what_if

    if wishes.base is not None or wishes.changes is not None or wishes.now or wishes.pin:
        raise Refused("what_if_with_base")
    with Interrupt() as interrupt, ProgressLine(screen.language) as line:

        def news(job: "PlanningJob", progress: "Progress") -> None:
            line.show(progress, job.name)

        whole = make_what_if(
            path,
            wishes.what_if,
            wishes.out,
            seconds=wishes.seconds,
            effort=wishes.effort,
            seed=wishes.seed,
            planner=wishes.planner,
            language=screen.language.code,
            cluster=wishes.cluster,
            news=news,
            stop=interrupt.asked,
        )
    if as_json:
        screen.json(whole.record | {"files": [str(file) for file in whole.made.files]})
    else:
        what_if_page(screen, whole, path)
    if any(each.defect for each in whole.what_if.not_planned):
        return DEFECT
    found = (f.severity is not Severity.NOTICE for f in whole.made.outcome.findings)
    return FINDINGS if any(found) else FINE


def what_if_page(screen: Screen, whole: "WhatIfMade", path: Path) -> None:
    """The plan as it is as after any planning, then the variants: which they are, and the table."""
    what_if, language = whole.what_if, screen.language
    plan_page(screen, whole.made, path)
    screen.gap()
    screen.say(language.say("what_if", "page", n=len(what_if.plans)), "finding")
    plans = (what_if.as_is, *what_if.plans)
    names = letters(len(plans))
    rows = []
    for name, plan in zip(names, plans, strict=True):
        title = variant_title(language, what_if, plan)
        if plan.variant is not None:
            sentences = " ".join(variant_sentences(language, what_if, plan))
            title = language.say(
                "what_if", "legend", title=title, name=plan.variant.name, said=sentences
            )
        rows.append((name, title))
    screen.table([Column(""), Column("", folds=True)], rows, headings=False)
    show_rows(screen, names, [row_of(row) for row in what_if_rows(language, what_if)])
    show_not_planned(screen, language, what_if)
    screen.say(language.say("what_if", "written", folder=str(whole.made.folder)))
    if what_if.plans:
        last = what_if.plans[-1].variant
        assert last is not None
        folder = shell_word(whole.made.folder / "what-if" / last.name)
        screen.next(f"check {shell_word(path)} --what-if {shell_word(last.name)} --plan {folder}")


def row_of(row: WhatIfRow) -> Row:
    """A row with the styles of the terminal."""
    if not row.marks:
        return Row(row.label, row.cells, row.differences)
    cells = tuple(
        Mark(cell, mark) if mark else cell for cell, mark in zip(row.cells, row.marks, strict=True)
    )
    return Row(row.label, cells, row.differences)


def show_not_planned(screen: Screen, language: Language, what_if: WhatIf) -> None:
    """The variants that have no plan: the user stopped before, or the program has a defect."""
    stopped = [each.variant.name for each in what_if.not_planned if not each.defect]
    if stopped:
        screen.say(
            language.say(
                "what_if", "stopped", n=len(stopped), names=language.listed(stopped, len(stopped))
            )
        )
    from drawdown.actions.defect import keep_trace

    for each in what_if.not_planned:
        if each.defect:
            code, path = keep_trace(each.defect)
            screen.say(
                language.say(
                    "what_if", "defect", name=each.variant.name, code=code, file=str(path or "–")
                )
            )
