"""What the user's word for a line, a date or a term of the cost stands for."""

from collections.abc import Iterator
from difflib import get_close_matches

from drawdown.actions.refusal import Refused
from drawdown.model import Subject, Withdrawal
from drawdown.words import LANGUAGES, Language

TERMS = (
    "late", "left_people", "left_things", "exposure", "lift", "handling", "disposal", "fragments",
)  # fmt: skip


def subject_of(withdrawal: Withdrawal, word: str) -> Subject:
    """The subject of a word: its name or title in any case, or ``kind:name`` where several fit.

    ``Refused`` where nothing fits, with what is near, and where several things do.
    """
    wanted = word.strip().casefold()
    by_name: dict[str, list[Subject]] = {}
    by_title: dict[str, list[Subject]] = {}
    for subject, titles in _subjects(withdrawal):
        for name in {subject.name or subject.kind, _whole(subject)}:
            by_name.setdefault(name.casefold(), []).append(subject)
        for title in set(titles):
            by_title.setdefault(title.casefold(), []).append(subject)
    # A name goes before a title: it belongs to one thing of its kind.
    for known in (by_name, by_title):
        found = known.get(wanted, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused("subject_several", subject=word, several=", ".join(map(_whole, found)))
    near = get_close_matches(wanted, [*by_name, *by_title], n=1)
    if not near:
        raise Refused("subject", subject=word)
    meant = (by_name.get(near[0]) or by_title[near[0]])[0]
    raise Refused("subject_near", subject=word, nearest=typed(withdrawal, meant))


def typed(withdrawal: Withdrawal, subject: Subject) -> str:
    """The word to type for a subject: its name, or ``kind:name`` where others have that too."""
    name = subject.name or subject.kind
    same = [each for each, _ in _subjects(withdrawal) if (each.name or each.kind) == name]
    return name if len(same) == 1 else _whole(subject)


def _whole(subject: Subject) -> str:
    return f"{subject.kind}:{subject.name}" if subject.name else subject.kind


def _subjects(withdrawal: Withdrawal) -> Iterator[tuple[Subject, list[str]]]:
    """Everything that can be explained, with its titles in every language."""
    said: dict[str, list[str]] = {}
    for each in withdrawal.translations:
        said.setdefault(each.title, []).append(each.said)

    def titles(title: str) -> list[str]:
        return [title, *said.get(title, [])] if title else []

    for line in withdrawal.lines:
        yield Subject("line", line.name), titles(line.title)
    for milestone in withdrawal.milestones:
        yield Subject("milestone", milestone.name), titles(milestone.title)
    for place in withdrawal.places:
        if place.handover_utc is not None:
            yield Subject("handover", place.name), titles(place.title)
    yield Subject("deadline"), []
    for term in TERMS:
        yield Subject("term", term), [Language(code).say("terms", term) for code in LANGUAGES]
