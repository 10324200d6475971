"""One judged plan in one language: what every section of the report is made from."""

from dataclasses import dataclass
from functools import cached_property

from drawdown.model import Left, Outcome, Severity, Withdrawal
from drawdown.reports.manifest import Manifest
from drawdown.rules import Closure, Timeline, closure, left
from drawdown.words import Language


@dataclass(frozen=True)
class Figures:
    """What is computed once, whatever the language."""

    withdrawal: Withdrawal
    outcome: Outcome

    @cached_property
    def manifest(self) -> Manifest:
        return Manifest(self.withdrawal, self.outcome.plan)

    @cached_property
    def closure(self) -> Closure:
        return closure(self.withdrawal, self.outcome.plan)

    @cached_property
    def timeline(self) -> Timeline:
        return Timeline(self.withdrawal, self.outcome.plan)

    @cached_property
    def left(self) -> tuple[Left, ...]:
        """What is left, with the reasons that the plan gives for it."""
        reasons = {
            (entry.line, entry.place): entry.reason for entry in self.outcome.plan.left or ()
        }
        return tuple(
            Left(each.line, each.place, each.count, reasons.get((each.line, each.place), ""))
            for each in left(self.withdrawal, self.outcome.plan)
        )

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.outcome.findings)

    @cached_property
    def breached_lifts(self) -> frozenset[str]:
        breaches = (f for f in self.outcome.findings if f.severity is Severity.BREACH)
        return frozenset(lift for finding in breaches for lift in finding.lifts)


@dataclass(frozen=True)
class Case:
    """The figures, said in one language."""

    figures: Figures
    language: Language

    def say(self, key: str, **facts: str | int | float) -> str:
        """A sentence of the report's own catalogue."""
        return self.language.say("report", key, **facts)

    def identity(self, name: str) -> str:
        """An id for the page, which holds every section once for each language."""
        return f"{self.language.code}-{name}"

    def place(self, name: str) -> str:
        return self.language.names(self.figures.withdrawal).place(name)

    def line_title(self, name: str) -> str:
        """The title of a line alone; its name stands beside it."""
        return self.language.names(self.figures.withdrawal).line_title(name)

    def title(self, title: str) -> str:
        """A title of the user's in this language, where it is translated."""
        return self.language.names(self.figures.withdrawal).said(title)

    def carrier(self, fleet: str) -> str:
        return self.language.names(self.figures.withdrawal).fleet_carrier(fleet)
