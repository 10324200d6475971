"""What each remedy buys: the relaxed day model solved again with one thing changed.

What it still misses, every plan of the changed withdrawal misses; that is proven. That a plan
misses no more is not: the model is a relaxation.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from drawdown.model import Reason, Withdrawal
from drawdown.planning.dates import longer, moved
from drawdown.planning.least import Aim, Least
from drawdown.planning.question import Question
from drawdown.planning.remedies import Remedy

# Less than this is no gain but the engine's noise.
LEAST_GAIN = 0.005
# Models that are solved side by side, each in a process of its own.
AT_ONCE = 2
# So many days more are tried on the dates.
DAYS_MORE = (7, 14)
Solve = Callable[[Withdrawal], Least | None]


@dataclass(frozen=True, slots=True)
class Gain:
    """A remedy, what must be missed with it, and the share of what must be missed that it cuts."""

    remedy: Remedy
    least: Least
    share: float


@dataclass(frozen=True, slots=True)
class Gains:
    """Remedies that cut something, the best first; that change nothing; that were not tried."""

    ranked: tuple[Gain, ...] = ()
    nothing: tuple[Remedy, ...] = ()
    untried: tuple[Remedy, ...] = ()


def days_more(question: Question, aims: tuple[Aim, ...]) -> list[Remedy]:
    """A week and two more on the date of an aim; of several aims on all dates."""
    withdrawal = question.withdrawal
    return [
        Remedy(
            "days", (str(n),),
            (moved(withdrawal, aims[0], n) if len(aims) == 1 else longer(withdrawal, n),),
        )
        for n in DAYS_MORE
    ]  # fmt: skip


def gains(forced: Least, remedies: Iterable[Remedy], solve: Solve) -> Gains:
    """Solve each remedy, in their order; what ``solve`` has no time for is untried."""
    tried = list(remedies)
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        leasts = list(pool.map(lambda remedy: _best(remedy, solve), tried))
    ranked, nothing, untried = [], [], []
    for remedy, least in zip(tried, leasts, strict=True):
        if least is None:
            untried.append(remedy)
            continue
        share = 1 - least.value / forced.value
        if share < LEAST_GAIN and not least.is_nothing:
            nothing.append(remedy)
        else:
            ranked.append(Gain(remedy, least, 1.0 if least.is_nothing else min(share, 1.0)))
    ranked.sort(key=lambda gain: -gain.share)
    return Gains(tuple(ranked), tuple(nothing), tuple(untried))


def _best(remedy: Remedy, solve: Solve) -> Least | None:
    """What must be missed with the best way to make a remedy; None if one was not solved."""
    leasts = []
    for withdrawal in remedy.withdrawals:
        least = solve(withdrawal)
        if least is None:
            return None
        leasts.append(least)
    return min(leasts, key=lambda least: least.value)


def gain_reasons(found: Gains, *, amounts: bool) -> list[Reason]:
    """A reason for each remedy that cuts something; one for all that change nothing.

    ``amounts`` says whether what is still missing can be told: not for several dues together.
    """
    reasons = [_reason(gain, amounts) for gain in found.ranked]
    for kind, remedies in (("remedy.nothing", found.nothing), ("remedy.untried", found.untried)):
        if remedies:
            keys = ";".join(remedy.key for remedy in remedies)
            reasons.append(Reason(kind, "", (("remedies", keys), ("n", len(remedies)))))
    return reasons


def _reason(gain: Gain, amounts: bool) -> Reason:
    least, share = gain.least, round(gain.share, 4)
    remedy = (("remedies", gain.remedy.key), ("gain_share", share))
    if least.is_nothing:
        return Reason("remedy.enough", "", remedy)
    if not amounts:
        return Reason("remedy.cut", "", remedy)
    what = (("what_people", least.people), ("what_kg", least.kg), ("what_count", least.count))
    return Reason("remedy.cut.to", "", (*remedy, *what))
