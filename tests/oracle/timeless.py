"""What it costs at the least to empty a tiny withdrawal if everything could happen at once.

No time passes, nothing waits for anything, and no place is too small: only lifts, handling,
disposals and what is left are paid for. So no plan that goes on from here costs less.
"""

from functools import cached_property
from itertools import product

from drawdown.model import Disposition, Leg, Lift, Line, Load, Plan, Withdrawal
from oracle.second_judge import second_verdicts
from oracle.second_terms import second_terms
from oracle.story import Story

Loads = tuple[Load, ...]
Units = tuple[int, ...]
Tails = tuple[tuple[str, str], ...]
# What a lift alone can break, whatever else flies and whenever it does.
OF_A_LOAD = {
    "classes_apart", "modes_allowed", "within_payload", "within_seats", "within_positions",
    "pieces_fit", "loads_allowed", "redeploy_allowed", "runway_enough", "storage",
}  # fmt: skip


class Timeless:
    """The least cost from each state: units by line and place, and the place of each tail."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        assert_whole_cents(withdrawal)
        self.withdrawal = withdrawal
        self.story = Story(withdrawal, Plan())
        self.where = [(x.name, y.name) for x in withdrawal.lines for y in withdrawal.places]
        self.index = {where: n for n, where in enumerate(self.where)}
        self.loads_of: dict[tuple[str, str, str], list[Loads]] = {}
        self.lifts_cents: dict[tuple[str, str, str], int] = {}
        self.known: dict[tuple[Units, Tails], int] = {}
        # Where handlers count, others may bring them.
        handlers = any(place.handling_kg_per_day_per_handler for place in withdrawal.places)
        self.of_a_load = OF_A_LOAD if handlers else {*OF_A_LOAD, "handling"}

    def cents(self, units: dict[tuple[str, str], int], tails: Tails) -> int:
        """The least cost from a state on; ``tails`` are sorted (fleet, place)."""
        return self.least(tuple(units.get(where, 0) for where in self.where), tails)

    def least(self, units: Units, tails: Tails) -> int:
        """The least of leaving all where it is, one more lift, and one more disposal."""
        key = (units, tails)
        if key not in self.known:
            least = self.left_cents(units)
            for n, (fleet, place) in enumerate(tails):
                if (fleet, place) not in tails[:n]:
                    least = min(least, self.after_a_lift(units, tails, n))
            self.known[key] = min(least, self.after_a_disposal(units, tails))
        return self.known[key]

    def after_a_lift(self, units: Units, tails: Tails, n: int) -> int:
        """The least cost if one tail goes to some leg and carries something over it."""
        (fleet, place), others = tails[n], tails[:n] + tails[n + 1 :]
        least = self.left_cents(units)
        for leg in self.legs(fleet):
            to_it = self.empty_cents[fleet].get((place, leg.origin))
            moved = tuple(sorted((*others, (fleet, leg.destination))))
            for loads in self.loads(fleet, leg):
                rest = self.minus(units, leg, loads)
                if loads and rest is not None and to_it is not None:
                    price = self.lift_cents(fleet, leg.origin, leg.destination, loads)
                    price += self.fragments(units, leg, loads) * self.withdrawal.prices.fragment
                    least = min(least, to_it + price + self.least(rest, moved))
        return least

    def fragments(self, units: Units, leg: Leg, loads: Loads) -> int:
        """How many lines a lift takes from their origin of which some are elsewhere already."""
        lines = [self.story.lines[load.line] for load in loads]
        places = [place.name for place in self.withdrawal.places]
        return sum(
            leg.origin == line.origin
            and any(units[self.index[line.name, x]] for x in places if x != line.origin)
            for line in lines
        )

    def minus(self, units: Units, leg: Leg, loads: Loads) -> Units | None:
        """The units after a lift; None if they are not there."""
        rest = list(units)
        for load in loads:
            rest[self.index[load.line, leg.origin]] -= load.count
            rest[self.index[load.line, leg.destination]] += load.count
        return tuple(rest) if min(rest) >= 0 else None

    def after_a_disposal(self, units: Units, tails: Tails) -> int:
        """The least cost if one unit is disposed of."""
        least = self.left_cents(units)
        for n, (name, place) in enumerate(self.where):
            line = self.story.lines[name]
            if units[n] and place != line.destination:
                rest = (*units[:n], units[n] - 1, *units[n + 1 :])
                for price in self.disposal_cents(line, place):
                    least = min(least, price + self.least(rest, tails))
        return least

    # --- prices ----------------------------------------------------------------------------

    def left_cents(self, units: Units) -> int:
        """What it costs to leave all units where they are."""
        prices, cents = self.withdrawal.prices, 0
        for (name, place), count in zip(self.where, units, strict=True):
            line = self.story.lines[name]
            if count and place != line.destination:
                kg_cents = line.unit_mass_kg * prices.left_kg[line.priority - 1]
                cents += count * (prices.left_person if line.is_people else kg_cents)
        return cents

    def disposal_cents(self, line: Line, place: str) -> list[int]:
        """What each way of disposing of a unit at a place costs."""
        prices = []
        for option in self.withdrawal.disposals:
            named = option.disposition in line.dispositions and not line.is_people
            if named and option.place in ("", place):
                lost = line.value_cents * option.value_lost_percent // 100
                prices.append(lost + line.unit_mass_kg * option.cost_cents_per_t // 1000)
        return prices

    def lift_cents(self, fleet: str, origin: str, destination: str, loads: Loads) -> int:
        """What a lift costs in itself, with the handling of its load."""
        key = (fleet, origin, destination)
        if key not in self.lifts_cents:
            t = self.withdrawal.start_utc
            empty = Lift("", fleet, 1, origin, destination, t, t)
            self.lifts_cents[key] = second_terms(self.withdrawal, Plan((empty,)))["lift"]
        kg = sum(
            load.count * self.story.lines[load.line].unit_mass_kg
            for load in loads
            if not self.story.lines[load.line].is_people
        )
        return self.lifts_cents[key] + kg * self.withdrawal.prices.handling_per_t // 1000

    @cached_property
    def empty_cents(self) -> dict[str, dict[tuple[str, str], int]]:
        """The cheapest way of each fleet from place to place, empty."""
        ways = {}
        for fleet in self.withdrawal.fleets:
            way = {(place.name, place.name): 0 for place in self.withdrawal.places}
            for _ in self.withdrawal.places:
                for leg in self.legs(fleet.name):
                    price = self.lift_cents(fleet.name, leg.origin, leg.destination, ())
                    for (begin, end), cents in list(way.items()):
                        there = (begin, leg.destination)
                        if end == leg.origin and way.get(there, cents + price + 1) > cents + price:
                            way[there] = cents + price
            ways[fleet.name] = way
        return ways

    # --- what there is to carry ------------------------------------------------------------

    def legs(self, fleet: str) -> list[Leg]:
        """The legs a fleet may use."""
        mode = self.story.carriers[self.story.fleets[fleet].carrier].mode
        return [leg for leg in self.withdrawal.legs if leg.mode is mode]

    def loads(self, fleet: str, leg: Leg) -> list[Loads]:
        """Every load that the judge lets a fleet take over a leg, the largest first, and none."""
        key = (fleet, leg.origin, leg.destination)
        if key not in self.loads_of:
            lines = [line for line in self.withdrawal.lines if is_on_its_way(line, leg)]
            counts = product(*(range(line.count, -1, -1) for line in lines))
            every = [
                tuple(Load(line.name, n) for line, n in zip(lines, count, strict=True) if n)
                for count in counts
            ]
            every.sort(key=lambda loads: -sum(load.count for load in loads))
            self.loads_of[key] = [loads for loads in every if self.is_carried(fleet, leg, loads)]
        return self.loads_of[key]

    def is_carried(self, fleet: str, leg: Leg, loads: Loads) -> bool:
        """Whether the judge lets the carrier take a load over a leg."""
        t = self.withdrawal.start_utc
        lift = Lift("", fleet, 1, leg.origin, leg.destination, t, t, loads)
        verdicts = second_verdicts(self.withdrawal, Plan((lift,)))
        return not any(verdict.rule in self.of_a_load for verdict in verdicts)


def is_on_its_way(line: Line, leg: Leg) -> bool:
    """Whether a leg may bring a line towards its destination."""
    return leg.origin != line.destination and leg.destination != line.origin


def assert_whole_cents(withdrawal: Withdrawal) -> None:
    """Nothing that is paid for is a part of a cent, so sums need no rounding."""
    prices = withdrawal.prices
    for line in withdrawal.lines:
        for price_per_t in (
            prices.handling_per_t,
            prices.late_t_per_night,
            *(option.cost_cents_per_t for option in withdrawal.disposals),
        ):
            assert line.unit_mass_kg * price_per_t % 1000 == 0
        for option in withdrawal.disposals:
            assert line.value_cents * option.value_lost_percent % 100 == 0
            assert option.disposition is not Disposition.REDEPLOY
    for place in withdrawal.places:
        assert place.threat_percent * prices.exposure_per_person_night % 100 == 0
