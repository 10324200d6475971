"""Lists the carriers and airfields that come with the program."""

import unicodedata

from drawdown import files
from drawdown.actions.refusal import Refused
from drawdown.files.library import Airfield
from drawdown.model import Carrier, Source

SHELVES = ("carriers", "airfields")


def list_carriers(word: str = "") -> tuple[Carrier, ...]:
    """The carriers whose name or title has the word, in their order."""
    return tuple(
        carrier
        for carrier in files.library_carriers().values()
        if has(word, carrier.name, carrier.title, carrier.mode.value)
    )


def sources_of(carriers: tuple[Carrier, ...]) -> tuple[Source, ...]:
    """Where each number of these carriers comes from; one without text is an assumption."""
    names = {carrier.name for carrier in carriers}
    return tuple(source for source in files.library_sources() if source.key in names)


def figures_of(carrier: Carrier) -> dict[str, str]:
    """Each figure of a carrier by its column, as it is typed into a table of carriers."""
    return files.carrier_figures(carrier)


def list_airfields(word: str = "") -> tuple[Airfield, ...]:
    """The airfields whose indicator or name has the word."""
    return tuple(
        airfield
        for airfield in files.library_airfields().values()
        if has(word, airfield.icao, airfield.name)
    )


def must_be_shelf(shelf: str) -> None:
    """``Refused`` for a shelf that the library does not have."""
    if shelf not in SHELVES:
        raise Refused("shelf", shelf=shelf)


def has(word: str, *texts: str) -> bool:
    """Whether one of the texts has the word; case and accents do not count."""
    return any(bare(word) in bare(text) for text in texts)


def bare(text: str) -> str:
    """A text without case and accents."""
    marks = unicodedata.combining
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not marks(c))
