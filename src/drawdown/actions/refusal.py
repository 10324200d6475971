"""Why an action does not go on: the user's files or words do not fit."""

from drawdown.model import Fault
from drawdown.words import Language


class Refused(Exception):
    """An action that was not done, and why.

    ``key`` is an entry ``refused.<key>`` of the catalogue ``terminal``, ``facts`` are its fields;
    ``faults`` are all that is wrong with the files.
    """

    def __init__(self, key: str, faults: tuple[Fault, ...] = (), **facts: str | int) -> None:
        super().__init__(f"{key} {facts or ''}".strip())
        self.key = key
        self.faults = faults
        self.facts = facts

    def sentence(self, language: Language) -> str:
        """Why, in one sentence; warnings do not count among the faults."""
        n = sum(not fault.warning for fault in self.faults)
        return language.say("terminal", f"refused.{self.key}", n=n, **self.facts)

    def __str__(self) -> str:
        """In English, for those who use the library and not the command line."""
        english = Language("en")
        return "\n".join([self.sentence(english), *map(english.fault, self.faults)])
