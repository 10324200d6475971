"""Finds the known name that was probably meant, without ever taking long over it."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from drawdown.files.cells import folded

COMPARISONS = 40_000
LEAST_LIKENESS = 0.6


class Nearest:
    """Looks for near names; after a budget of comparisons it gives none."""

    def __init__(self) -> None:
        self._left = COMPARISONS
        self._known: dict[tuple[int, str], str] = {}

    def name(self, wanted: str, names: Iterable[str]) -> str:
        """The name most like the wanted one, or an empty text."""
        wanted = folded(wanted)[:80]
        best, likeness = "", LEAST_LIKENESS
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        for name in names:
            if self._left <= 0:
                break
            self._left -= 1
            matcher.set_seq1(folded(name))
            if matcher.real_quick_ratio() < likeness or matcher.quick_ratio() < likeness:
                continue
            ratio = matcher.ratio()
            if ratio > likeness or (ratio == likeness and not best):
                best, likeness = name, ratio
        return best
