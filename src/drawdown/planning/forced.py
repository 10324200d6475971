"""What every plan must miss of one aim, what makes it so, and what each remedy cuts of it."""

from dataclasses import dataclass

from drawdown.model import Reason, Withdrawal
from drawdown.planning.case import Case
from drawdown.planning.gains import days_more, gain_reasons, gains
from drawdown.planning.least import Aim, Least, least_of_one
from drawdown.planning.limits_named import limits_named, zeros_that_bind
from drawdown.planning.question import Question
from drawdown.planning.remedies import remedies_for

MOST_LIMITS = 3


@dataclass(frozen=True, slots=True)
class Forced:
    """Limits that bind, what remedies buy, and which there was no time to try."""

    limits: tuple[Reason, ...]
    remedies: tuple[Reason, ...]
    untold: tuple[Reason, ...]


def least_of(case: Case, aim: Aim, withdrawal: Withdrawal | None = None) -> Least | None:
    """What every plan misses of an aim, or would in a changed withdrawal; None without the time."""
    whole = case.question if withdrawal is None else Question(withdrawal)
    of_model = case.model_question(aim, whole)
    if of_model is None:
        return None
    question, days = of_model
    return least_of_one(question, aim, case.stop, period_days=days)


def forced_by(case: Case, aim: Aim, least: Least) -> Forced:
    """Why ``least`` must be missed of an aim, and what would help."""
    remedies = [*days_more(case.question, (aim,)), *remedies_for(case.question, least.binding)]
    found = gains(least, remedies, lambda changed: least_of(case, aim, changed))
    said = gain_reasons(found, amounts=True)
    return Forced(
        (
            *zeros_that_bind(case.question, found),
            *limits_named(case.question, least.binding[:MOST_LIMITS]),
        ),
        tuple(reason for reason in said if reason.kind != "remedy.untried"),
        tuple(reason for reason in said if reason.kind == "remedy.untried"),
    )
