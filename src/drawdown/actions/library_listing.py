"""Lists the carriers and airfields that come with the program."""

import unicodedata
from collections.abc import Iterable

from drawdown import files
from drawdown.actions.refusal import Refused
from drawdown.files.library import Airfield
from drawdown.model import Carrier, Source
from drawdown.words import LANGUAGES, Language

SHELVES = ("carriers", "airfields")


def list_carriers(word: str = "") -> tuple[Carrier, ...]:
    """The carriers whose name, title or mode has the word, in their order."""
    return tuple(
        carrier
        for carrier in files.library_carriers().values()
        if has(word, carrier.name, carrier.title, *mode_words(carrier))
    )


def mode_words(carrier: Carrier) -> list[str]:
    """Air, road or sea in every language."""
    return [Language(code).say("findings", f"mode.{carrier.mode}") for code in LANGUAGES]


def sources_of(carriers: tuple[Carrier, ...]) -> tuple[Source, ...]:
    """Where each number of these carriers comes from; one without text is an assumption."""
    names = {carrier.name for carrier in carriers}
    return tuple(source for source in files.library_sources() if source.key in names)


def figures_of(carrier: Carrier) -> dict[str, str]:
    """Each figure of a carrier by its column, as it is typed into a table of carriers."""
    return files.carrier_figures(carrier)


def list_airfields(word: str = "") -> tuple[Airfield, ...]:
    """The airfields whose indicator, name, town or country has the word.

    Of a country's name, in any language, or its two letters, a word counts as a whole: Niger is
    not Nigeria.
    """
    airfields = files.library_airfields().values()
    words = {code: country_words(code) for code in {airfield.country for airfield in airfields}}
    return tuple(
        airfield
        for airfield in airfields
        if has(word, airfield.icao, airfield.name, airfield.city, whole=words[airfield.country])
    )


def country_words(code: str) -> list[str]:
    """The words of a country's names, and its two letters."""
    return [
        code,
        *(word for tongue in LANGUAGES for word in Language(tongue).country(code).split()),
    ]


def must_be_shelf(shelf: str) -> None:
    """``Refused`` for a shelf that the library does not have."""
    if shelf not in SHELVES:
        raise Refused("shelf", shelf=shelf)


def has(words: str, *texts: str, whole: Iterable[str] = ()) -> bool:
    """Whether each word is in one of the texts, or one of ``whole``.

    Case, accents and signs do not count.

    >>> has("c17", "C-17A Globemaster III"), has("ndjamena", "N'Djaména"), has("c17 sea", "C-17")
    (True, True, False)
    """
    bare_texts = [bare(text) for text in texts]
    bare_whole = {bare(text) for text in whole}
    return all(
        bare(word) in bare_whole or any(bare(word) in text for text in bare_texts)
        for word in words.split()
    )


def bare(text: str) -> str:
    """The letters and digits of a text, without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())
