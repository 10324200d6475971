"""Why something is late, left or dear: what has no way out, which limits bind, what would help.

The question is asked of the relaxed day model with nothing priced but what is late or left. What
it still leaves, no plan can take along. Its row prices say which limits to try; what a remedy
buys is found by solving again with that one thing changed.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from drawdown.model import Left, Line, Mode, Plan, Reason, Withdrawal
from drawdown.planning.day_limits import RowName
from drawdown.planning.day_prices import whole_day_model
from drawdown.planning.highs import Effort, Job, solve
from drawdown.planning.question import MINUTES_PER_DAY, Question, runway_enough
from drawdown.planning.remedies import Remedy, longer, remedies_for
from drawdown.rules.steps import day_of

# A remedy counts if it takes off this share of the shortfall; one that leaves less than the rest
# is enough.
LEAST_GAIN = 0.02
MOST_REMEDIES = 6
MOST_PACE_SETTERS = 2
DAYS_TRIED = (1, 2, 4, 8, 16, 32, 64)
# A limit's price, summed over its days, against the largest one: below this it does not bind.
LEAST_PRICE = 0.02
# Below this a row's price is the engine's noise.
LEAST_EUR = 1e-3

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What the relaxed model leaves or delays at the least, in euros and in units."""

    eur: float
    people: Counter[str]
    kg: Counter[str]
    left_lines: frozenset[str]
    binding: list[tuple[str, str, int, int]]

    @property
    def worst_place(self) -> str:
        """Where most of it is."""
        worth = Counter({place: 100_000 * n for place, n in self.people.items()})
        worth.update(self.kg)
        return worth.most_common(1)[0][0] if worth else ""


def explain(
    question: Question, plan: Plan, *, short: bool, seconds: float, stop: Stop
) -> tuple[tuple[Reason, ...], tuple[Left, ...]]:
    """Reasons, the gravest first, and what is left with the reason of each."""
    ends = time.monotonic() + seconds

    def over() -> bool:
        return stop() or time.monotonic() > ends

    left = plan.left or ()
    if not short:
        return tuple(_binds(question, *entry) for entry in pace_setters(question, plan, over)), left
    reasons = [*no_ways(question), *floors_in_the_way(question, left)]
    least = None if over() else least_shortfall(question, over)
    if least is not None and least.eur > 1:
        if not all(entry.place not in question.onward[entry.line] for entry in left):
            reasons += _must(least)
        reasons += [_binds(question, *entry) for entry in least.binding[:3]]
        reasons += _remedies(question, least, over)
    elif least is not None and not reasons:
        reasons.append(Reason("short.not_forced"))
    lost = least.left_lines if least is not None else frozenset()
    return tuple(reasons), tuple(_with_reason(question, entry, lost) for entry in left)


def _with_reason(question: Question, entry: Left, lost: frozenset[str]) -> Left:
    line, place = question.line[entry.line], question.place[entry.place]
    if not line.may_be_redeployed:
        return replace(entry, reason="left.choice")
    due = min(question.deadline_min, question.minute_or(place.handover_utc, question.deadline_min))
    if entry.place == line.origin and question.ready_from(line) >= due:
        return replace(entry, reason="left.not_ready")
    if entry.place not in question.onward[entry.line]:
        return replace(entry, reason="left.no_way")
    return replace(entry, reason="left.no_room" if entry.line in lost else "left.choice")


def no_ways(question: Question) -> list[Reason]:
    """Lines that nothing can take towards their destination, by place and cause."""
    stuck: dict[tuple[str, str, tuple[tuple[str, str | int], ...]], list[Line]] = defaultdict(list)
    for line in question.withdrawal.lines:
        if not line.may_be_redeployed or line.origin == line.destination:
            continue
        if line.origin not in question.onward[line.name]:
            cause, facts = _cause(question, line)
            stuck[cause, line.origin, facts].append(line)
    reasons = []
    for (cause, place, facts), lines in stuck.items():
        people = sum(line.count for line in lines if line.is_people)
        kg = sum(line.mass_kg for line in lines if not line.is_people)
        sums = (("n", people), ("left_kg", kg))
        reasons.append(Reason(f"no_way.{cause}", place, (*facts, *sums)))
    return reasons


def _cause(question: Question, line: Line) -> tuple[str, tuple[tuple[str, str | int], ...]]:
    """Why no run takes a line away from its origin: no leg, no fleet, the runway, or its size."""
    withdrawal = question.withdrawal
    legs = [x for x in withdrawal.legs if x.origin == line.origin and x.mode in line.modes]
    if not legs:
        return "leg", ()
    carriers = {question.carrier[fleet.carrier] for fleet in withdrawal.fleets}
    modes = {leg.mode for leg in legs}
    able = [carrier for carrier in carriers if carrier.mode in modes]
    if not able:
        return "fleet", ()
    place = question.place[line.origin]
    landing = [c for c in able if c.mode is not Mode.AIR or runway_enough(c, place)]
    if not landing:
        smallest = min(able, key=lambda c: (c.runway_length_m or 0, c.name))
        have, need = place.runway_length_m or 0, smallest.runway_length_m or 0
        return "runway", (("carrier", smallest.name), ("have_m", have), ("need_m", need))
    return "carrier", (("line", line.name),)


