"""Withdrawals of any size, each drawn by a seed: the same on every machine.

>>> generate("tiny", seed=1) == generate("tiny", seed=1)
True
"""

from collections.abc import Sequence

from bench.generator.carrying import all_fleets, all_legs
from bench.generator.chance import Chance
from bench.generator.frame import START, Frame, drawn_frame
from bench.generator.lines import all_lines
from bench.generator.places import all_places
from bench.generator.rules import (
    EXCLUSIONS,
    all_disposals,
    all_floors,
    all_gates,
    all_milestones,
)
from bench.generator.sizes import SIZES
from drawdown.model import Line, Prices, RunMode, Source, Translation, Withdrawal

MARGIN, TIGHT_MARGIN = 1.3, 0.7


def generate(size: str, seed: int, tight: bool = False) -> Withdrawal:
    """A withdrawal of a size: ``least``, ``tiny``, ``small``, ``mid``, ``big`` or ``huge``.

    Its means come to about 1.3 times the need at each date, so that all can be out in time and
    not much sooner; a ``tight`` one has 0.7 times of it, so that something must give.
    """
    chance = Chance(seed)
    frame = drawn_frame(SIZES[size], chance, TIGHT_MARGIN if tight else MARGIN)
    lines = all_lines(frame, chance)
    name = f"{size}-{seed}-tight" if tight else f"{size}-{seed}"
    return Withdrawal(
        name=name,
        start_utc=START,
        deadline_utc=frame.deadline_utc,
        end_utc=frame.end_utc,
        places=all_places(frame, chance, lines),
        lines=lines,
        carriers=frame.size.means.all,
        fleets=all_fleets(frame, chance, lines),
        legs=all_legs(frame, chance),
        title=f"Generated withdrawal {name}",
        parties=("Mission", "Host nation"),
        agreement="None: all figures are drawn by chance",
        languages=("en", "fr"),
        marking="TEST DATA: all figures are drawn by chance",
        mode=RunMode.TEST,
        floors=all_floors(frame, lines),
        gates=all_gates(frame, lines),
        milestones=all_milestones(frame, chance, lines),
        disposals=all_disposals(frame, lines),
        exclusions=EXCLUSIONS,
        prices=Prices(exposure_per_person_night=chance.whole(100, 200) * 100),
        sources=all_sources(frame, size, seed),
        translations=all_translations(lines),
    )


def all_sources(frame: Frame, size: str, seed: int) -> tuple[Source, ...]:
    """Where the numbers come from: a seed."""
    return (
        Source("*", note=f"Drawn by chance: size {size}, seed {seed}"),
        Source(
            "carriers", frame.size.means.heavy.name, "payload_kg",
            "Of the order of published figures", "https://example.org/carriers",
        ),
    )  # fmt: skip


FRENCH = {"Security": "Sécurité", "Stores": "Approvisionnements", "Lorries": "Camions"}


def all_translations(lines: Sequence[Line]) -> tuple[Translation, ...]:
    """Some titles of lines in French."""
    titles = {line.title for line in lines}
    return tuple(Translation(en, "fr", fr) for en, fr in FRENCH.items() if en in titles)
