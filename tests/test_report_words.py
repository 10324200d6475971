"""Every sentence of the report is in both catalogues, and none is there for nothing."""

import re
from pathlib import Path

import pytest

import drawdown.reports
from drawdown.words.catalogue import catalogue

FOLDER = Path(drawdown.reports.__file__).parent
# The page that compares variants has a catalogue of its own.
WHAT_IF = [FOLDER / "what_if.py", FOLDER / "templates" / "what_if.html.j2"]
SOURCES = sorted({*FOLDER.glob("*.py"), *FOLDER.glob("templates/*.j2")} - set(WHAT_IF))
TEXT = "\n".join(source.read_text(encoding="utf-8") for source in SOURCES)
KEYS = set(catalogue("en", "report"))

# say("key"), and what is chosen by name: say(f"by.{mode}"), say("section." ~ name)
SAID = set(re.findall(r'(?<!language\.)say\(\s*"([a-z_.]+)"(?!\s*~)', TEXT))
BEGUN = set(re.findall(r'(?<!language\.)say\(\s*f?"([a-z_.]+?)(?:\{|"\s*~)', TEXT))
QUOTED = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', TEXT))


def test_what_is_said_is_in_the_catalogue():
    assert SAID <= KEYS
    assert all(any(key.startswith(beginning) for key in KEYS) for beginning in BEGUN)


def test_what_the_page_of_variants_says_is_in_its_catalogue():
    text = "\n".join(source.read_text(encoding="utf-8") for source in WHAT_IF)
    said = set(re.findall(r'(?<!language\.)say\(\s*"([a-z_.]+)"(?!\s*~)', text))
    assert said and said <= set(catalogue("en", "what_if"))


def test_what_is_in_the_catalogue_is_said():
    chosen = {key for key in KEYS if any(key.startswith(beginning) for beginning in BEGUN)}
    assert KEYS - SAID - QUOTED - chosen == set()


@pytest.mark.parametrize("key", sorted(KEYS))
def test_both_languages_ask_for_the_same_facts(key):
    english, french = catalogue("en", "report")[key], catalogue("fr", "report").get(key)
    assert french is not None and english.fields == french.fields
    assert len(english.forms) == len(french.forms)
