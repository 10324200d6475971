"""How planning goes: one line that is redrawn on a terminal, now and then a line elsewhere."""

import sys
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from drawdown.cli.screen import Screen
from drawdown.cli.streams import columns
from drawdown.words import Language

if TYPE_CHECKING:
    from drawdown.actions.new_plan import Progress

SECONDS_BETWEEN_LINES = 10.0


@dataclass
class ProgressLine:
    """Cost, bound, gap, seconds, and what is being done, on standard error."""

    language: Language
    stream: TextIO = field(default_factory=lambda: sys.stderr)

    def __post_init__(self) -> None:
        self._redraws = self.stream.isatty()
        self._shown = 0
        self._said: dict[str, tuple[str, float]] = {}
        self._screen = Screen(self.language, self.stream)

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._redraws and self._shown:
            self._write("\r" + " " * self._shown + "\r")

    def show(self, progress: "Progress", lead: str = "") -> None:
        """Show where planning stands; not on a terminal only every so often, or at a new step.

        ``lead`` says of what, where there are several.
        """
        said = progress_sentence(self.language, progress)
        text = self._screen.shown(f"{lead}: {said}" if lead else said)
        if self._redraws:
            text = text[: columns(self.stream) - 1]
            self._write("\r" + text.ljust(self._shown))
            self._shown = len(text)
        elif self._is_due(progress, lead):
            self._said[lead] = progress.doing, progress.seconds
            self._write(text + "\n")

    def _is_due(self, progress: "Progress", lead: str) -> bool:
        if lead not in self._said:
            return True
        doing, seconds = self._said[lead]
        waited = progress.seconds - seconds
        return waited >= SECONDS_BETWEEN_LINES or (doing != progress.doing and waited >= 1)

    def _write(self, text: str) -> None:
        # Nobody may be reading any more; planning goes on.
        with suppress(OSError):
            self.stream.write(text)
            self.stream.flush()


def progress_sentence(language: Language, progress: "Progress") -> str:
    """``12 s  best 11.90 M€  bound 11.79 M€  gap 0.9%  mending the timetable``"""
    parts = [language.say("progress", "seconds", seconds=language.number(progress.seconds))]
    if progress.cost_cents is not None:
        cost = language.money(progress.cost_cents, 2)
        parts.append(language.say("progress", "best", cost=cost))
    if progress.bound_cents is not None:
        bound = language.money(progress.bound_cents, 2)
        parts.append(language.say("progress", "bound", bound=bound))
    if progress.gap is not None:
        parts.append(language.say("progress", "gap", gap=language.share(progress.gap, 1)))
    if language.knows("progress", f"doing.{progress.doing}"):
        parts.append(language.say("progress", f"doing.{progress.doing}"))
    return "  ".join(parts)
