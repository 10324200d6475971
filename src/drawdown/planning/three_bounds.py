"""The bounds beside that on the cost: what must be late or left, by when all can be out, each term.

All of them are optima of the relaxed day model, at the scale of the bound: see docs/planning.md.
"""

from collections.abc import Callable
from dataclasses import replace
from math import ceil

from drawdown.model import Bounds, Earliest, Plan, Prices, Short, Withdrawal
from drawdown.planning.dates import due_on
from drawdown.planning.least import (
    KG,
    NOISE_KG,
    NOISE_SHARE,
    NOISE_UNITS,
    PERSON,
    Aim,
    LeastMissing,
)
from drawdown.planning.linear_model import built_until
from drawdown.planning.pace import soonest
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.state import PlannerDefect, Planning
from drawdown.planning.term_least import LEFT, NO_PRICES, PRICED, TermModel, cents_below
from drawdown.rules import cost_terms
from drawdown.rules.steps import combined
from drawdown.rules.timeline import Timeline

Stop = Callable[[], bool]

ALL_OUT = Aim("deadline")
# Price lists at which the cost is a number of people, of kg, of nights: euros count, not cents.
PEOPLE_LEFT = replace(NO_PRICES, left_person=100)
KG_LEFT = replace(NO_PRICES, left_kg=(100, 100, 100, 100, 100))
LATE_PERSON_NIGHTS = replace(NO_PRICES, late_person_per_night=100)


def find_rest(planning: Planning, stop: Stop) -> None:
    """What must be late or left, and each term: all that does not matter to the reasons."""
    find_short(planning, stop)
    find_terms(planning, stop)


# --- what must be late or left --------------------------------------------------------------------


def find_short(planning: Planning, stop: Stop) -> None:
    """The least that must be late or left, unless it is known or there is no time."""
    if planning.scale is None or planning.bounds.short is not None or planning.best is None:
        return
    if not short_cents(planning.best.terms):
        # The plan shows that it can be nothing.
        planning.prove(short=Short(0, 0, 0, 0))
        return
    if stop():
        return
    short = None
    with built_until(stop):
        short = _least_short(_term_model(planning), planning.merged.withdrawal, stop)
    if short is not None:
        planning.prove(short=short)


def short_cents(terms_cents: dict[str, int]) -> int:
    """What a plan pays for what is late or left."""
    return sum(terms_cents[name] for name in ("late", *LEFT))


def _least_short(model: TermModel, withdrawal: Withdrawal, stop: Stop) -> Short | None:
    """The least sum at the price list; then, if it is not nothing, of each number by itself."""
    priced = model.costs("late") + model.costs("left_people") + model.costs("left_things")
    solved = model.minimum(priced, stop)
    if solved is None:
        return None
    cents = cents_below(solved.objective)
    if not cents:
        return Short(0, 0, 0, 0)
    people = float(sum(line.count for line in withdrawal.lines if line.is_people))
    kg = float(sum(line.mass_kg for line in withdrawal.lines if not line.is_people))
    numbers = []
    for prices, noise in (
        (PEOPLE_LEFT, NOISE_UNITS + NOISE_SHARE * people),
        (KG_LEFT, NOISE_KG + NOISE_SHARE * kg),
        (LATE_PERSON_NIGHTS, NOISE_UNITS + NOISE_SHARE * people),
    ):
        number = _least_number(model, prices, noise, stop)
        if number is None:
            return None
        numbers.append(number)
    return Short(cents, *numbers)


def _least_number(model: TermModel, prices: Prices, noise: float, stop: Stop) -> int | None:
    if stop():
        return None
    solved = model.minimum(model.costs_at(prices), stop)
    if solved is None:
        return None
    return max(0, ceil(solved.objective * (1 - NOISE_SHARE) - noise))


def short_of(withdrawal: Withdrawal, plan: Plan) -> Short:
    """What is late or left by a plan."""

    def number(prices: Prices) -> int:
        terms = cost_terms(replace(withdrawal, prices=prices), plan)
        return short_cents(terms) // 100

    return Short(
        short_cents(cost_terms(withdrawal, plan)),
        number(PEOPLE_LEFT),
        number(KG_LEFT),
        number(LATE_PERSON_NIGHTS),
    )


# --- by when all can be out -----------------------------------------------------------------------


