"""Draws that are the same on every machine and with every Python: all come from ``random()``."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A row of draws that a seed begins."""

    def __init__(self, seed: int) -> None:
        # Of all its methods Python promises only for ``random()`` that a seed gives the same row.
        self._random = Random(seed).random

    def whole(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self._random() * (most - least + 1))

    def one_of(self, choices: Sequence[T]) -> T:
        """One of some things."""
        return choices[self.whole(0, len(choices) - 1)]

    def often(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.whole(0, 99) < percent

    def some_of(self, choices: Sequence[T], count: int) -> list[T]:
        """So many different ones, in the order in which they stand."""
        left = list(range(len(choices)))
        taken = {left.pop(self.whole(0, len(left) - 1)) for _ in range(min(count, len(left)))}
        return [choice for n, choice in enumerate(choices) if n in taken]

    def weights(self, count: int) -> list[int]:
        """So many weights, the greatest about twice the least."""
        return [self.whole(100, 200) for _ in range(count)]


def parted(total: int, weights: Sequence[int]) -> list[int]:
    """A total in whole parts, in proportion to the weights; they sum to the total.

    >>> parted(10, [1, 1, 1])
    [3, 3, 4]
    """
    parts, so_far, done, whole = [], 0, 0, sum(weights)
    for weight in weights:
        so_far += weight
        upto = total * so_far // whole
        parts.append(upto - done)
        done = upto
    return parts


def in_lines(total: int, most: int) -> list[int]:
    """A total in as few about equal parts as there must be for none to exceed ``most``.

    >>> in_lines(10, 4)
    [3, 3, 4]
    """
    return parted(total, [1] * -(-total // most))
