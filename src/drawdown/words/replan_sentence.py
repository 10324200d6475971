"""What is said of a plan in force that was changed: how much, what changes buy, who is told."""

from drawdown.model import BudgetPoint, Replanned, Told, Withdrawal
from drawdown.words.language import Language

MOST_LIFTS = 6


def replanned_sentences(language: Language, replanned: Replanned) -> list[str]:
    """How many lifts differ, which could not go as planned, and what a number of changes buys."""
    now, allowed, n = language.instant(replanned.now_utc), replanned.allowed, replanned.changed
    if not n and not replanned.broken:
        return [language.say("terminal", "replan.same", now=now)]
    if allowed is None:
        sentences = [language.say("terminal", "replan.head", n=n, now=now)]
    else:
        said = language.number(allowed)
        sentences = [language.say("terminal", "replan.head.allowed", n=n, now=now, allowed=said)]
    if replanned.broken:
        lifts = ", ".join(replanned.broken[:MOST_LIFTS])
        more = len(replanned.broken) - MOST_LIFTS
        if more > 0:
            lifts = language.say("terminal", "replan.more", n=more, lifts=lifts)
        count = len(replanned.broken)
        sentences.append(language.say("terminal", "replan.broken", n=count, lifts=lifts))
    if allowed is not None and allowed < replanned.forced:
        said = language.number(allowed)
        key = "replan.forced"
        sentences.append(language.say("terminal", key, n=replanned.forced, allowed=said))
    separator = language.say("terminal", "separator")
    points = separator.join(point_words(language, point) for point in replanned.budget)
    return [*sentences, language.say("terminal", "replan.price", points=points)]


def point_words(language: Language, point: BudgetPoint) -> str:
    """What one budget buys: ``3 changes: 2 days late, 8.54 M€``."""
    what = [late_words(language, point.late_days)] if not _stays(point) else []
    if point.people_left:
        left = language.count("person", point.people_left)
        what.append(language.say("terminal", "replan.left", what=left))
    if point.kg_left:
        left = language.tonnes(point.kg_left)
        what.append(language.say("terminal", "replan.left", what=left))
    key = "replan.point" if point.changes is not None else "replan.point.any"
    n = point.changed if point.changes is None else point.changes
    cost = language.money(point.cost_cents, 2)
    return language.say("terminal", key, n=n, what=", ".join(what), cost=cost)


def _stays(point: BudgetPoint) -> bool:
    return bool(point.people_left or point.kg_left)


def late_words(language: Language, days: int | None) -> str:
    """``on time``, ``2 days late``."""
    if days is None:
        return language.say("terminal", "replan.never")
    if days <= 0:
        return language.say("terminal", "replan.on_time")
    return language.say("terminal", "replan.late", n=days)


def told_row(language: Language, withdrawal: Withdrawal, told: Told) -> tuple[str, ...]:
    """One place or fleet: who it is, and its lifts that are dropped, added and changed."""
    names = language.names(withdrawal)
    who = names.place(told.name)
    if told.kind == "fleet":
        tails = ", ".join(language.number(tail) for tail in told.tails)
        who = told.name
        if tails:
            n = len(told.tails)
            who = language.say("terminal", "replan.tails", n=n, fleet=told.name, tails=tails)
    return (who, *(lifts_words(language, of) for of in (told.dropped, told.added, told.changed)))


def lifts_words(language: Language, lifts: tuple[str, ...]) -> str:
    """The names of some lifts, the first of many."""
    said = ", ".join(lifts[:MOST_LIFTS]) or "–"
    more = len(lifts) - MOST_LIFTS
    return language.say("terminal", "replan.more", n=more, lifts=said) if more > 0 else said
