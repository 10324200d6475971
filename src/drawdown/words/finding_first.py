"""The first sentence of every screen and paper about a plan: what it comes to, with the figure."""

from collections.abc import Iterator
from datetime import datetime

from drawdown.model import Lift, MilestoneReached, Mode, Outcome, Plan, Withdrawal
from drawdown.words.dates import slack_days
from drawdown.words.language import Language
from drawdown.words.milestone_title import milestone_title
from drawdown.words.names import Names

UNTOLD = "untold."


def opening_sentence(language: Language, withdrawal: Withdrawal, outcome: Outcome) -> str:
    """When all are out, against the deadline, what stays, which dates are missed, and why.

    "Everyone is out by 24 August 2024, 22 days before the deadline. 74 t stay, 3% of all things."
    """
    sentences = [closing_sentence(language, withdrawal, outcome.plan)]
    sentences += staying_sentence(language, withdrawal, outcome.plan)
    missed = missed_dates(withdrawal, outcome)
    sentences += missed_sentence(language, withdrawal, missed)
    # What there was no time to compute is said with the other reasons, not first.
    reasons = [reason for reason in outcome.reasons if not reason.kind.startswith(UNTOLD)]
    if reasons and (missed or is_short(withdrawal, outcome.plan)):
        sentences.append(language.reason(reasons[0], withdrawal))
    return " ".join(sentences)


def closing_sentence(language: Language, withdrawal: Withdrawal, plan: Plan) -> str:
    """When the last of those who leave is out, and who does not leave."""
    people, kg = staying(withdrawal, plan)
    person, thing = last_out(withdrawal, plan), last_thing_gone(withdrawal, plan)
    last = person or thing
    facts: dict[str, str | int] = {
        "deadline": language.limit_date(withdrawal.deadline_utc),
        "end": language.limit_date(withdrawal.end_utc),
        "people": language.count("person", people),
        "n": people,
    }
    if people:
        at_deadline = withdrawal.end_utc == withdrawal.deadline_utc
        key = "opening.people_stay.to_deadline" if at_deadline else "opening.people_stay"
        return language.say("terminal", key, **facts)
    if last is None:
        return language.say("terminal", "opening.nobody_moves", **facts)
    things_stay = kg or disposed_kg(withdrawal, plan)
    things_stay = things_stay or (thing is not None and slack_days(thing, last) > 0)
    subject = "things" if person is None else "everyone" if things_stay else "all"
    before = slack_days(withdrawal.deadline_utc, last)
    facts |= {"date": language.by_date(last)}
    if before == 0:
        return language.say("terminal", f"opening.{subject}.on_time", **facts)
    side = "early" if before > 0 else "late"
    return language.say("terminal", f"opening.{subject}.{side}", **facts | {"n": abs(before)})


def staying_sentence(language: Language, withdrawal: Withdrawal, plan: Plan) -> list[str]:
    """What becomes of the things; where all go, when the last does, if that is after the people."""
    _, kg = staying(withdrawal, plan)
    disposed = disposed_kg(withdrawal, plan)
    whole = sum(line.mass_kg for line in withdrawal.lines if not line.is_people)
    facts = {
        "taken": language.tonnes(whole - kg - disposed, decimals=0),
        "disposed": language.tonnes(disposed, decimals=0),
        "mass": language.tonnes(kg, decimals=0),
    }
    if kg:
        key = "opening.things_stay.disposed" if disposed else "opening.things_stay"
        return [language.say("terminal", key, **facts, share=language.share(kg / whole))]
    sentences = [language.say("terminal", "opening.things_out", **facts)] if disposed else []
    last = last_thing_gone(withdrawal, plan)
    people_out = last_out(withdrawal, plan)
    if last is None or people_out is None or slack_days(last, people_out) <= 0:
        return sentences
    late = -slack_days(withdrawal.deadline_utc, last)
    key = "opening.things_late" if late > 0 else "opening.things_later"
    return [*sentences, language.say("terminal", key, date=language.by_date(last), n=late)]


