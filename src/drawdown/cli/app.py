"""The commands and their words. What they do, and their help, is loaded when it is needed."""

from pathlib import Path
from typing import Annotated

import typer

from drawdown.cli.conclusion import conclude
from drawdown.cli.help_page import Command, Commands

app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

AsJson = Annotated[bool, typer.Option("--json")]
Lang = Annotated[str, typer.Option("--lang", metavar="en|fr")]
WithdrawalPath = Annotated[Path, typer.Argument()]


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
        typer.Option("--version", callback=show_version, is_eager=True),
    ] = False,
) -> None:
    """What holds for every command."""


@app.command(cls=Command)
def new(
    folder: Annotated[Path, typer.Argument()],
    workbook: Annotated[bool, typer.Option("--workbook")] = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Begin a withdrawal: a small one that can be planned, to be overwritten with yours."""
    from drawdown.cli.new import new_screen

    conclude(lang, as_json, lambda screen: new_screen(screen, folder, workbook, as_json))


@app.command(cls=Command)
def check(
    withdrawal: WithdrawalPath,
    plan: Annotated[Path | None, typer.Option("--plan")] = None,
    base: Annotated[
        Path | None,
        typer.Option("--base"),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Check a withdrawal for faults, or judge a plan by every rule and price it."""
    from drawdown.cli.check import check_screen

    conclude(lang, as_json, lambda screen: check_screen(screen, withdrawal, plan, base, as_json))


@app.command(cls=Command)
def plan(
    withdrawal: WithdrawalPath,
    out: Annotated[
        Path | None,
        typer.Option("--out"),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option("--seconds", min=0.1),
    ] = None,
    effort: Annotated[
        int | None,
        typer.Option("--effort", min=1),
    ] = None,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    planner: Annotated[str, typer.Option("--planner", metavar="greedy|full")] = "full",
    base: Annotated[Path | None, typer.Option("--base")] = None,
    changes: Annotated[int | None, typer.Option("--changes", min=0)] = None,
    now: Annotated[str, typer.Option("--now")] = "",
    pin: Annotated[Path | None, typer.Option("--pin")] = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Plan a withdrawal: lifts, dates, what is left and why, with a proven bound.

    Ctrl-C ends planning and keeps the best plan so far; a second Ctrl-C drops it.
    """
    from drawdown.cli.plan import PlanWishes, plan_screen

    wishes = PlanWishes(out, seconds, effort, seed, planner, base, changes, now, pin)
    conclude(lang, as_json, lambda screen: plan_screen(screen, withdrawal, wishes, as_json))


@app.command(cls=Command)
def compare(
    withdrawal: WithdrawalPath,
    plans: Annotated[list[Path], typer.Argument()],
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Show plans of one withdrawal side by side: dates, cost, lifts, what moved."""
    from drawdown.cli.compare import compare_screen

    conclude(lang, as_json, lambda screen: compare_screen(screen, withdrawal, plans, as_json))


@app.command(cls=Command)
def explain(
    withdrawal: WithdrawalPath,
    plan: Annotated[Path, typer.Argument()],
    subject: Annotated[str, typer.Argument()] = "",
    seconds: Annotated[float, typer.Option("--seconds", min=0.1)] = 20.0,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Explain a plan of any author: why something is left, late or dear, what it would take."""
    from drawdown.cli.explain import explain_screen

    conclude(
        lang,
        as_json,
        lambda screen: explain_screen(screen, withdrawal, plan, subject, seconds, as_json),
    )


@app.command(cls=Command)
def convert(
    source: Annotated[Path, typer.Argument()],
    target: Annotated[Path, typer.Argument()],
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Turn a folder into a workbook, or a workbook into a folder; nothing is lost."""
    from drawdown.cli.convert import convert_screen

    conclude(lang, as_json, lambda screen: convert_screen(screen, source, target, as_json))


@app.command(cls=Command)
def library(
    shelf: Annotated[str, typer.Argument(metavar="carriers|airfields")] = "carriers",
    word: Annotated[str, typer.Argument()] = "",
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """List the carriers and airfields that come with the program, with their figures."""
    from drawdown.cli.library import library_screen

    conclude(lang, as_json, lambda screen: library_screen(screen, shelf, word, as_json))
