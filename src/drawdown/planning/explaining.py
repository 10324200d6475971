"""Explains a plan of any author: one thing in it, or what is worst in it."""

from collections.abc import Callable

from drawdown.model import Explanation, Plan, Subject, Withdrawal
from drawdown.planning.case import Case
from drawdown.planning.engine import end_engines
from drawdown.planning.explain_due import explain_due
from drawdown.planning.explain_line import explain_line
from drawdown.planning.explain_term import explain_term
from drawdown.planning.missed import missed_by
from drawdown.rules.cost_shares import summed

WORST = 3
DATES = ("milestone", "handover", "deadline")


def explain_plan(
    withdrawal: Withdrawal,
    plan: Plan,
    subject: Subject | None = None,
    *,
    seconds: float,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[Explanation, ...]:
    """Explain one thing in a plan; without a subject its three worst, the worst first.

    What is not computed in so many seconds is said not to be.
    """
    case = Case(withdrawal, plan, seconds, stop)
    try:
        if subject is not None:
            return (_explained(case, subject),)
        worst = worst_of(case)
        # Each has an equal part of the time; what one does not need the next ones have.
        return tuple(
            _explained(case.within(1 / (len(worst) - number)), each)
            for number, each in enumerate(worst)
        )
    finally:
        end_engines()


def _explained(case: Case, subject: Subject) -> Explanation:
    if subject.kind in DATES:
        return explain_due(case, subject)
    if subject.kind == "line":
        return explain_line(case, subject)
    return explain_term(case, subject)


def worst_of(case: Case) -> tuple[Subject, ...]:
    """The dearest of the dates that are missed and the lines left; then the dearest terms."""
    late = summed((x for x in case.shares if x.term == "late"), "due")
    left = summed((x for x in case.shares if x.term in ("left_people", "left_things")), "line")
    cents = {
        Subject(x.aim.kind, x.aim.name): late.get(f"{x.aim.kind}:{x.aim.name}", 0)
        for x in missed_by(case.withdrawal, case.plan)
        if x.aim.kind in DATES
    }
    cents |= {Subject("line", str(name)): price for name, price in left.items()}
    worst = sorted(cents, key=lambda subject: -cents[subject])
    terms = sorted(case.terms, key=lambda term: -case.terms[term])
    avoided = {"late", "left_people", "left_things"} if worst else set()
    worst += [Subject("term", term) for term in terms if case.terms[term] and term not in avoided]
    return tuple(worst[:WORST])