def pace_setters(question: Question, plan: Plan, stop: Stop) -> list[tuple[str, str, int, int]]:
    """The limits with the highest prices when every place closes on the day it does in the plan."""
    if stop():
        return []
    days, limits = whole_day_model(question)
    arrays = days.model.arrays()
    last: dict[str, int] = {}
    for lift in plan.lifts:
        if lift.loads:
            day = day_of(question.minute(lift.depart_utc))
            last[lift.origin] = max(last.get(lift.origin, -1), day)
    for (place, day), column in days.open.items():
        if place in last:
            arrays.lower[column] = arrays.upper[column] = float(day <= last[place])
    solved = solve(Job(arrays, Effort(), relaxed=True, interior=True), stop=stop)
    if solved.x is None or solved.row_price is None:
        return []
    used = _row_values(arrays.starts, arrays.columns, arrays.values, solved.x)
    return _binding(limits.names, solved.row_price, used)[:MOST_PACE_SETTERS]


def floors_in_the_way(question: Question, left: tuple[Left, ...]) -> list[Reason]:
    """Floors that ask for more than there are, or for more in the last lift than it seats."""
    people_left = {entry.place for entry in left if question.line[entry.line].is_people}
    reasons = []
    held: Counter[str] = Counter()
    for floor in question.withdrawal.floors:
        there = sum(
            line.count
            for line in question.withdrawal.lines
            if line.is_people and line.role == floor.role and line.origin == floor.place
        )
        if floor.until_utc is None:
            held[floor.place] += min(floor.people, there)
        if floor.people > there and floor.place in people_left:
            facts = (("role", floor.role), ("people", floor.people), ("n", there))
            reasons.append(Reason("floor.above", floor.place, facts))
    for place in sorted(people_left):
        runs = [run for run in question.loaded_runs if run.origin == place]
        seats = max((run.carrier.seats for run in runs), default=0)
        if 0 < seats < held[place]:
            sizes = (("n", held[place]), ("seats", seats))
            reasons.append(Reason("floor.last_lift", place, sizes))
    return reasons


def least_shortfall(question: Question, stop: Stop) -> Shortfall | None:
    """The relaxed model's least cost of what is late or left; None if it was not solved."""
    days, limits = whole_day_model(Question(_only_shortfall(question.withdrawal)))
    arrays = days.model.arrays()
    solved = solve(Job(arrays, Effort(), relaxed=True, interior=True), stop=stop)
    if solved.x is None:
        return None
    people: Counter[str] = Counter()
    kg: Counter[str] = Counter()
    lost: set[str] = set()
    for (name, place), column in days.left.items():
        line, units = question.line[name], float(solved.x[column])
        if units > 0.01 * line.count and units > 0.5:
            lost.add(name)
        if line.is_people:
            people[place] += round(units)
        else:
            kg[place] += round(units * line.unit_mass_kg)
    binding: list[tuple[str, str, int, int]] = []
    if solved.row_price is not None:
        used = _row_values(arrays.starts, arrays.columns, arrays.values, solved.x)
        binding = _binding(limits.names, solved.row_price, used)
    return Shortfall(solved.objective, +people, +kg, frozenset(lost), binding)


def _only_shortfall(withdrawal: Withdrawal) -> Withdrawal:
    """The same withdrawal with nothing priced but what is late or left."""
    prices = replace(withdrawal.prices, exposure_per_person_night=0, handling_per_t=0, fragment=0)
    return replace(
        withdrawal,
        prices=prices,
        carriers=tuple(
            replace(carrier, cost_cents_per_lift=0, cost_cents_per_h=0)
            for carrier in withdrawal.carriers
        ),
        disposals=tuple(
            replace(option, cost_cents_per_t=0, value_lost_percent=0)
            for option in withdrawal.disposals
        ),
    )


def _row_values(
    starts: np.ndarray, columns: np.ndarray, values: np.ndarray, x: np.ndarray
) -> np.ndarray:
    products = np.append(values * x[columns], 0.0)
    return np.add.reduceat(products, starts[:-1]) if len(starts) > 1 else products[:0]


