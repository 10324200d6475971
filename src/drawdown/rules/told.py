"""Who has to be told of changes: the places and fleets of lifts that differ."""

from collections import defaultdict

from drawdown.model import Lift, Told
from drawdown.rules.changes import Changes, units_on_board


def who_is_told(changes: Changes) -> tuple[Told, ...]:
    """Places at either end of a changed lift, then fleets, each in the order of their names.

    A lift that is moved to another place or fleet concerns both.
    """
    told: dict[tuple[int, str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    tails: dict[str, set[int]] = defaultdict(set)
    lines: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    each: list[tuple[str, str, tuple[Lift, ...], set[str]]] = [
        *(("added", lift.name, (lift,), set(units_on_board(lift))) for lift in changes.added),
        *(("dropped", lift.name, (lift,), set(units_on_board(lift))) for lift in changes.removed),
        *(
            ("changed", of.after.name, (of.before, of.after), _lines(of.before, of.after))
            for of in changes.changed
        ),
    ]
    for what, name, lifts, carried in each:
        concerned: set[tuple[int, str, str]] = set()
        for lift in lifts:
            concerned |= {(0, "place", lift.origin), (0, "place", lift.destination)}
            concerned.add((1, "fleet", lift.fleet))
            if lift.tail is not None:
                tails[lift.fleet].add(lift.tail)
        for key in concerned:
            told[key][what].append(name)
            lines[key] |= carried
    return tuple(
        Told(
            kind=key[1],
            name=key[2],
            added=tuple(sorted(told[key]["added"])),
            dropped=tuple(sorted(told[key]["dropped"])),
            changed=tuple(sorted(told[key]["changed"])),
            tails=tuple(sorted(tails[key[2]])) if key[1] == "fleet" else (),
            lines=tuple(sorted(lines[key])),
        )
        for key in sorted(told)
    )


def _lines(before: Lift, after: Lift) -> set[str]:
    """What is carried: of other times all of it, of the same times what differs."""
    old, new = units_on_board(before), units_on_board(after)
    if (before.depart_utc, before.fleet, before.tail) != (
        after.depart_utc,
        after.fleet,
        after.tail,
    ):
        return {*old, *new}
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}
