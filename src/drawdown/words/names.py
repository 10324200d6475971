"""What the things of a withdrawal are called in a sentence: their titles where they have one."""

from drawdown.model import Line, Place, Withdrawal


class Names:
    """Titles, in a language where they are translated, and other facts of one withdrawal."""

    def __init__(self, withdrawal: Withdrawal, language: str = "") -> None:
        self.withdrawal = withdrawal
        self._said = {
            each.title: each.said
            for each in withdrawal.translations
            if each.language.casefold() == language
        }
        self.title = self.said(withdrawal.title or withdrawal.name)
        self.marking = self.said(withdrawal.marking)
        self.places: dict[str, Place] = {place.name: place for place in withdrawal.places}
        self.lines: dict[str, Line] = {line.name: line for line in withdrawal.lines}
        self._fleet_carrier = {fleet.name: fleet.carrier for fleet in withdrawal.fleets}
        self._titles: dict[str, dict[str, str]] = {
            "place": {name: place.title for name, place in self.places.items()},
            "line": {name: line.title for name, line in self.lines.items()},
            "carrier": {carrier.name: carrier.title for carrier in withdrawal.carriers},
            "milestone": {stone.name: stone.title for stone in withdrawal.milestones},
        }

    def said(self, title: str) -> str:
        """A title in the language, or as it is."""
        return self._said.get(title, title)

    def line_title(self, name: str) -> str:
        """The title of a line alone, or its name."""
        return self.said(self._titles["line"].get(name) or name)

    def place(self, name: str) -> str:
        """The place's title, or its name."""
        return self.said(self._titles["place"].get(name) or name)

    def line(self, name: str) -> str:
        """Title and name, since titles of lines need not differ: ``Forklifts (A-12)``."""
        title = self.line_title(name)
        return f"{title} ({name})" if title and title != name else name

    def carrier(self, name: str) -> str:
        """The carrier's title, or its name."""
        return self.said(self._titles["carrier"].get(name) or name)

    def fleet_carrier(self, fleet: str) -> str:
        """What the tails of a fleet are: the title of its carrier."""
        return self.carrier(self._fleet_carrier.get(fleet, fleet))

    def milestone(self, name: str) -> str:
        """The milestone's title, or its name."""
        return self.said(self._titles["milestone"].get(name) or name)

    def is_people(self, line: str) -> bool | None:
        """Whether a line is people; None where the withdrawal has no such line."""
        known = self.lines.get(line)
        return None if known is None else known.is_people
