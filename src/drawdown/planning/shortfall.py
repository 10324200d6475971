"""Why something is late or left."""

from drawdown.model import Plan, Reason
from drawdown.planning.question import Question


def reasons_for(question: Question, plan: Plan, short: bool, hurried: bool) -> tuple[Reason, ...]:
    return ()
