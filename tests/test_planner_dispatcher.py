"""What the dispatcher once did wrong: lifts that waited for ever, people left for a way shut."""

from dataclasses import replace
from pathlib import Path

from oracle.tiny_cases import DAY, HOME, PEOPLE, PLAIN, SITE, START, THINGS

from drawdown import read
from drawdown.planning.dispatcher import MANNERS, Dispatcher, Manner
from drawdown.planning.question import Question
from drawdown.rules import left

EXAMPLES = Path(__file__).parent.parent / "examples"
DAYS = 40
LONG = replace(PLAIN, deadline_utc=START + DAYS * DAY, end_utc=START + DAYS * DAY)


def test_a_lift_that_takes_all_that_a_dock_can_handle_waits_no_longer():
    docked = replace(SITE, handling_kg_per_day=1000)
    withdrawal = replace(LONG, places=(docked, HOME), lines=(replace(THINGS, count=5),))
    made = Dispatcher(Question(withdrawal), Manner(0.9, 3)).plan()
    loaded = [lift for lift in made.lifts if lift.loads]
    assert len(loaded) == 5 and not left(withdrawal, made)
    assert max(lift.depart_utc for lift in loaded) < START + 10 * DAY


def test_the_last_leave_while_there_is_time_to_go_on_from_a_hub():
    """Douentza and Mopti are handed over at once: Mopti is a way out until a day before."""
    withdrawal = read(EXAMPLES / "minusma-2023")
    made = Dispatcher(Question(withdrawal), MANNERS[0]).plan()
    people = {line.name for line in withdrawal.lines if line.is_people}
    assert not any(entry.line in people for entry in left(withdrawal, made))


def test_a_lift_waits_for_more_while_it_can():
    """Early in the pressing days a lift with next to nothing does not go."""
    later = replace(THINGS, ready_utc=START + (DAYS - 1) * DAY)
    withdrawal = replace(LONG, lines=(replace(PEOPLE, count=1), later))
    made = Dispatcher(Question(withdrawal), Manner(0.9, 30)).plan()
    first = next(lift for lift in made.lifts if lift.loads)
    assert first.depart_utc > START + (DAYS - 25) * DAY
