"""How every command ends: its screen is shown, and its exit code says how it went.

0 fine; 1 the plan has findings; 2 wrong use or wrong input; 3 a defect of the program; 130
interrupted before there was a plan. Nothing here ends in a traceback.
"""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from drawdown.actions.refusal import Refused
    from drawdown.cli.screen import Screen

FINE, FINDINGS, REFUSED, DEFECT, INTERRUPTED = 0, 1, 2, 3, 130


def conclude(lang: str, as_json: bool, command: "Callable[[Screen], int]") -> None:
    """Run a command on a screen, show it, and leave with its exit code."""
    from drawdown.cli.screen import Screen
    from drawdown.words import Language, language_code

    language = Language(language_code(lang, os.environ))
    screen = Screen(language)
    try:
        code = command(screen)
    except (KeyboardInterrupt, Exception) as trouble:
        stream = sys.stdout if as_json else sys.stderr
        screen = Screen(language, stream)
        try:
            code = report_trouble(screen, trouble, as_json)
        except Exception as defect:  # even what is said of trouble may have a defect
            screen = Screen(language, stream)
            code = report_defect(screen, defect, as_json)
    screen.show()
    raise typer.Exit(code)


def report_trouble(screen: "Screen", trouble: BaseException, as_json: bool) -> int:
    """Say what happened, what is safe and what to do; returns the exit code."""
    from drawdown.actions.refusal import Refused

    if isinstance(trouble, Refused):
        return report_refusal(screen, trouble, as_json)
    if isinstance(trouble, KeyboardInterrupt):
        return say_trouble(screen, "interrupted", INTERRUPTED, as_json)
    if isinstance(trouble, OSError) and trouble.filename and trouble.strerror:
        facts = {"file": str(trouble.filename), "why": trouble.strerror}
        return say_trouble(screen, "no_access", REFUSED, as_json, **facts)
    return report_defect(screen, trouble, as_json)


def report_refusal(screen: "Screen", refusal: "Refused", as_json: bool) -> int:
    """What does not fit in the user's files or words, every fault of it."""
    from drawdown.cli.fault_list import fault_data, show_faults
    from drawdown.cli.screen import shell_word

    faults = refusal.faults
    said = refusal.sentence(screen.language)
    if as_json:
        data = [fault_data(fault, screen.language) for fault in faults]
        screen.json({"error": refusal.key, "sentence": said, "faults": data})
        return REFUSED
    screen.say(said, "finding")
    show_faults(screen, faults)
    if refusal.key == "missing":
        screen.next(f"new {shell_word(refusal.facts['path'])}")
    return REFUSED


def report_defect(screen: "Screen", error: BaseException, as_json: bool) -> int:
    """A defect of the program: its code, and the file to send."""
    from drawdown.actions.defect import is_planner_defect, keep_report

    code, path = keep_report(error)
    key = "planner_defect" if is_planner_defect(error) else "defect"
    if path is None:
        return say_trouble(screen, f"{key}_unkept", DEFECT, as_json, code=code)
    return say_trouble(screen, key, DEFECT, as_json, code=code, file=str(path))


def say_trouble(screen: "Screen", key: str, exit_code: int, as_json: bool, **facts: str) -> int:
    """One sentence of trouble, also as data."""
    sentence = screen.language.say("terminal", f"trouble.{key}", **facts)
    if as_json:
        screen.json({"error": key, "sentence": sentence, **facts})
    else:
        screen.say(sentence)
    return exit_code


def close_output() -> None:
    """Flush what is still to be written; a reader who has gone away is no trouble."""
    from drawdown.cli.streams import close_quietly

    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            close_quietly(stream)
