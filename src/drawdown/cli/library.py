"""`drawdown library`: the carriers and airfields that come with the program."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from drawdown.cli.conclusion import FINE
from drawdown.cli.screen import Column, Mark, Screen
from drawdown.model import Carrier, Source
from drawdown.words import Language

if TYPE_CHECKING:
    from drawdown.actions.library_listing import Airfield


def library_screen(screen: Screen, shelf: str, word: str, as_json: bool) -> int:
    """List one shelf, or what of it has the word."""
    from drawdown.actions.library_listing import (
        figures_of,
        list_airfields,
        list_carriers,
        must_be_shelf,
        sources_of,
    )

    must_be_shelf(shelf)
    if shelf == "carriers":
        carriers = list_carriers(word)
        sources = sources_of(carriers)
        if as_json:
            screen.json([carrier_data(carrier, sources) for carrier in carriers])
        elif found(screen, word, len(carriers), "carrier", "library.head"):
            show_carriers(screen, carriers)
            if len(carriers) == 1:
                show_figures(screen, figures_of(carriers[0]), sources)
            else:
                show_assumed(screen, sources)
        return FINE
    airfields = list_airfields(word)
    if as_json:
        screen.json([asdict(airfield) for airfield in airfields])
    elif found(screen, word, len(airfields), "airfield", "library.head.airfields"):
        show_airfields(screen, airfields)
    return FINE


def found(screen: Screen, word: str, n: int, noun: str, key: str) -> bool:
    """Say how many there are; False if there are none."""
    language = screen.language
    if not n:
        screen.say(language.say("terminal", "library.nothing", word=word))
        return False
    screen.say(language.say("terminal", key, found=language.count(noun, n)))
    screen.gap()
    return True


def show_carriers(screen: Screen, carriers: tuple[Carrier, ...]) -> None:
    """Each carrier with mode, payload by distance, seats, speed and runway."""
    language = screen.language
    columns = [
        Column(language.say("terminal", "column.carrier"), folds=True),
        Column(language.say("terminal", "column.mode")),
        Column(language.say("terminal", "column.range"), folds=True),
        Column(language.say("terminal", "column.seats"), right=True),
        Column(language.say("terminal", "column.speed"), right=True),
        Column(language.say("terminal", "column.runway"), right=True),
    ]
    screen.table(columns, [carrier_row(language, carrier) for carrier in carriers])


def carrier_row(language: Language, carrier: Carrier) -> tuple[str, ...]:
    """One carrier."""
    points = carrier.payload_by_km or ((0, carrier.payload_kg),)
    payload = ", ".join(
        f"{language.number(kg / 1000, 1)} ({language.number(km)})" for km, kg in points
    )
    if not carrier.payload_by_km:
        payload = language.number(carrier.payload_kg / 1000, 1)
    runway = "–" if carrier.runway_length_m is None else language.number(carrier.runway_length_m)
    mode = language.say("findings", f"mode.{carrier.mode}")
    seats, speed = language.number(carrier.seats), language.number(carrier.speed_km_per_h)
    return carrier.name, mode, payload, seats, speed, runway


def carrier_data(carrier: Carrier, sources: tuple[Source, ...]) -> dict[str, Any]:
    """A carrier as data, with the source of each of its numbers."""
    own = [asdict(source) for source in sources if source.key == carrier.name]
    return asdict(carrier) | {"sources": own}


def show_assumed(screen: Screen, sources: tuple[Source, ...]) -> None:
    """How many of the numbers are assumptions, and how to see the source of each."""
    language = screen.language
    assumed = sum(not source.text for source in sources)
    all_of_them = language.number(len(sources))
    screen.gap()
    screen.say(language.say("terminal", "library.assumed", n=assumed, all=all_of_them))
    screen.next(f"library carriers {language.say('terminal', 'library.one')}")


def show_figures(screen: Screen, figures: dict[str, str], sources: tuple[Source, ...]) -> None:
    """Each number of a carrier as it stands in a table, and where it comes from."""
    language = screen.language
    columns = [
        Column(language.say("terminal", "column.column")),
        Column(language.say("terminal", "column.value")),
        Column(""),
        Column(language.say("terminal", "column.source"), folds=True),
    ]
    mark = Mark(language.say("terminal", "mark.assumed"), "assumed")
    again = language.say("terminal", "as_above")
    rows = []
    above = ""
    for source in sources:
        said = source.text or source.note
        value = in_lines(figures.get(source.column, ""))
        shown = again if said == above else said
        rows.append((source.column, value, "" if source.text else mark, shown))
        above = said
    screen.gap()
    screen.table(columns, rows)


def in_lines(cell: str) -> str:
    """A cell with each entry of its list on a line of its own; a dash for a blank one."""
    return cell.replace("; ", ";\n") or "–"


def where(language: Language, airfield: "Airfield") -> str:
    """Name, town and country; the town only where the name does not say it."""
    town = "" if airfield.city in airfield.name else airfield.city
    parts = (airfield.name, town, language.country(airfield.country))
    return ", ".join(part for part in parts if part)


def show_airfields(screen: Screen, airfields: "tuple[Airfield, ...]") -> None:
    """Each airfield with its longest runway and its position."""
    language = screen.language
    columns = [
        Column(language.say("terminal", "column.icao")),
        Column(language.say("terminal", "column.airfield"), folds=True),
        Column(language.say("terminal", "column.length"), right=True),
        Column(language.say("terminal", "column.width"), right=True),
        Column(language.say("terminal", "column.surface")),
        Column(language.say("terminal", "column.position")),
    ]
    rows = [
        (
            airfield.icao,
            where(language, airfield),
            language.number(airfield.runway_length_m),
            "–" if airfield.runway_width_m is None else language.number(airfield.runway_width_m),
            airfield.surface,
            f"{airfield.lat_deg:.4f} {airfield.lon_deg:.4f}",
        )
        for airfield in airfields
    ]
    screen.table(columns, rows)
