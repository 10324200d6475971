"""What a lift carries, in words: ``60 people, 12.3 t: Guards 60; Ambulance 1``."""

from collections import Counter
from typing import TYPE_CHECKING

from drawdown.model import Lift
from drawdown.words.names import Names

if TYPE_CHECKING:
    from drawdown.words.language import Language


def cargo(language: "Language", lift: Lift, names: Names) -> str:
    """People and tonnes, then the lines: people first, then the heaviest; ``empty`` for none."""
    loads = [load for load in lift.loads if load.count and load.line in names.lines]
    if not loads:
        return language.say("findings", "cargo.empty")
    people = sum(load.count for load in loads if names.is_people(load.line))
    kg = sum(
        load.count * names.lines[load.line].unit_mass_kg
        for load in loads
        if not names.is_people(load.line)
    )
    amounts = [language.count("person", people)] if people else []
    amounts += [language.tonnes(kg)] if kg else []
    return language.say(
        "findings", "cargo", amounts=", ".join(amounts), lines=cargo_lines(language, lift, names)
    )


def cargo_lines(language: "Language", lift: Lift, names: Names) -> str:
    """``Guards 60; Ambulance 1``; lines of the same title are told apart by their names."""
    loads = [load for load in lift.loads if load.count and load.line in names.lines]
    lines = {load.line: names.lines[load.line] for load in loads}
    titles = Counter(names.line_title(name) for name in lines)
    loads.sort(
        key=lambda load: (
            not lines[load.line].is_people,
            -load.count * lines[load.line].unit_mass_kg,
            load.line,
        )
    )
    return language.say("terminal", "separator").join(
        f"{title_of(names, load.line, titles)} {language.number(load.count)}" for load in loads
    )


def title_of(names: Names, line: str, titles: Counter[str]) -> str:
    """The title of a line; with its name where another on board has the same."""
    title = names.line_title(line)
    return title if titles[title] == 1 else names.line(line)
