"""What is shown of a plan in force that was changed: how much, what changes buy, who is told."""

from drawdown.cli.screen import Column, Screen
from drawdown.model import Replanned, Told, Withdrawal
from drawdown.words import replanned_sentences, told_row

MOST_TOLD = 12


def show_replanned(screen: Screen, withdrawal: Withdrawal, replanned: Replanned) -> None:
    """How many lifts differ, which could not go, the price of the budget, and who is told."""
    screen.gap()
    for sentence in replanned_sentences(screen.language, replanned):
        screen.say(sentence)
    show_told(screen, withdrawal, replanned.told)


def show_told(screen: Screen, withdrawal: Withdrawal, told: tuple[Told, ...]) -> None:
    """Each place and fleet that has to be told, and which of its lifts are other than before."""
    if not told:
        return
    language = screen.language
    columns = [
        Column(language.say("terminal", f"column.{name}"), folds=True)
        for name in ("told", "dropped", "added", "changed")
    ]
    screen.gap()
    screen.table(columns, [told_row(language, withdrawal, each) for each in told[:MOST_TOLD]])
