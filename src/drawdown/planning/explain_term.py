"""Where a term of the cost arises, how much of it no plan can avoid, and what would lower that."""

from math import ceil

from drawdown.model import Explanation, Part, Reason, Subject, Withdrawal
from drawdown.model.outcome import Facts
from drawdown.planning.case import Case
from drawdown.planning.gains import gain_reasons, gains
from drawdown.planning.least import Least
from drawdown.planning.limits_named import limits_named
from drawdown.planning.linear_model import built_until
from drawdown.planning.remedies import remedies_for
from drawdown.planning.term_least import PRICED, TermLeast, term_least
from drawdown.rules.cost_shares import summed
from drawdown.rules.measures import rounded

WAYS = ("due", "place", "line", "carrier", "week")
MOST_PARTS = 5
MOST_LIMITS = 3


def explain_term(case: Case, subject: Subject) -> Explanation:
    """All of one term."""
    term, cents = subject.name, case.terms[subject.name]
    whole = sum(case.terms.values())
    facts: Facts = (("term", term), ("amount_cents", cents))
    in_plan = (Reason("term.amount", "", (*facts, ("of_share", cents / whole if whole else 0.0))),)
    parts = _parts(case, term)
    if not cents or term not in PRICED:
        return Explanation(subject, in_plan, parts=parts)
    least = _least(case, case.withdrawal, term)
    if least is None:
        return Explanation(subject, in_plan, untold=(Reason("untold.term"),), parts=parts)
    if not least.is_possible:
        return Explanation(subject, in_plan, (Reason("term.no_other"),), parts=parts)
    proven = (_proven(term, cents, least),)
    if not least.cents:
        return Explanation(subject, in_plan, proven, parts=parts)
    found = gains(
        _as_missing(least), remedies_for(case.question, least.binding), lambda x: _in(case, x, term)
    )
    said = gain_reasons(found, amounts=False)
    return Explanation(
        subject,
        in_plan,
        proven,
        tuple(limits_named(case.question, least.binding[:MOST_LIMITS])),
        remedies=tuple(reason for reason in said if reason.kind != "remedy.untried"),
        untold=tuple(reason for reason in said if reason.kind == "remedy.untried"),
        parts=parts,
    )


def _proven(term: str, cents: int, least: TermLeast) -> Reason:
    """Of which plans none has less: of all, or of those that leave no more and are no later."""
    facts: Facts = (
        ("term", term),
        ("least_cents", least.cents),
        ("of_share", least.cents / cents),
    )
    if not least.cents:
        return Reason("term.avoidable", "", facts)
    if term == "late":
        return Reason("term.least.late", "", facts)
    return Reason("term.least.held" if least.held else "term.least", "", facts)


def _least(case: Case, withdrawal: Withdrawal, term: str) -> TermLeast | None:
    """The least of a term; None without the time, which may end while a model is set up."""
    least = None
    with built_until(case.stop):
        least = term_least(withdrawal, term, case.terms, case.stop)
    return least


def _in(case: Case, withdrawal: Withdrawal, term: str) -> Least | None:
    """The least of a term in a changed withdrawal."""
    least = _least(case, withdrawal, term)
    return None if least is None or not least.is_possible else _as_missing(least)


def _as_missing(least: TermLeast) -> Least:
    """Cents that cannot be avoided, as something that must be missed."""
    return Least(float(least.cents), 0, 0, ceil(least.cents), ())


def _parts(case: Case, term: str) -> tuple[Part, ...]:
    """The dearest parts, each way of cutting it; a way that says nothing is left out."""
    own = [share for share in case.shares if share.term == term]
    parts: list[Part] = []
    for by in WAYS:
        sums = summed(own, by)
        whole = sum(sums.values())
        known = [(name, cents) for name, cents in sums.items() if name != "" and cents > 0]
        for name, cents in known[:MOST_PARTS]:
            parts.append(Part(by, str(name), rounded(cents), float(cents / whole)))
    return tuple(parts)
