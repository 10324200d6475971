"""Reads the catalogues: templates of sentences, one file for each topic and language.

A catalogue is ``catalogues/<language>/<topic>.po``. A ``msgid`` is a key, its ``msgstr`` a template
with named ``{fields}``. Catalogues are written with plain spaces and straight apostrophes; what
the typography of a language asks for is put in when they are read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Message

LANGUAGES = ("en", "fr")
FALLBACK = "en"
NARROW, WIDE = "\u202f", "\u00a0"


@dataclass(frozen=True, slots=True)
class Template:
    """One entry: its forms (one, or singular and plural) and the names of its fields."""

    forms: tuple[str, ...]

    def form(self, plural: bool) -> str:
        """The form for one thing, or for several."""
        return self.forms[-1 if plural else 0]

    @property
    def fields(self) -> frozenset[str]:
        """Names of the fields in any of the forms."""
        return frozenset(
            name for form in self.forms for _, name, _, _ in Formatter().parse(form) if name
        )


@cache
def catalogue(language: str, topic: str) -> Mapping[str, Template]:
    """The entries of a topic in one language, by key; empty where the file is missing."""
    from babel.messages.pofile import read_po

    file = files("drawdown.words") / "catalogues" / language / f"{topic}.po"
    if not file.is_file():
        return {}
    entries = read_po(BytesIO(file.read_bytes()), locale=language, abort_invalid=True)
    return {
        key_of(message.id): Template(tuple(set_in_type(form, language) for form in forms(message)))
        for message in entries
        if message.id and any(forms(message))
    }


def key_of(identity: str | tuple[str, ...] | list[str]) -> str:
    """The key of an entry; one with two forms has it twice."""
    return identity if isinstance(identity, str) else identity[0]


def forms(message: "Message") -> tuple[str, ...]:
    """The one form of an entry, or both."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def topics() -> tuple[str, ...]:
    """All topics that have a catalogue in the fallback language."""
    folder = files("drawdown.words") / "catalogues" / FALLBACK
    return tuple(sorted(f.name.removesuffix(".po") for f in folder.iterdir()))


def template(language: str, topic: str, key: str) -> Template:
    """The entry of a key, in the fallback language where this one lacks it."""
    for code in (language, FALLBACK):
        found = catalogue(code, topic).get(key)
        if found is not None:
            return found
    raise KeyError(f"the catalogue {topic} has no entry {key}")


def set_in_type(text: str, language: str) -> str:
    """The text with the spaces and apostrophes that printers of this language use.

    >>> print(ascii(set_in_type("Il reste 3 % : l'eau ; « rien »", "fr")))
    'Il reste 3\\u202f%\\xa0: l\\u2019eau\\u202f; \\xab\\u202frien\\u202f\\xbb'
    """
    text = re.sub(r"(?<=\w)'(?=\w|\{)|(?<=\})'(?=s\b)", "\u2019", text)
    if language != "fr":
        return text
    text = re.sub(r" (?=[;!?%»])|(?<=«) ", NARROW, text)
    return re.sub(r" (?=:(?:\s|$))", WIDE, text)
