"""What a milestone, a handover or the deadline is called."""

from typing import TYPE_CHECKING

from drawdown.model import MilestoneReached, Withdrawal

if TYPE_CHECKING:
    from drawdown.words.language import Language


def milestone_title(language: "Language", withdrawal: Withdrawal, stone: MilestoneReached) -> str:
    """The milestone's title; a handover and the deadline are named as such."""
    if any(stone.name == milestone.name for milestone in withdrawal.milestones):
        return language.names(withdrawal).said(stone.title or stone.name)
    if any(stone.name == place.name for place in withdrawal.places):
        return language.say(
            "terminal", "milestone.handover", place=language.names(withdrawal).place(stone.name)
        )
    return language.say("terminal", "milestone.deadline")
