"""Why something is late, left or dear, as one sentence; the kinds are in ``reasons.po``."""

from typing import TYPE_CHECKING

from drawdown.model import Reason
from drawdown.words.catalogue import template
from drawdown.words.facts import spoken_facts
from drawdown.words.names import Names

if TYPE_CHECKING:
    from drawdown.words.language import Fact, Language

# What is counted besides people and mass, by the basis of the milestone.
NOUNS = {"pieces": "piece", "sites": "site"}
# What parts the words of one remedy, and by how much a remedy raises a daily capacity.
PART, MORE = "\t", 0.25
MOST_UNTRIED = 4


def reason_sentence(language: "Language", reason: Reason, names: Names) -> str:
    """The sentence of the reason's kind with its place and facts; ``n`` chooses the plural.

    ``what_people``, ``what_kg`` and ``what_count`` stand together as ``{what}``: "40 people and
    12.4 t"; those of the plan as ``{plan}``.
    """
    known = dict(reason.facts)
    facts: dict[str, str | int | float] = {"place": names.place(reason.place)}
    facts |= spoken_facts(language, reason.facts, names)
    if "aims" in known:
        facts["aims"] = _aims(language, str(known["aims"]), names)
    if "remedies" in known:
        # What changes nothing was tried each by itself and is said whole.
        most = MOST_UNTRIED if reason.kind == "remedy.untried" else None
        facts["remedies"] = remedies_said(language, str(known["remedies"]), names, most)
    for whose in ("what", "plan"):
        facts[whose] = _amounts(language, known, whose)
    return language.fill(template(language.code, "reasons", reason.kind), facts)


def _aims(language: "Language", aims: str, names: Names) -> str:
    """Dues by name, from ``deadline:;milestone:half;handover:Agadez``."""
    said = []
    for aim in aims.split(";"):
        kind, _, name = aim.partition(":")
        facts = {"milestone": names.milestone(name), "place": names.place(name)}
        said.append(language.say("reasons", f"aim.{kind}", **facts))
    return language.listed(said)


def remedies_said(
    language: "Language", remedies: str, names: Names, most: int | None = None
) -> str:
    """Remedies in words, from ``fleet:C-17;gate:wash``: all, or the first and how many more."""
    said = [_remedy(language, remedy, names) for remedy in remedies.split(";")]
    return language.listed(said, most=most or len(said))


def _remedy(language: "Language", remedy: str, names: Names) -> str:
    kind, _, what = remedy.partition(":")
    first, _, second = what.partition(PART)
    facts: dict[str, str | int] = {
        "carrier": names.carrier(first),
        "gate": first,
        "place": names.place(first),
        "destination": names.place(second),
        "more_percent": language.share(MORE),
    }
    if kind == "disposal":
        facts["disposition"] = language.say("findings", f"disposition.{second}")
    if kind == "days":
        facts["n"] = int(first)
    return language.say("reasons", f"with.{kind}", **facts)


def _amounts(language: "Language", facts: "dict[str, Fact]", whose: str) -> str:
    """People, mass and other counts, those that there are; else ``none``."""
    people, kg = facts.get(f"{whose}_people", 0), facts.get(f"{whose}_kg", 0)
    count = facts.get(f"{whose}_count", 0)
    parts = []
    if isinstance(people, int) and people:
        parts.append(language.count("person", people))
    if isinstance(kg, int | float) and kg:
        parts.append(language.tonnes(kg))
    if isinstance(count, int) and count:
        parts.append(language.count(NOUNS.get(str(facts.get("basis")), "unit"), count))
    return language.listed(parts) if parts else language.say("reasons", "none")
