"""Faults and warnings of the input, as lines on the screen and as data."""

from dataclasses import asdict
from typing import Any

from drawdown.cli.screen import Column, Mark, Screen
from drawdown.model import Fault
from drawdown.words import Language

MOST_SHOWN = 30


def show_faults(screen: Screen, faults: tuple[Fault, ...], most: int = MOST_SHOWN) -> None:
    """The faults, each in one sentence; of very many the first, and how many more there are."""
    if not faults:
        return
    screen.gap()
    screen.table(
        [Column(""), Column("", folds=True)],
        [
            (fault_mark(screen.language, fault), screen.language.fault(fault))
            for fault in faults[:most]
        ],
        headings=False,
    )
    if len(faults) > most:
        screen.say(screen.language.say("terminal", "more_faults", n=len(faults) - most))


def fault_mark(language: Language, fault: Fault) -> Mark:
    """The word before a fault: it stops the import, or it does not."""
    if fault.warning:
        return Mark(language.say("terminal", "mark.warning"), "risk")
    return Mark(language.say("terminal", "mark.fault"), "breach")


def fault_data(fault: Fault, language: Language) -> dict[str, Any]:
    """A fault as data, with its sentence."""
    return asdict(fault) | {"facts": dict(fault.facts), "sentence": language.fault(fault)}
