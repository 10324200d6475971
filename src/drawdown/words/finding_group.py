"""Findings of one rule at one place under one head: how many, how much together, when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drawdown.model import Finding, Severity
from drawdown.words.finding_sentence import PLACE, TIME, finding_sentence, time_of
from drawdown.words.names import Names

if TYPE_CHECKING:
    from drawdown.words.language import Language

LEAST = 3
# Rules whose findings are each about other people or pieces, so that they may be added up.
SUMMED = frozenset(("leave_by_latest", "helpers_go_out", "nothing_left"))


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings that a rule has at a place, each with its sentence.

    ``head`` speaks of all of them; it is empty where the findings are too few to need one.
    """

    rule: str
    severity: Severity
    head: str
    sentences: tuple[str, ...]


def finding_groups(
    language: "Language", findings: Sequence[Finding], names: Names
) -> list[FindingGroup]:
    """The findings in groups of one rule, severity and place, each where its first stands.

    What is added up comes the heaviest first, people before things.
    """
    alike: dict[tuple[str, Severity, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.rule, finding.severity, finding.place), []).append(finding)
    groups = []
    for group in alike.values():
        head = head_of(language, group, names) if len(group) >= LEAST else ""
        groups.append(headed(language, group, names, head))
    return groups


def headed(language: "Language", group: list[Finding], names: Names, head: str) -> FindingGroup:
    """A group whose sentences do not repeat what its head has said."""
    first = group[0]
    said = frozenset[str]()
    if head:
        said = frozenset((PLACE, TIME)) if is_at_one_time(group) else frozenset((PLACE,))
        if first.rule in SUMMED:
            group = sorted(group, key=weight)
    sentences = tuple(finding_sentence(language, finding, names, said) for finding in group)
    return FindingGroup(first.rule, first.severity, head, sentences)


def head_of(language: "Language", group: list[Finding], names: Names) -> str:
    """``Agadez, 15 Sep: 33 lines, together 600 people and 466 pieces (1,533.7 t).``

    Empty where nothing can be said but how many they are.
    """
    noun = "line" if group[0].rule in SUMMED else "finding"
    count = language.count(noun, len(group))
    lifts = {lift for finding in group for lift in finding.lifts}
    place = group[0].place
    if group[0].rule in SUMMED:
        words = language.say("findings", "group.sum", count=count, sum=summed(language, group))
    elif lifts:
        on = language.count("lift", len(lifts))
        words = language.say("findings", "group.lifts", count=count, lifts=on)
    elif place:
        words = count
    else:
        return ""
    parts = [names.place(place)] if place else []
    parts += [when] if (when := times_of(language, group)) else []
    lead = language.say("findings", "prefix", parts=", ".join(parts)) + " " if parts else ""
    return f"{lead}{words}."


def is_at_one_time(group: list[Finding]) -> bool:
    """Whether all findings are about the same time."""
    return len({(finding.from_utc, finding.until_utc) for finding in group}) == 1


def times_of(language: "Language", group: list[Finding]) -> str:
    """The time of all, or from the first to the last."""
    if is_at_one_time(group):
        return time_of(language, group[0])
    begins = [finding.from_utc for finding in group if finding.from_utc is not None]
    if not begins:
        return ""
    first, last = language.day(min(begins)), language.day(max(begins))
    return first if first == last else language.say("findings", "group.days", begin=first, end=last)


def summed(language: "Language", group: list[Finding]) -> str:
    """``600 people and 466 pieces (1,533.7 t)``; what is nothing is left out."""
    people = sum(int(finding.measured or 0) for finding in group if finding.unit == "people")
    things = [finding for finding in group if finding.unit != "people"]
    pieces = sum(int(finding.measured or 0) for finding in things)
    kg = sum(mass_kg(finding) for finding in things)
    said = [language.count("person", people)] if people else []
    if pieces:
        counted = language.count("piece", pieces)
        said.append(f"{counted} ({language.tonnes(kg)})" if kg else counted)
    return language.listed(said)


def mass_kg(finding: Finding) -> float:
    """The mass of what a finding is about, where its rule tells it."""
    kg = dict(finding.facts).get("kg", 0)
    return kg if isinstance(kg, int | float) else 0


def weight(finding: Finding) -> tuple[bool, float, float]:
    """People first, the most of them; then things, the heaviest."""
    return finding.unit != "people", -mass_kg(finding), -(finding.measured or 0)
