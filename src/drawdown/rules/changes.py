"""What differs between two plans, lift by lift."""

from collections.abc import Iterator
from dataclasses import dataclass

from drawdown.model import Lift, Plan


@dataclass(frozen=True, slots=True)
class ChangedLift:
    """A lift of both plans that is not the same in them; ``what`` names the fields that differ."""

    before: Lift
    after: Lift
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Lifts that only the new plan has, that only the old one has, and that differ."""

    added: tuple[Lift, ...] = ()
    removed: tuple[Lift, ...] = ()
    changed: tuple[ChangedLift, ...] = ()

    @property
    def count(self) -> int:
        """How many lifts the term ``changes`` of the price list counts."""
        return len(self.added) + len(self.removed) + len(self.changed)

    @property
    def other_day(self) -> tuple[ChangedLift, ...]:
        """Changed lifts that depart on another day."""
        return tuple(
            each
            for each in self.changed
            if each.before.depart_utc.date() != each.after.depart_utc.date()
        )

    @property
    def other_load(self) -> tuple[ChangedLift, ...]:
        """Changed lifts that carry something else; they may be on another day too."""
        return tuple(each for each in self.changed if "loads" in each.what)

    @property
    def otherwise(self) -> tuple[ChangedLift, ...]:
        """Changed lifts with the same load on the same day: another hour, tail, fleet or way."""
        known = {each.after.name for each in (*self.other_day, *self.other_load)}
        return tuple(each for each in self.changed if each.after.name not in known)


def changed_lifts(base: Plan, plan: Plan) -> Changes:
    """What ``plan`` changes in ``base``. Lifts of the same name are the same lift.

    Added and changed lifts are in the order of ``plan``, removed ones in that of ``base``.
    """
    old = {lift.name: lift for lift in base.lifts}
    new = {lift.name: lift for lift in plan.lifts}
    return Changes(
        added=tuple(lift for name, lift in new.items() if name not in old),
        removed=tuple(lift for name, lift in old.items() if name not in new),
        changed=tuple(
            ChangedLift(old[name], lift, what)
            for name, lift in new.items()
            if name in old and (what := tuple(_differences(old[name], lift)))
        ),
    )


def _differences(before: Lift, after: Lift) -> Iterator[str]:
    """The fields that differ. How loads are ordered and split does not count."""
    if before is after:
        return
    for field in ("fleet", "tail", "origin", "destination", "depart_utc", "arrive_utc"):
        if getattr(before, field) != getattr(after, field):
            yield field
    if units_on_board(before) != units_on_board(after):
        yield "loads"


def units_on_board(lift: Lift) -> dict[str, int]:
    """The units of each line on a lift."""
    units: dict[str, int] = {}
    for load in lift.loads:
        if load.count > 0:
            units[load.line] = units.get(load.line, 0) + load.count
    return units
