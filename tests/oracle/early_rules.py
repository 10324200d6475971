"""The rules by which a plan that is half made can be given up already."""

from drawdown.model import Withdrawal

# What no later lift can mend.
FOR_GOOD = {
    "gates_passed", "disposal_capacity", "runs_per_day", "hours_per_day", "crew_duty",
    "working_mog", "handling",
}  # fmt: skip
# What no lift can mend that departs later than it happens.
BY_THEN = {"predecessors_first", "parking_mog", "storage", "beds"}


def asked_of(withdrawal: Withdrawal) -> set[str]:
    """The rules that a withdrawal may break at all, among those that are tried early."""
    places, carriers = withdrawal.places, withdrawal.carriers
    handled = any(
        place.handling_kg_per_day is not None or place.handling_people_per_day is not None
        for place in places
    )
    # Where handlers count, a later lift that brings some may mend what is too much.
    handlers = any(place.handling_kg_per_day_per_handler for place in places)
    asked = {
        "gates_passed": any(line.gates for line in withdrawal.lines),
        "predecessors_first": any(line.predecessors for line in withdrawal.lines),
        "disposal_capacity": any(x.kg_per_day is not None for x in withdrawal.disposals),
        "runs_per_day": any(leg.runs_per_day is not None for leg in withdrawal.legs),
        "hours_per_day": any(x.travel_min_per_day is not None for x in carriers),
        "crew_duty": any(x.crew_duty_min is not None for x in carriers),
        "working_mog": any(place.working_mog is not None for place in places),
        "parking_mog": any(place.parking_mog is not None for place in places),
        "storage": any(place.storage_kg is not None for place in places),
        "beds": any(place.beds is not None for place in places),
        "handling": handled and not handlers,
    }
    return {rule for rule, is_asked in asked.items() if is_asked}
