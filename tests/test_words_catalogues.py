"""The catalogues say the same things in both languages, and as their printers set them."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from drawdown.rules import RULES
from drawdown.words import LANGUAGES, Language
from drawdown.words.catalogue import FALLBACK, catalogue, template, topics
from drawdown.words.finding_sentence import NOUNS

ENTRIES = [(topic, key) for topic in topics() for key in catalogue(FALLBACK, topic)]
FRENCH = [(topic, key) for topic in topics() for key in catalogue("fr", topic)]
# What every finding offers to its sentence; more comes from the facts of its rule.
OF_EVERY_FINDING = {
    "measured", "measured_number", "limit", "limit_number", "place", "line", "lines", "what",
    "span", "hours",
}  # fmt: skip
TERMS = (
    "late", "left_people", "left_things", "exposure", "lift", "handling", "disposal",
    "fragments", "changes",
)  # fmt: skip


@pytest.mark.parametrize("topic", topics())
def test_a_catalogue_has_the_same_keys_in_both_languages(topic):
    keys = [set(catalogue(code, topic)) for code in LANGUAGES]
    assert all(one == other for one, other in pairwise(keys))


@pytest.mark.parametrize(("topic", "key"), ENTRIES)
def test_both_languages_state_the_same_facts(topic, key):
    fields = {code: template(code, topic, key).fields for code in LANGUAGES}
    assert fields["en"] == fields["fr"]


@pytest.mark.parametrize(("topic", "key"), FRENCH)
def test_french_spaces_are_those_of_printers(topic, key):
    for form in template("fr", topic, key).forms:
        # What is to be typed, or is a spreadsheet's own, is not set in type.
        shown = re.sub(r"https?://\S+|--\S+|\{[^}]*\}|#\w+!|\d[\d:]*;", "x", form)
        assert not re.search(r" [;:!?%»]|« |\w[;!?»]", shown), form
        assert not re.search(r"\w:(?=\s|$)", shown), form
        assert "'" not in re.sub(r"\W'|'\W", "", shown), form


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_sentence_and_a_short_name(rule):
    own = [key for key in catalogue(FALLBACK, "findings") if is_of(rule, key)]
    assert own
    assert f"rule.{rule}" in catalogue(FALLBACK, "findings")


@pytest.mark.parametrize("rule", RULES)
def test_a_sentence_uses_only_facts_that_its_rule_gives(rule):
    facts = set(re.findall(r"``(\w+)``", RULES[rule].__doc__ or ""))
    for key in catalogue(FALLBACK, "findings"):
        if is_of(rule, key):
            assert template("en", "findings", key).fields <= facts | OF_EVERY_FINDING, key


def is_of(rule, key):
    return key == rule or key.startswith(f"{rule}.")


def test_no_sentence_is_about_a_rule_that_is_not_there():
    known = (
        "rule",
        "prefix",
        "suffix",
        "list",
        "group",
        "cargo",
        "span",
        "mode",
        "disposition",
        *RULES,
    )
    strangers = [k for k in catalogue(FALLBACK, "findings") if k.partition(".")[0] not in known]
    assert strangers == []


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_term_of_the_price_list_has_a_name_and_a_meaning(term, code):
    assert Language(code).say("terms", term)
    assert Language(code).say("terms", f"{term}.meaning")


@pytest.mark.parametrize("noun", sorted(NOUNS.values()))
def test_every_unit_that_is_counted_has_its_noun(noun):
    assert Language("en").count(noun, 2).startswith("2 ")


def test_every_key_that_is_said_was_written():
    source = Path(__file__).parent.parent / "src" / "drawdown"
    said = re.compile(r'\.say\(\s*"(\w+)",\s*"([\w.]+)"')
    for path in source.rglob("*.py"):
        for topic, key in said.findall(path.read_text(encoding="utf-8")):
            assert key in catalogue(FALLBACK, topic), f"{path.name} says {topic} {key}"


def test_a_key_that_nobody_wrote_is_an_error():
    with pytest.raises(KeyError, match="no entry nonsense"):
        Language("en").say("terminal", "nonsense")
