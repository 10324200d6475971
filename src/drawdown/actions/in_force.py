"""The plan in force that is planned anew: as of when, how much may change, what is pinned."""

from datetime import UTC, datetime
from pathlib import Path

from drawdown import files
from drawdown.actions.reading import must_exist, read_plan, stopping
from drawdown.actions.refusal import Refused
from drawdown.model import InForce, Pin, Plan, Withdrawal


def read_in_force(
    withdrawal: Withdrawal,
    base: Path | None,
    changes: int | None,
    now: str,
    pins: Path | None,
) -> InForce | None:
    """The plan in force as the user names it, None without one; ``Refused`` where it does not fit.

    Without ``now`` the present counts, if the withdrawal is under way; else its start.
    """
    if base is None:
        if changes is not None or now or pins is not None:
            raise Refused("needs_base")
        return None
    plan = read_plan(base, withdrawal).plan
    return InForce(plan, now_of(withdrawal, now), changes, read_pins(pins, plan))


def now_of(withdrawal: Withdrawal, said: str = "") -> datetime:
    """The instant that is meant by now."""
    if not said:
        return present(withdrawal, datetime.now(UTC))
    now_utc = files.instant_of(said)
    if now_utc is None:
        raise Refused("now", now=said)
    return now_utc


def present(withdrawal: Withdrawal, clock_utc: datetime) -> datetime:
    """The hour of a clock if the withdrawal is under way then; else its start."""
    hour = clock_utc.replace(minute=0, second=0, microsecond=0)
    is_under_way = withdrawal.start_utc <= hour <= withdrawal.end_utc
    return hour if is_under_way else withdrawal.start_utc


def read_pins(path: Path | None, plan: Plan) -> tuple[Pin, ...]:
    """The pins in a file; ``Refused`` with every fault."""
    if path is None:
        return ()
    must_exist(path, "missing_pins")
    reading = files.read_pins(path, plan)
    if reading.pins is None:
        raise Refused("pins", stopping(reading.faults), path=str(path))
    return reading.pins