def _binding(
    names: dict[int, RowName], prices: np.ndarray, used: np.ndarray
) -> list[tuple[str, str, int, int]]:
    """Limits with a price: kind, where, how many days bind, the first of them; dearest first."""
    worth: Counter[tuple[str, str]] = Counter()
    days: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row, (kind, where, day) in names.items():
        price = abs(float(prices[row]))
        if kind in BINDING_KINDS and price > LEAST_EUR:
            worth[kind, where] += int(price * (1 + abs(float(used[row]))))
            days[kind, where].add(day)
    most = max(worth.values(), default=0)
    return [
        (kind, where, len(days[kind, where]), min(days[kind, where]))
        for (kind, where), value in worth.most_common()
        if value >= LEAST_PRICE * most
    ]


BINDING_KINDS = ("spots", "fleet", "runs", "handling", "gate", "beds")


def _must(least: Shortfall) -> list[Reason]:
    people, kg = sum(least.people.values()), sum(least.kg.values())
    facts = (("n", people), ("left_kg", kg))
    if people and kg:
        return [Reason("short.must.both", least.worst_place, facts)]
    if people:
        return [Reason("short.must.people", least.worst_place, facts)]
    if kg:
        return [Reason("short.must.things", least.worst_place, facts)]
    return [Reason("short.must.late")]


def _binds(question: Question, kind: str, where: str, days: int, first: int) -> Reason:
    """The limit in its own figures."""
    facts: list[tuple[str, str | int | float]] = [("n", days)]
    if kind == "spots":
        place = question.place[where]
        openings = question.openings[where]
        longest = max((b - a for a, b in openings), default=0) if openings else MINUTES_PER_DAY
        minutes = min(longest, MINUTES_PER_DAY)
        carriers = [r.carrier for r in question.runs if r.origin == where and r.mode is Mode.AIR]
        at_once = [(place.working_mog or 0) // max(1, c.mog_spots) for c in carriers]
        turns = [minutes // max(1, c.load_min) for c in carriers]
        admits = max((n * k for n, k in zip(at_once, turns, strict=True)), default=0)
        facts += [("limit", place.working_mog or 0), ("lifts", admits)]
        return Reason("binds.spots", where, tuple(facts))
    if kind == "fleet":
        fleet = question.fleet[where]
        facts += [("carrier", fleet.carrier), ("count", fleet.count)]
        return Reason("binds.fleet", "", tuple(facts))
    if kind == "gate":
        return Reason("binds.gate", question.gate[where].place, (*facts, ("gate", where)))
    return Reason(f"binds.{kind}", where, tuple(facts))


def _remedies(question: Question, least: Shortfall, stop: Stop) -> list[Reason]:
    """Each limit loosened by itself, and the days that would be enough; the best first."""
    gains: list[tuple[float, Reason]] = []
    useless: list[Remedy] = []
    for remedy in remedies_for(question, least.binding)[:MOST_REMEDIES]:
        eur = _eur(remedy.withdrawal, stop)
        if eur is None:
            continue
        gain = 1 - eur / least.eur
        if gain >= LEAST_GAIN:
            enough = gain > 1 - LEAST_GAIN
            kind = f"remedy.{remedy.kind}.enough" if enough else f"remedy.{remedy.kind}"
            facts = (*remedy.facts, ("gain_share", round(min(gain, 1.0), 4)))
            gains.append((gain, Reason(kind, remedy.place, facts)))
        else:
            useless.append(remedy)
    days = _days_enough(question, least, stop)
    if days is not None:
        gains.append(days)
    gains.sort(key=lambda item: -item[0])
    return [reason for _, reason in gains] + [
        Reason(f"remedy.{remedy.kind}.nothing", remedy.place, remedy.facts)
        for remedy in useless[:1]
        if gains
    ]


def _days_enough(question: Question, least: Shortfall, stop: Stop) -> tuple[float, Reason] | None:
    """The fewest more days with which nothing must stay; else what the most days tried buy."""
    below, gain, tried = 0, 0.0, 0
    for days in DAYS_TRIED:
        eur = _eur(longer(question.withdrawal, days), stop)
        if eur is None:
            break
        gain, tried = 1 - eur / least.eur, days
        if gain > 1 - LEAST_GAIN:
            return gain, Reason(
                "remedy.days.enough", "", (("n", _fewest(question, least, below, days, stop)),)
            )
        below = days
    if gain < LEAST_GAIN:
        return None
    return gain, Reason("remedy.days", "", (("n", tried), ("gain_share", round(gain, 4))))


def _fewest(question: Question, least: Shortfall, below: int, enough: int, stop: Stop) -> int:
    while enough - below > 1:
        middle = (below + enough) // 2
        eur = _eur(longer(question.withdrawal, middle), stop)
        if eur is None:
            break
        if 1 - eur / least.eur > 1 - LEAST_GAIN:
            enough = middle
        else:
            below = middle
    return enough


def _eur(withdrawal: Withdrawal, stop: Stop) -> float | None:
    if stop():
        return None
    least = least_shortfall(Question(withdrawal), stop)
    return None if least is None else least.eur
