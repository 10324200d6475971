"""Why something is late, left or dear, as one sentence; the kinds are in ``reasons.po``."""

from typing import TYPE_CHECKING

from drawdown.model import Reason
from drawdown.words.catalogue import template
from drawdown.words.facts import spoken_facts
from drawdown.words.names import Names

if TYPE_CHECKING:
    from drawdown.words.language import Language


def reason_sentence(language: "Language", reason: Reason, names: Names) -> str:
    """The sentence of the reason's kind with its place and facts; ``n`` chooses the plural."""
    facts: dict[str, str | int | float] = {"place": names.place(reason.place)}
    facts |= spoken_facts(language, reason.facts, names)
    return language.fill(template(language.code, "reasons", reason.kind), facts)