def missed_dates(withdrawal: Withdrawal, outcome: Outcome) -> list[MilestoneReached]:
    """Milestones and handovers that are not kept, the worst first; the deadline is said before."""
    known = {milestone.name for milestone in withdrawal.milestones}
    known |= {place.name for place in withdrawal.places if place.handover_utc is not None}
    missed = [stone for stone in outcome.milestones if not stone.met and stone.name in known]
    return sorted(missed, key=lambda stone: (stone.reached_utc is not None, -lateness(stone)))


def lateness(stone: MilestoneReached) -> float:
    """Seconds after its due; none where it is never reached."""
    return (stone.reached_utc - stone.due_utc).total_seconds() if stone.reached_utc else 0.0


def missed_sentence(
    language: Language, withdrawal: Withdrawal, missed: list[MilestoneReached]
) -> list[str]:
    """The date that is missed, or how many and the worst of them."""
    if not missed:
        return []
    worst, n = missed[0], len(missed)
    title = milestone_title(language, withdrawal, worst)
    if worst.reached_utc is None:
        return [language.say("terminal", "opening.never", title=title, n=n)]
    days = -slack_days(worst.due_utc, worst.reached_utc)
    late = language.count("day", days) if days else language.duration(lateness(worst) / 60)
    return [language.say("terminal", "opening.missed", title=title, late=late, n=n)]


def is_short(withdrawal: Withdrawal, plan: Plan) -> bool:
    """Whether somebody or something stays, or is out only after the deadline."""
    moments = (last_out(withdrawal, plan), last_thing_gone(withdrawal, plan))
    late = any(moment and moment > withdrawal.deadline_utc for moment in moments)
    return late or any(staying(withdrawal, plan))


def last_out(withdrawal: Withdrawal, plan: Plan) -> datetime | None:
    """The instant at which the last person leaves the country; None if nobody does."""
    names = Names(withdrawal)
    return max(
        (at for lift, at in lifts_out(withdrawal, plan) if carries(names, lift, people=True)),
        default=None,
    )


def last_thing_gone(withdrawal: Withdrawal, plan: Plan) -> datetime | None:
    """The instant at which the last thing leaves the country or is disposed of in it."""
    names = Names(withdrawal)
    gone = [at for lift, at in lifts_out(withdrawal, plan) if carries(names, lift, people=False)]
    gone += [
        disposal.at_utc
        for disposal in plan.disposals
        if disposal.place in names.places and names.places[disposal.place].in_country
    ]
    return max(gone, default=None)


def lifts_out(withdrawal: Withdrawal, plan: Plan) -> Iterator[tuple[Lift, datetime]]:
    """Lifts out of the country, each with the instant at which it takes its load out."""
    inside = {place.name for place in withdrawal.places if place.in_country}
    mode = {carrier.name: carrier.mode for carrier in withdrawal.carriers}
    by_road = {fleet.name for fleet in withdrawal.fleets if mode.get(fleet.carrier) is Mode.ROAD}
    for lift in plan.lifts:
        if lift.origin in inside and lift.destination not in inside:
            yield lift, lift.arrive_utc if lift.fleet in by_road else lift.depart_utc


def carries(names: Names, lift: Lift, people: bool) -> bool:
    """Whether people (or things) are on board."""
    return any(load.count and names.is_people(load.line) is people for load in lift.loads)


def disposed_kg(withdrawal: Withdrawal, plan: Plan) -> int:
    """The mass of the things that are disposed of in the country."""
    names = Names(withdrawal)
    return sum(
        disposal.count * names.lines[disposal.line].unit_mass_kg
        for disposal in plan.disposals
        if disposal.line in names.lines
        and disposal.place in names.places
        and names.places[disposal.place].in_country
    )


def staying(withdrawal: Withdrawal, plan: Plan) -> tuple[int, int]:
    """People, and kg of things, that the plan leaves in the country."""
    names = Names(withdrawal)
    people = kg = 0
    for left in plan.left or ():
        place, line = names.places.get(left.place), names.lines.get(left.line)
        if line is None or (place is not None and not place.in_country):
            continue
        if line.is_people:
            people += left.count
        else:
            kg += left.count * line.unit_mass_kg
    return people, kg
