"""The commands, their words and their help. What they do is loaded when they are called."""

from pathlib import Path
from typing import Annotated

import typer

from drawdown.cli.conclusion import conclude

app = typer.Typer(
    help="Plans the withdrawal of a force or mission by an agreed date, and judges any plan.",
    epilog=(
        "Exit codes: 0 fine; 1 the plan has findings; 2 wrong use or input; 3 a defect of the "
        "program. DRAWDOWN_LANG, LC_ALL or LANG choose the language; NO_COLOR is heeded."
    ),
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for programs.")]
Lang = Annotated[str, typer.Option("--lang", metavar="en|fr", help="Language of what is said.")]
WithdrawalPath = Annotated[
    Path, typer.Argument(help="Folder with withdrawal.toml, or .xlsx workbook.")
]


def show_version(asked: bool) -> None:
    """Print the version and leave."""
    if asked:
        from drawdown import __version__

        typer.echo(f"drawdown {__version__}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """What holds for every command."""


@app.command(short_help="Begin a withdrawal with a small one.")
def new(
    folder: Annotated[Path, typer.Argument(help="Folder or .xlsx file to make.")],
    workbook: Annotated[bool, typer.Option("--workbook", help="Make one .xlsx workbook.")] = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Begin a withdrawal: a small one that can be planned, to be overwritten with yours."""
    from drawdown.cli.new import new_screen

    conclude(lang, as_json, lambda screen: new_screen(screen, folder, workbook, as_json))


@app.command(short_help="Check a withdrawal, or judge any plan.")
def check(
    withdrawal: WithdrawalPath,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="PLAN", help="Plan to judge, of any author.")
    ] = None,
    base: Annotated[
        Path | None,
        typer.Option("--base", metavar="PLAN", help="Plan in force; changes to it are priced."),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Check a withdrawal for faults, or judge a plan by every rule and price it."""
    from drawdown.cli.check import check_screen

    conclude(lang, as_json, lambda screen: check_screen(screen, withdrawal, plan, base, as_json))


@app.command(short_help="Plan a withdrawal.")
def plan(
    withdrawal: WithdrawalPath,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder for the plan; default NAME-plan here."),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option("--seconds", metavar="S", min=0.1, help="Time to plan; default 30."),
    ] = None,
    effort: Annotated[
        int | None,
        typer.Option(
            "--effort", metavar="N", min=1, help="Work instead of time: same effort, same plan."
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Seed of the search.")] = 1,
    planner: Annotated[
        str, typer.Option("--planner", metavar="greedy|full", help="How to plan.")
    ] = "full",
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Plan a withdrawal: lifts, dates, what is left and why, with a proven bound.

    Ctrl-C ends planning and keeps the best plan so far; a second Ctrl-C drops it.
    """
    from drawdown.cli.plan import PlanWishes, plan_screen

    wishes = PlanWishes(out, seconds, effort, seed, planner)
    conclude(lang, as_json, lambda screen: plan_screen(screen, withdrawal, wishes, as_json))


@app.command(short_help="Folder to workbook, workbook to folder.")
def convert(
    source: Annotated[Path, typer.Argument(help="Withdrawal to read.")],
    target: Annotated[Path, typer.Argument(help="Folder or .xlsx file to write.")],
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Turn a folder into a workbook, or a workbook into a folder; nothing is lost."""
    from drawdown.cli.convert import convert_screen

    conclude(lang, as_json, lambda screen: convert_screen(screen, source, target, as_json))


@app.command(short_help="List known carriers and airfields.")
def library(
    shelf: Annotated[
        str, typer.Argument(metavar="carriers|airfields", help="What to list.")
    ] = "carriers",
    word: Annotated[str, typer.Argument(metavar="WORD", help="Only what has this word.")] = "",
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """List the carriers and airfields that come with the program, with their figures."""
    from drawdown.cli.library import library_screen

    conclude(lang, as_json, lambda screen: library_screen(screen, shelf, word, as_json))
