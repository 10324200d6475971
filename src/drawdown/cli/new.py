"""`drawdown new`: a small withdrawal to begin with."""

from pathlib import Path

from drawdown.cli.conclusion import FINE
from drawdown.cli.screen import Screen, shell_word


def new_screen(screen: Screen, folder: Path, workbook: bool, as_json: bool) -> int:
    """Write the template and say what to do with it."""
    from drawdown.actions.new_withdrawal import new_withdrawal

    target = new_withdrawal(folder, workbook, screen.language.code)
    if as_json:
        screen.json({"written": str(target)})
        return FINE
    screen.say(screen.language.say("terminal", "new.done", path=str(target)))
    word = shell_word(target)
    screen.next(f"check {word}", f"plan {word}")
    return FINE
