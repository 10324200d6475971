"""The plan that comes of what was chosen: lifts keep their names, so that changes count rightly."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from drawdown.model import Disposal, Lift, Load, Plan
from drawdown.planning.load_model import DisposalKey
from drawdown.planning.question import Question
from drawdown.planning.timetable import TailKey, Timed
from drawdown.rules.changes import units_on_board
from drawdown.rules.steps import day_of

Added = tuple[TailKey, Timed, Mapping[str, int]]


def named(
    question: Question, base: Plan, kept: Iterable[Lift], added: list[Added]
) -> tuple[Lift, ...]:
    """The lifts that are kept and those added, in the order of time.

    One that is added takes the name of one that is dropped from the same route: the one most
    like it. The others get names that follow those of the base.
    """
    lifts = list(kept)
    names = {lift.name for lift in lifts}
    dropped = [lift for lift in base.lifts if lift.name not in names]
    fresh = _fresh_names(base)
    new = [_unnamed(question, each) for each in sorted(added, key=lambda x: (x[1].depart, x[0]))]
    # One that is as it was keeps its name before another may take it.
    for lift in sorted(new, key=lambda lift: not any(_is_same(old, lift) for old in dropped)):
        route = lift.origin, lift.destination
        like = [old for old in dropped if (old.origin, old.destination) == route]
        if like:
            twin = min(like, key=partial(_unlike, lift))
            dropped.remove(twin)
            lifts.append(replace(lift, name=twin.name))
        else:
            lifts.append(replace(lift, name=next(fresh)))
    return tuple(sorted(lifts, key=lambda lift: (lift.depart_utc, lift.name)))


def _unnamed(question: Question, added: Added) -> Lift:
    (fleet, tail), timed, units = added
    return Lift(
        "", fleet, tail, timed.run.origin, timed.run.destination,
        question.instant(timed.depart), question.instant(timed.arrive),
        tuple(Load(line, count) for line, count in units.items() if count > 0),
    )  # fmt: skip


def _is_same(old: Lift, new: Lift) -> bool:
    same = replace(old, loads=()) == replace(new, name=old.name, loads=())
    return same and units_on_board(old) == units_on_board(new)


def _unlike(new: Lift, old: Lift) -> tuple[object, ...]:
    return (
        not _is_same(old, new),
        bool(old.loads) != bool(new.loads),
        old.fleet != new.fleet,
        abs(old.depart_utc - new.depart_utc),
        old.name,
    )


def _fresh_names(base: Plan) -> Iterator[str]:
    """Names that go on from the highest number among those of the base."""
    known = {lift.name for lift in base.lifts}
    numbered = [m for name in known if (m := re.fullmatch(r"(\D*)(\d+)", name))]
    last = max(numbered, key=lambda m: (int(m[2]), m[0]), default=None)
    lead, number, width = (last[1], int(last[2]), len(last[2])) if last else ("L", 0, 3)
    while True:
        number += 1
        name = f"{lead}{number:0{width}d}"
        if name not in known:
            yield name


def reloaded(lift: Lift, units: Mapping[str, int]) -> Lift:
    """A lift with other loads; the same lift where they are the same."""
    before: dict[str, int] = defaultdict(int)
    for load in lift.loads:
        if load.count > 0:
            before[load.line] += load.count
    now = {line: count for line, count in units.items() if count > 0}
    if before == now:
        return lift
    order = [line for line in before if line in now] + [x for x in now if x not in before]
    return replace(lift, loads=tuple(Load(line, now[line]) for line in order))


def disposals_with(
    question: Question,
    before: tuple[Disposal, ...],
    wanted: Mapping[DisposalKey, tuple[int, int]],
) -> tuple[Disposal, ...]:
    """The disposals of the plan in force, changed only where their day has another amount.

    ``wanted`` has the units and the minute for each line, place, way and day.
    """
    kept: list[Disposal] = []
    missing = {key: count for key, (count, _) in wanted.items()}
    for disposal in before:
        day = day_of(question.minute(disposal.at_utc))
        key = (disposal.line, disposal.place, disposal.disposition, day)
        if key not in missing:
            kept.append(disposal)
            continue
        count = min(disposal.count, missing[key])
        missing[key] -= count
        if count > 0:
            kept.append(replace(disposal, count=count))
    for key, count in missing.items():
        if count > 0:
            at_utc = question.instant(wanted[key][1])
            kept.append(Disposal(key[0], key[1], key[2], count, at_utc))
    return tuple(sorted(kept, key=lambda disposal: disposal.at_utc))
