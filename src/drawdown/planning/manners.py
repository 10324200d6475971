"""Plans without whole numbers: the dispatcher in one manner after another, alone and led."""

import random

from drawdown.planning.day_model import DayModel
from drawdown.planning.dispatcher import MANNERS, Dispatcher, varied
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, Minimise
from drawdown.planning.last_disposals import dispose_of_left
from drawdown.planning.led import (
    LED_MANNERS,
    Lead,
    LedDispatcher,
    lead_of,
)
from drawdown.planning.state import Planning

# Share of the time that the dispatcher may take with its manners.
DISPATCHER_SHARE = 0.08
MOST_DISPATCHER_SHARE = 0.3
# Up to this share of the time it may be led.
LED_SHARE = 0.3
# A led plan may cost so many times the best one's to be tried with disposals.
NEAR_BEST = 1.2
# Manners tried for a unit of effort where nothing better can be made of the model.
VARIED_MANNERS = 20


def dispatch_first(planning: Planning) -> None:
    """The first plan."""
    planning.tell("dispatch")
    planning.offer_in_manner(MANNERS[0], Dispatcher(planning.question, MANNERS[0]).plan())


def dispatch_others(planning: Planning) -> None:
    """The plans after the first, each in a manner of its own.

    Where people stay behind or are late in all so far, more of the time is taken for the others.
    """
    planning.tell("dispatch")
    for manner in MANNERS[1:]:
        assert planning.best is not None
        terms = planning.best.terms
        fails = terms["left_people"] or terms["late"]
        share = MOST_DISPATCHER_SHARE if fails else DISPATCHER_SHARE
        if planning.stopped() or planning.is_past(share):
            break
        planning.offer_in_manner(manner, Dispatcher(planning.question, manner).plan())


def led_by(planning: Planning, days: DayModel) -> Lead | None:
    """What a relaxed solution of a strict day model says; None where it is not found in time."""
    planning.tell("solve")
    seconds, _ = planning.limits.share(1.0, 1)
    job = Minimise(
        days.model.arrays(),
        Effort(seconds=seconds),
        relaxed=True,
        interior=True,
        seed=planning.seed,
    )
    solved = solve(job, stop=planning.stopped)
    return None if solved.x is None else lead_of(days, solved.x)


def dispatch_led(planning: Planning, lead: Lead) -> None:
    """Plans that follow it, more and less closely."""
    planning.tell("dispatch")
    for number, manner in enumerate(LED_MANNERS):
        if planning.stopped() or (number and planning.is_past(LED_SHARE)):
            return
        made = LedDispatcher(planning.question, lead, manner).plan()
        planning.offer_disposed(made, NEAR_BEST)


def vary(planning: Planning, share: float = 1.0) -> None:
    """Manners near the best one, for a share of the time."""
    assert planning.best is not None
    planning.offer(dispose_of_left(planning.question, planning.best.plan))
    chance = random.Random(planning.seed)
    _, tries = planning.limits.share(1.0, VARIED_MANNERS)
    while not planning.stopped() and not planning.is_past(share) and tries != 0:
        tries = None if tries is None else tries - 1
        assert planning.manner is not None
        manner = varied(planning.manner, chance)
        made = Dispatcher(planning.question, manner).plan()
        planning.offer_in_manner(manner, made, disposing=True)
