"""`drawdown convert`: a folder becomes a workbook, or a workbook a folder."""

from pathlib import Path

from drawdown.cli.conclusion import FINE
from drawdown.cli.fault_list import fault_data, show_faults
from drawdown.cli.screen import Screen, shell_word


def convert_screen(screen: Screen, source: Path, target: Path, as_json: bool) -> int:
    """Write the withdrawal anew and say what was written."""
    from drawdown.actions.conversion import convert

    done = convert(source, target)
    language, lines = screen.language, done.withdrawal.lines
    people = sum(line.count for line in lines if line.is_people)
    if as_json:
        warnings = [fault_data(warning, language) for warning in done.warnings]
        screen.json({"written": str(target), "lines": len(lines), "warnings": warnings})
        return FINE
    screen.say(
        language.say(
            "terminal", "convert.done", withdrawal=language.names(done.withdrawal).title,
            path=str(target), people=language.count("person", people),
            lines=language.count("line", len(lines)),
        )
    )  # fmt: skip
    show_faults(screen, done.warnings)
    screen.next(f"check {shell_word(target)}")
    return FINE
