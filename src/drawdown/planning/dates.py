"""The withdrawal with a date moved: later, to see what time buys, or to a day, to see the pace."""

from dataclasses import replace
from datetime import datetime, timedelta

from drawdown.model import Withdrawal
from drawdown.planning.least import Aim


def moved(withdrawal: Withdrawal, aim: Aim, days: int) -> Withdrawal:
    """The date of one aim so many days later; where that is after the end, all dates with it."""
    due_utc = due_of(withdrawal, aim)
    later_utc = due_utc + timedelta(days=days)
    if aim.kind in ("deadline", "end", "left") or later_utc > withdrawal.end_utc:
        return longer(withdrawal, days)
    return due_on(withdrawal, aim, later_utc)


def due_of(withdrawal: Withdrawal, aim: Aim) -> datetime:
    """The date of an aim; of several latest dates the last."""
    if aim.kind in ("end", "left"):
        return withdrawal.end_utc
    if aim.kind == "milestone":
        return next(x.due_utc for x in withdrawal.milestones if x.name == aim.name)
    if aim.kind == "handover":
        place = next(x for x in withdrawal.places if x.name == aim.name)
        return place.handover_utc or withdrawal.deadline_utc
    if aim.kind == "line":
        line = next(x for x in withdrawal.lines if x.name == aim.name)
        return line.latest_utc or withdrawal.deadline_utc
    if aim.kind == "latest":
        dates = (x.latest_utc for x in withdrawal.lines if x.latest_utc)
        return max(dates, default=withdrawal.deadline_utc)
    return withdrawal.deadline_utc


def due_on(withdrawal: Withdrawal, aim: Aim, due_utc: datetime) -> Withdrawal:
    """The withdrawal with another date of an aim; of several latest dates all move as the last."""
    if aim.kind == "milestone":
        milestones = tuple(
            replace(x, due_utc=due_utc) if x.name == aim.name else x for x in withdrawal.milestones
        )
        return replace(withdrawal, milestones=milestones)
    if aim.kind == "handover":
        places = tuple(
            replace(x, handover_utc=due_utc) if x.name == aim.name else x for x in withdrawal.places
        )
        return replace(withdrawal, places=places)
    if aim.kind == "line":
        lines = tuple(
            replace(x, latest_utc=due_utc) if x.name == aim.name else x for x in withdrawal.lines
        )
        return replace(withdrawal, lines=lines)
    if aim.kind == "latest":
        by = due_utc - due_of(withdrawal, aim)
        lines = tuple(
            replace(x, latest_utc=x.latest_utc + by) if x.latest_utc else x
            for x in withdrawal.lines
        )
        return replace(withdrawal, lines=lines)
    return replace(withdrawal, deadline_utc=due_utc)


def longer(withdrawal: Withdrawal, days: int) -> Withdrawal:
    """Every date that ends something moved by so many days: deadline, handovers, dues.

    Clearances and fleets that last to within a day of the deadline are prolonged with it.
    """
    more = timedelta(days=days)
    late = withdrawal.deadline_utc - timedelta(days=1)

    def prolonged(until_utc: datetime | None) -> datetime | None:
        return until_utc + more if until_utc is not None and until_utc >= late else until_utc

    return replace(
        withdrawal,
        deadline_utc=withdrawal.deadline_utc + more,
        end_utc=withdrawal.end_utc + more,
        places=tuple(
            replace(x, handover_utc=x.handover_utc + more) if x.handover_utc else x
            for x in withdrawal.places
        ),
        milestones=tuple(replace(x, due_utc=x.due_utc + more) for x in withdrawal.milestones),
        lines=tuple(
            replace(x, latest_utc=x.latest_utc + more) if x.latest_utc else x
            for x in withdrawal.lines
        ),
        fleets=tuple(replace(x, until_utc=prolonged(x.until_utc)) for x in withdrawal.fleets),
        legs=tuple(
            replace(x, windows=tuple((a, prolonged(b) or b) for a, b in x.windows))
            for x in withdrawal.legs
        ),
        gates=tuple(replace(x, until_utc=prolonged(x.until_utc)) for x in withdrawal.gates),
        disposals=tuple(replace(x, until_utc=prolonged(x.until_utc)) for x in withdrawal.disposals),
    )
