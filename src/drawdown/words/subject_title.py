"""What the subject of an explanation is called."""

from typing import TYPE_CHECKING

from drawdown.model import Subject, Withdrawal

if TYPE_CHECKING:
    from drawdown.words.language import Language


def subject_title(language: "Language", withdrawal: Withdrawal, subject: Subject) -> str:
    """The title of a line, milestone or term; a handover and the deadline are named as such."""
    names = language.names(withdrawal)
    if subject.kind == "line":
        return names.line(subject.name)
    if subject.kind == "milestone":
        return names.milestone(subject.name)
    if subject.kind == "handover":
        return language.say("terminal", "milestone.handover", place=names.place(subject.name))
    if subject.kind == "deadline":
        return language.say("terminal", "milestone.deadline")
    return language.say("terms", subject.name)