def find_earliest(planning: Planning, stop: Stop) -> None:
    """The earliest day by which all can be out, unless it is known or there is no time.

    The limits that do not let it be sooner are kept for the reasons.
    """
    known = planning.bounds.earliest
    if planning.scale is None or planning.best is None or (known and known.is_exact):
        return
    # A model that counts each day is that of the reasons: they speak of the same day.
    days = None if planning.scale.period_days == 1 else planning.scale.period_days
    question = planning.question if days is None else planning.merged
    people, kg, reached = _out(planning.withdrawal, planning.best.plan)
    if people or kg:
        # Some plan may bring out more than this one.
        kept = _must_stay(question, days, stop)
        if kept is None:
            return
        people, kg = kept
        reached = question.days * MINUTES_PER_DAY
    found = soonest(
        question, ALL_OUT, question.instant(reached), stop,
        held=PERSON * people + KG * kg, period_days=days,
    )  # fmt: skip
    if found is not None and (known is None or found.best_utc >= known.day_utc):
        planning.paced = found
        planning.prove(earliest=Earliest(found.best_utc, found.is_exact, people, kg))


def _must_stay(question: Question, period_days: int | None, stop: Stop) -> tuple[int, int] | None:
    """People and kg that cannot be out by the end in any plan; None without the time."""
    at_the_end = due_on(question.withdrawal, ALL_OUT, question.withdrawal.end_utc)
    model = LeastMissing.within(Question(at_the_end), (ALL_OUT,), stop, period_days=period_days)
    least = None if model is None else model.solve({ALL_OUT: 1.0}, stop)
    if model is None or least is None:
        return None
    return (0, 0) if model.is_within(least, 0.0) else (least.people, least.kg)


def _out(withdrawal: Withdrawal, plan: Plan) -> tuple[int, int, int]:
    """People and kg that a plan never has out, or leaves abroad; the minute of the last way out."""
    timeline = Timeline(withdrawal, plan)
    never = {name: steps.final for name, steps in timeline.in_country.items()}
    for (name, place), count in timeline.left.items():
        if not timeline.places[place].in_country:
            never[name] += count
    people = kg = 0
    for name, count in never.items():
        line = timeline.lines[name]
        people += count if line.is_people else 0
        kg += 0 if line.is_people else count * line.unit_mass_kg
    inside = combined((steps, 1) for steps in timeline.in_country.values())
    return people, kg, max(0, inside.settles_within(inside.final) or 0)


# --- the terms ------------------------------------------------------------------------------------


def find_terms(planning: Planning, stop: Stop) -> None:
    """The least of each term beside the terms of the best plan, as far as there is time."""
    if planning.scale is None or not planning.scale.is_searched or planning.best is None:
        return
    model, terms = _term_model(planning), planning.best.terms
    # What the model does not price, and what is nothing, may be nothing.
    found = {term: 0 for term, cents in terms.items() if term not in PRICED or not cents}
    for term in sorted(terms.keys() - found.keys(), key=lambda name: (-terms[name], name)):
        least = None
        with built_until(stop):
            least = model.least(term, terms, stop)
        if least is not None and least.is_possible:
            found[term] = least.cents
    planning.prove(terms_cents=found)


def _term_model(planning: Planning) -> TermModel:
    assert planning.scale is not None
    return TermModel(planning.merged.withdrawal, period_days=planning.scale.period_days)


# --- beside the plan ------------------------------------------------------------------------------


def beside(planning: Planning, plan: Plan) -> Bounds:
    """The bounds, and what is so in a plan; ``PlannerDefect`` if it has less than a bound says."""
    assert planning.best is not None
    bounds = planning.bounds
    people, kg, out = _out(planning.withdrawal, plan)
    earliest = bounds.earliest or Earliest(planning.withdrawal.start_utc)
    stays = PERSON * people + KG * kg
    has_all_out = stays <= PERSON * earliest.people_left + KG * earliest.kg_left
    out_utc = planning.question.instant(out)
    own = short_of(planning.withdrawal, plan)
    for is_below, least, least_of_all in (
        (has_all_out and out_utc < earliest.day_utc, out_utc, earliest),
        (bounds.short is not None and _is_below(own, bounds.short), own, bounds.short),
        (_has_less(planning.best.terms, bounds.terms_cents), planning.best.terms, bounds),
    ):
        if is_below:
            raise PlannerDefect(f"a plan has {least}, the bound is {least_of_all}")
    return replace(bounds, plan_short=own, plan_out_utc=out_utc if has_all_out else None)


def _is_below(own: Short, least: Short) -> bool:
    return (
        own.cents < least.cents
        or own.people_left < least.people_left
        or own.kg_left < least.kg_left
        or own.late_person_nights < least.late_person_nights
    )


def _has_less(terms: dict[str, int], least: dict[str, int]) -> bool:
    return any(terms[term] < cents for term, cents in least.items())
