"""What one unit of a line costs: on a lift, disposed of, at a place, or left. In euros.

Nights are priced by when a unit leaves: what it costs at a place is counted from the start of the
withdrawal to its departure.
"""

from drawdown.model import DisposalOption, Line, Mode
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.planning.timetable import Timed


def take_eur(question: Question, line: Line, timed: Timed) -> float:
    """One unit on a lift: its time where it was, less that counted before it came.

    For one that comes to a place by lift the time before its arrival is taken off.
    """
    run = timed.run
    cost = stay_eur(question, line, run.origin, timed.depart)
    if run.destination != line.destination or run.destination in question.in_country:
        cost -= stay_eur(question, line, run.destination, timed.arrive)
    if line.is_people:
        if run.origin in question.in_country and (
            run.mode is Mode.ROAD or run.destination in question.in_country
        ):
            nights = _nights(question, timed.depart) - _nights(question, timed.arrive)
            cost += nights * _nightly_eur(question, run.origin)
    else:
        cost += question.withdrawal.prices.handling_per_t * line.unit_mass_kg / 100_000
    return cost


def give_eur(question: Question, line: Line, option: DisposalOption, minute: int) -> float:
    """One unit that is disposed of at its origin at a minute: what that costs, and its time."""
    return disposal_eur(line, option) + stay_eur(question, line, line.origin, minute)


def disposal_eur(line: Line, option: DisposalOption) -> float:
    """One unit that is disposed of: the value lost, and what it costs."""
    lost = line.value_cents * option.value_lost_percent / 100
    return (lost + line.unit_mass_kg * option.cost_cents_per_t / 1000) / 100


def stay_eur(question: Question, line: Line, place: str, until: int) -> float:
    """One unit at a place from when it can be there ``until`` a minute at which it leaves."""
    prices = question.withdrawal.prices
    dues = _dues(question, line, place)
    come = question.there_from(line) if place == line.origin else 0
    if line.is_people:
        nights = _nights(question, come) - _nights(question, max(come, until))
        late = sum(
            _nights(question, max(due, come)) - _nights(question, max(due, until)) for due in dues
        )
        each = prices.late_person_per_night / 100
        return nights * _nightly_eur(question, place) + late * each
    late = sum(_nights(question, due) - _nights(question, max(due, until)) for due in dues)
    return late * prices.late_t_per_night * line.unit_mass_kg / 100_000


def left_eur(question: Question, line: Line, place: str) -> float:
    """One unit that is left at a place."""
    prices = question.withdrawal.prices
    if line.is_people:
        # To the night that ends with the end, that one included.
        stay = stay_eur(question, line, place, question.end_min + 1)
        return stay + prices.left_person / 100
    return prices.left_kg[line.priority - 1] * line.unit_mass_kg / 100


def _dues(question: Question, line: Line, place: str) -> list[int]:
    """The minutes by which a unit of the line should have left a place."""
    at = question.place[place]
    dues = []
    if at.handover_utc is not None:
        dues.append(question.minute(at.handover_utc))
    if at.in_country:
        dues.append(question.deadline_min)
    if place == line.origin and line.latest_utc is not None:
        dues.append(question.minute(line.latest_utc))
    return dues


def _nights(question: Question, since: int) -> int:
    """Nights at or after a minute, up to the end."""
    first = max(1, -(-since // MINUTES_PER_DAY))
    return max(0, question.days - first + 1)


def _nightly_eur(question: Question, place: str) -> float:
    """The price of a person's night at a place."""
    at = question.place[place]
    if not at.in_country:
        return 0.0
    return question.withdrawal.prices.exposure_per_person_night * at.threat_percent / 10_000
