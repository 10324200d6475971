"""What one may ask of a generated withdrawal: another fleet, another airfield, another price."""

from collections.abc import Sequence

from drawdown.model import Change, ChangedTable, Fleet, Place, Prices, Variant


def all_variants(
    fleets: Sequence[Fleet], places: Sequence[Place], prices: Prices
) -> tuple[Variant, ...]:
    """One more of the first fleet; more room at each airfield with a limit; dearer nights."""
    fleet = fleets[0]
    variants = [
        Variant("one-more", f"One more of {fleet.name}", (
            Change(ChangedTable.FLEET, "count", fleet.name, str(fleet.count + 1)),
        )),
        Variant("dear-nights", "Nights cost twice as much", (
            Change(
                ChangedTable.PRICES, "exposure_eur_per_person_night", "",
                str(prices.exposure_per_person_night // 100 * 2),
            ),
        )),
    ]  # fmt: skip
    room = tuple(
        Change(ChangedTable.PLACES, "working_mog", place.name, str(place.working_mog + 1))
        for place in places
        if place.working_mog is not None
    )
    if room:
        variants.append(Variant("more-room", "One more aircraft at work at each airfield", room))
    return tuple(variants)
