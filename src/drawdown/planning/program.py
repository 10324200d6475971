"""From the day model's lifts to a timetable, and from a timetable with loads to a plan."""

import math
from collections import Counter, defaultdict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from drawdown.model import Disposal, Lift, Load, Mode, Plan
from drawdown.planning.day_model import DayModel
from drawdown.planning.mend import mended
from drawdown.planning.question import MINUTES_PER_DAY, Question, Run
from drawdown.planning.sequence import Asked, Sequence
from drawdown.planning.timetable import TailKey, Timed, Timetable
from drawdown.rules.steps import day_of

# How often a timetable is made anew so that the last lifts of a place go in one wave.
MOST_WAVES = 3
# By how many days at the most a lift is brought forward that finds no time before the end.
MOST_DAYS_EARLIER = 8
# A smaller part of a lift than this is not worth one.
WORTH_A_LIFT = 0.1


class Wanted(NamedTuple):
    """A loaded lift wanted on a day; ``is_cargo`` if it is for what bars passengers.

    ``run_index`` is the number of its run in ``Question.runs``.
    """

    day: int
    run_index: int
    is_cargo: bool


def wanted_lifts(days: DayModel, x: NDArray[np.float64]) -> list[Wanted]:
    """The loaded lifts of a solution of the day model, day by day; of a period spread over it."""
    wanted: list[Wanted] = []
    for (index, period), column in days.lift.items():
        lifts = round(x[column])
        cargo = round(x[days.cargo[index, period]]) if (index, period) in days.cargo else 0
        on = days.periods.days(period)
        for number in range(lifts):
            day = on[number * len(on) // lifts]
            wanted.append(Wanted(day, index, number >= lifts - cargo))
    return sorted(wanted)


def lifts_in_time(days: DayModel, x: NDArray[np.float64]) -> list[Wanted]:
    """Whole lifts on the days by which a relaxed solution needs more than there are so far."""
    wanted: list[Wanted] = []
    needed: Counter[int] = Counter()
    for index, period in sorted(days.lift):
        on = days.periods.days(period)
        for day in on:
            before = max(0, math.ceil(needed[index] - WORTH_A_LIFT))
            needed[index] += x[days.lift[index, period]] / len(on)
            after = max(0, math.ceil(needed[index] - WORTH_A_LIFT))
            wanted += [Wanted(day, index, False)] * (after - before)
    return sorted(wanted)


def timetable_of(
    question: Question, wanted: list[Wanted]
) -> tuple[Timetable, frozenset[int], dict[int, int]]:
    """Clock times and tails for the lifts wanted, each as early on its day as can be.

    A lift that finds no time on its day takes the first after it. If there is none by the end, it
    is tried a day earlier, and then another; at last it is left out. Those of a place's last day
    wait for one another, to go in one wave. With the positions of the lifts that are for what bars
    passengers, and for each position the number of the lift in ``wanted``.
    """
    days = [lift.day for lift in wanted]
    for _ in range(MOST_DAYS_EARLIER):
        booked = _booked(question, wanted, days, {})
        left_out = set(range(len(wanted))) - set(booked[2].values())
        if not left_out:
            break
        for number in left_out:
            days[number] = max(0, days[number] - 1)
    else:
        booked = _booked(question, wanted, days, {})
    waits: dict[int, int] = {}
    for _ in range(MOST_WAVES):
        more = _waits_for_wave(question, wanted, booked[0], booked[2])
        if not more:
            break
        waits |= more
        again = _booked(question, wanted, days, waits)
        if len(again[2]) < len(booked[2]):
            break
        booked = again
    return booked


Booked = tuple[Timetable, frozenset[int], dict[int, int]]


def _booked(
    question: Question, wanted: list[Wanted], days: list[int], waits: dict[int, int]
) -> Booked:
    """The lifts in the order of their days; those that wait load no earlier than they should.

    Where some are late they are mended. In a crowd that may make others later still: what is least
    late of the two counts.
    """
    order = sorted(
        range(len(wanted)),
        key=lambda n: (days[n], not wanted[n].is_cargo, wanted[n].run_index),
    )
    asked = []
    for number in order:
        lift = wanted[number]
        runs = question.of_any_fleet(question.runs[lift.run_index])
        not_before = waits.get(number, days[number] * MINUTES_PER_DAY)
        asked.append(Asked(number, runs, lift.day, not_before))
    sequence = _entered(question, asked, mending=False)
    if any(sequence.lateness()):
        mended_one = _entered(question, asked, mending=True)
        sequence = min(sequence, mended_one, key=Sequence.lateness)
    number_of = sequence.positions()
    cargo = frozenset(i for i, number in number_of.items() if wanted[number].is_cargo)
    return sequence.timetable, cargo, number_of


def _entered(question: Question, asked: list[Asked], *, mending: bool) -> Sequence:
    sequence = Sequence(Timetable(question), len(asked), mending=mending)
    for one in asked:
        sequence.enter(one)
    return sequence


def _waits_for_wave(
    question: Question, wanted: list[Wanted], timetable: Timetable, number_of: dict[int, int]
) -> dict[int, int]:
    """Lifts of a place's last day that leave before its last wave begins, and when that is."""
    last_day: dict[str, int] = {}
    closing: dict[str, int] = {}
    for position, number in number_of.items():
        timed = timetable.entered[position][1]
        origin = timed.run.origin
        last_day[origin] = max(last_day.get(origin, 0), wanted[number].day)
        closing[origin] = max(closing.get(origin, 0), timed.depart)
    waits: dict[int, int] = {}
    for position, number in number_of.items():
        timed = timetable.entered[position][1]
        place = question.place[timed.run.origin]
        wave = closing[place.name] - place.last_wave_min
        goes_last = wanted[number].day == last_day[place.name]
        # Where nobody has to stay until the last lift, nobody waits for it.
        goes_last &= place.name in question.floors_at
        # Without a wave only those who hold the floors wait: what carries nobody may go before.
        goes_last &= place.last_wave_min > 0 or timed.run.carrier.seats > 0
        if goes_last and timed.depart < wave:
            waits[number] = wave - timed.run.carrier.load_min
    return waits


def timetable_as_planned(question: Question, plan: Plan) -> Timetable:
    """The lifts of a plan in its order and at its times; it is not for entering more."""
    timetable = Timetable(question)
    for lift in plan.lifts:
        depart, arrive = question.minute(lift.depart_utc), question.minute(lift.arrive_utc)
        run = question.runs[_run_number(question, lift)]
        timed = Timed(run, bool(lift.loads), depart, arrive)
        assert lift.tail is not None
        timetable.entered.append(((lift.fleet, lift.tail), timed))
    return timetable


def wanted_as_planned(question: Question, lift: Lift) -> Wanted:
    """What is wanted of a loaded lift of a plan."""
    number = _run_number(question, lift)
    mode = question.runs[number].mode
    lines = [question.line[load.line] for load in lift.loads]
    is_cargo = any(question.bars_passengers(line, mode) for line in lines)
    day = day_of(question.minute(lift.depart_utc))
    return Wanted(day, number, is_cargo)


def _run_number(question: Question, lift: Lift) -> int:
    return question.number_of_run[lift.fleet, lift.origin, lift.destination]


def loaded_entries(timetable: Timetable) -> dict[int, Timed]:
    """The loaded runs of a timetable by their position in it."""
    return {i: timed for i, (_, timed) in enumerate(timetable.entered) if timed.loaded}


def plan_of(
    timetable: Timetable, loads: dict[int, tuple[Load, ...]], disposals: tuple[Disposal, ...]
) -> Plan:
    """The plan, without the empty runs that its loads do not need, mended if it breaks a rule."""
    keep = _needed(timetable, loads)
    order = sorted(keep, key=lambda i: (timetable.entered[i][1].depart, timetable.entered[i][0], i))
    width = max(3, len(str(len(order))))
    lifts = []
    for number, index in enumerate(order, start=1):
        (fleet, tail), timed = timetable.entered[index]
        lifts.append(
            Lift(
                name=f"L{number:0{width}d}",
                fleet=fleet,
                tail=tail,
                origin=timed.run.origin,
                destination=timed.run.destination,
                depart_utc=timetable.question.instant(timed.depart),
                arrive_utc=timetable.question.instant(timed.arrive),
                loads=loads.get(index, ()),
            )
        )
    return mended(timetable.question, Plan(tuple(lifts), disposals))


def _needed(timetable: Timetable, loads: dict[int, tuple[Load, ...]]) -> set[int]:
    """Positions of the runs that carry something or bring a tail to where it does."""
    by_tail: dict[TailKey, list[int]] = defaultdict(list)
    for index, (key, _) in enumerate(timetable.entered):
        by_tail[key].append(index)
    needed: set[int] = set()
    for indices in by_tail.values():
        indices.sort(key=lambda i: timetable.entered[i][1].depart)
        needed.update(_without_round_trips(timetable, indices, loads))
    return needed


def _without_round_trips(
    timetable: Timetable, indices: list[int], loads: dict[int, tuple[Load, ...]]
) -> list[int]:
    """A tail's runs without empty ones that only lead back to where it was, or end its work."""
    kept: list[int] = []
    for index in indices:
        kept.append(index)
        run = timetable.entered[index][1].run
        for back in range(len(kept) - 1, -1, -1):
            if loads.get(kept[back]):
                break
            begins = timetable.entered[kept[back]][1].run
            if begins.origin == run.destination and _may_wait(timetable.question, begins):
                del kept[back:]
                break
    while kept and not loads.get(kept[-1]):
        last = timetable.entered[kept[-1]][1].run
        if not _may_wait(timetable.question, last):
            break
        kept.pop()
    return kept


def _may_wait(question: Question, run: Run) -> bool:
    """Whether a tail may stand as long as it likes where the run begins."""
    if run.mode is not Mode.AIR or run.origin == run.fleet.base:
        return True
    return question.place[run.origin].parking_mog is None
