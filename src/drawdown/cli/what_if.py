"""`drawdown plan --what-if`: the plan as it is, and what the variants come to beside it."""

from pathlib import Path
from typing import TYPE_CHECKING

from drawdown.cli.conclusion import DEFECT, FINDINGS, FINE
from drawdown.cli.interrupt import Interrupt
from drawdown.cli.plan_view import plan_shown
from drawdown.cli.progress_line import ProgressLine
from drawdown.cli.screen import Column, Mark, Screen, shell_word
from drawdown.model import Severity, WhatIf
from drawdown.words import Language
from drawdown.words.what_if import (
    finding,
    headings,
    short_rows,
    variant_sentences,
    variant_title,
)

if TYPE_CHECKING:
    from drawdown.actions.new_plan import Progress
    from drawdown.actions.planning_job import PlanningJob
    from drawdown.actions.what_if import WhatIfMade
    from drawdown.cli.plan import PlanWishes

LEAST_NAME = 12


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
    if any(each.defect or each.died for each in whole.what_if.not_planned):
        return DEFECT
    found = (f.severity is not Severity.NOTICE for f in whole.made.outcome.findings)
    return FINDINGS if any(found) else FINE


def what_if_page(screen: Screen, whole: "WhatIfMade", path: Path) -> None:
    """The plan as it is, as after any planning, then the variants in one table, and each in words.

    All of the figures side by side are on the page, which has the room for them.
    """
    what_if, language = whole.what_if, screen.language
    plan_shown(screen, whole.made)
    screen.gap()
    screen.say(finding(language, what_if), "finding")
    if what_if.plans:
        show_table(screen, what_if)
        show_variants(screen, what_if)
    show_not_planned(screen, language, what_if)
    screen.say(language.say("what_if", "written", folder=str(whole.made.folder)))
    screen.next(*next_commands(whole, path))


def show_table(screen: Screen, what_if: WhatIf) -> None:
    """A line for each plan."""
    columns = [
        Column(heading, right=number > 1, folds=number == 0)
        for number, heading in enumerate(headings(screen.language))
    ]
    rows: list[tuple[str | Mark, ...]] = [
        (name, Mark(status, "ok" if complete else "late"), *figures)
        for complete, (name, status, *figures) in short_rows(screen.language, what_if)
    ]
    screen.gap()
    screen.table(columns, rows)


def show_variants(screen: Screen, what_if: WhatIf) -> None:
    """Each variant with its title, and what there is to say of it."""
    language, rows = screen.language, []
    for plan in what_if.plans:
        assert plan.variant is not None
        title = variant_title(language, what_if, plan)
        sentences = variant_sentences(language, what_if, plan)
        rows.append((plan.variant.name, " ".join((f"{title}.", *sentences))))
    screen.gap()
    screen.table([Column("", least=LEAST_NAME), Column("", folds=True)], rows, headings=False)
    screen.gap()


def next_commands(whole: "WhatIfMade", path: Path) -> list[str]:
    """How to judge the plan as it is, and that of a variant."""
    folder, withdrawal = whole.made.folder, shell_word(path)
    commands = [f"check {withdrawal} --plan {shell_word(folder)}"]
    for plan in whole.what_if.plans[-1:]:
        assert plan.variant is not None
        name, there = plan.variant.name, folder / "what-if" / plan.variant.name
        commands.append(
            f"check {withdrawal} --what-if {shell_word(name)} --plan {shell_word(there)}"
        )
    return commands


def show_not_planned(screen: Screen, language: Language, what_if: WhatIf) -> None:
    """The variants that have no plan, and why."""
    from drawdown.actions.defect import keep_trace

    stopped, died = list[str](), list[str]()
    for each in what_if.not_planned:
        name = each.variant.name
        if each.defect:
            code, path = keep_trace(each.defect)
            facts = {"name": name, "code": code, "file": str(path or "–")}
            screen.say(language.say("what_if", "defect", **facts))
        else:
            (died if each.died else stopped).append(name)
    for key, names in (("died", died), ("stopped", stopped)):
        if names:
            listed = language.listed(names, len(names))
            screen.say(language.say("what_if", key, n=len(names), names=listed))
