"""How wide a label is, and where it can stand without touching another."""

from collections.abc import Iterable
from dataclasses import dataclass

# Advance widths of Inter at weight 650 in hundredths of an em, digits as set in tables.
WIDTHS_PER_EM = {
    25: " \u00a0", 20: "\u202f", 27: "Iijl|¦ìíîï", 33: "'!,.:;·¡’‘", 37: "()[]/\\ft`",
    41: "r", 47: "-‐‑\"^_°«»“”", 57: "FLJsckzvxyªº", 61: "aeéèêëàâçnhuôöùûü+–E",
    63: "obdgpqñóòú", 66: "0123456789€$£TBPSZÉÈÊK±=<>−~", 74: "ARUVXYHNCDGÀÂÇ&ÙÛ",
    78: "OQÔÖ", 92: "wMmæ", 102: "W%@œŒ—…",
}  # fmt: skip
WIDTH = {sign: width / 100 for width, signs in WIDTHS_PER_EM.items() for sign in signs}
ASCENT, DESCENT = 0.80, 0.24


def text_width(words: str, size: float = 13) -> float:
    """About how wide the words are in px, rather too much than too little.

    What is not in the table counts as wide as a capital; wide scripts count a whole em.
    """
    return sum(WIDTH.get(sign, 1.0 if sign > "\u2e80" else 0.72) for sign in words) * size


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box", gap: float = 1) -> bool:
        """Whether the two touch, or stand closer than ``gap``."""
        return not (
            self.right + gap <= other.left
            or other.right + gap <= self.left
            or self.bottom + gap <= other.top
            or other.bottom + gap <= self.top
        )

    def inside(self, frame: "Box") -> bool:
        return (
            frame.left <= self.left
            and self.right <= frame.right
            and frame.top <= self.top
            and self.bottom <= frame.bottom
        )


def label_box(x: float, y: float, words: str, anchor: str = "start", size: float = 13) -> Box:
    """The space that a label takes whose baseline is at ``y``."""
    width = text_width(words, size)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, y - ASCENT * size, left + width, y + DESCENT * size)


def lines_box(x: float, y: float, lines: Iterable[str], anchor: str, size: float = 13) -> Box:
    """The space of several lines under each other, the first with its baseline at ``y``."""
    boxes = [
        label_box(x, y + i * line_height(size), words, anchor, size)
        for i, words in enumerate(lines)
    ]
    return enclosing(boxes)


def line_height(size: float) -> float:
    return round(size * 1.3)


def enclosing(boxes: Iterable[Box]) -> Box:
    boxes = list(boxes)
    return Box(
        min(b.left for b in boxes), min(b.top for b in boxes),
        max(b.right for b in boxes), max(b.bottom for b in boxes),
    )  # fmt: skip


def shortened(words: str, width: float, size: float = 13) -> str:
    """The words, cut with an ellipsis where they are wider than ``width`` px.

    >>> shortened("Agadez", 100), shortened("A very long name of a site", 90)
    ('Agadez', 'A very long…')
    """
    if text_width(words, size) <= width:
        return words
    cut = words
    while cut and text_width(cut + "…", size) > width:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def wrapped(words: str, width: float, size: float = 13) -> list[str]:
    """The words on as many lines as they need to be no wider than ``width`` px, if they can.

    >>> wrapped("To Ramstein Air Base by air", 110)
    ['To Ramstein Air', 'Base by air']
    """
    lines: list[str] = []
    for word in words.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


class Places:
    """The labels that stand already, and what else must stay free."""

    def __init__(self, frame: Box) -> None:
        self.frame = frame
        self.taken: list[Box] = []

    def is_free(self, space: Box, gap: float = 2) -> bool:
        return space.inside(self.frame) and not any(space.meets(b, gap) for b in self.taken)

    def take(self, space: Box) -> None:
        self.taken.append(space)
