"""Ctrl-C while planning: the first asks to stop, the second breaks off."""

import signal
from types import FrameType, TracebackType
from typing import Any


class Interrupt:
    """While it is open, the first Ctrl-C (or SIGTERM) only sets ``asked``."""

    SIGNALS = (signal.SIGINT, signal.SIGTERM)

    def __init__(self) -> None:
        self._asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> "Interrupt":
        for number in self.SIGNALS:
            try:
                self._before[number] = signal.signal(number, self._heed)
            except ValueError:  # outside the main thread signals belong to somebody else
                return self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _heed(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True

    def asked(self) -> bool:
        """Whether somebody asked to stop."""
        return self._asked
