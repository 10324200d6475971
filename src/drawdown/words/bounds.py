"""What is proven of every plan, beside what is so in this one: a row for each bound."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from drawdown.model import Bounds, Outcome, Short

if TYPE_CHECKING:
    from drawdown.words.language import Language


@dataclass(frozen=True, slots=True)
class BoundRow:
    """A bound: of what, what no plan is below, what this plan has, what the bound leaves out."""

    title: str
    least: str
    plan: str
    relaxed: str


def bound_rows(language: "Language", outcome: Outcome) -> tuple[BoundRow, ...]:
    """The three bounds, then the terms; empty where none was sought."""
    if outcome.bounds is None:
        return ()
    return (
        _cost_row(language, outcome),
        _short_row(language, outcome.bounds),
        _out_row(language, outcome.bounds),
        *_term_rows(language, outcome),
    )


def _cost_row(language: "Language", outcome: Outcome) -> BoundRow:
    least = language.say("bounds", "unknown")
    if outcome.bound_cents > 0:
        least = language.money(outcome.bound_cents, 2)
    return BoundRow(
        language.say("bounds", "cost"),
        least,
        language.money(outcome.cost_cents, 2),
        language.say("bounds", "relaxed.cost"),
    )


def _short_row(language: "Language", bounds: Bounds) -> BoundRow:
    return BoundRow(
        language.say("bounds", "short"),
        _amounts(language, bounds.short),
        _amounts(language, bounds.plan_short),
        language.say("bounds", "relaxed.short"),
    )


def _amounts(language: "Language", short: Short | None) -> str:
    """``3 people and 4.0 t left, 12 nights late of people, 1.2 M€``."""
    if short is None:
        return language.say("bounds", "unknown")
    if not (short.cents or short.people_left or short.kg_left or short.late_person_nights):
        return language.say("bounds", "nothing")
    left = _people_and_mass(language, short.people_left, short.kg_left)
    parts = [language.say("bounds", "left", what=left)] if left else []
    if short.late_person_nights:
        parts.append(language.say("bounds", "nights", n=short.late_person_nights))
    return ", ".join([*parts, language.money(short.cents, 2)])


def _people_and_mass(language: "Language", people: int, kg: int) -> str:
    parts = [language.count("person", people)] if people else []
    parts += [language.tonnes(kg)] if kg else []
    return language.listed(parts)


def _out_row(language: "Language", bounds: Bounds) -> BoundRow:
    title, least = language.say("bounds", "out"), language.say("bounds", "unknown")
    earliest = bounds.earliest
    if earliest is not None:
        but = _people_and_mass(language, earliest.people_left, earliest.kg_left)
        title = language.say("bounds", "out.but", what=but) if but else title
        least = language.day(earliest.day_utc)
        if not earliest.is_exact:
            least = language.say("bounds", "or_later", day=least)
    return BoundRow(
        title,
        least,
        _out(language, bounds.plan_out_utc),
        language.say("bounds", "relaxed.out"),
    )


def _out(language: "Language", at_utc: datetime | None) -> str:
    return language.say("bounds", "never") if at_utc is None else language.by_day(at_utc)


def _term_rows(language: "Language", outcome: Outcome) -> list[BoundRow]:
    """The least of each term that is paid for, the largest first; one row if none is known."""
    assert outcome.bounds is not None
    known = outcome.bounds.terms_cents
    unknown = language.say("bounds", "unknown")
    relaxed = [language.say("bounds", f"relaxed.{key}") for key in ("term", "terms")]
    in_order = sorted(outcome.terms_cents.items(), key=lambda item: -item[1])
    terms = [(term, cents) for term, cents in in_order if cents]
    if terms and not any(term in known for term, _ in terms):
        return [BoundRow(language.say("bounds", "terms"), unknown, "", relaxed[0])]
    return [
        BoundRow(
            language.say("terms", term),
            language.money(known[term], 2) if term in known else unknown,
            language.money(cents, 2),
            relaxed[min(number, 1)],
        )
        for number, (term, cents) in enumerate(terms)
    ]
