"""One plain sentence for a finding: where, when, how much, against which limit, which lifts.

The catalogue ``findings`` holds what is peculiar to a rule: ``3 aircraft are worked at once, the
limit is 2``. Place, time and lifts stand around it in the same way for every rule. A rule may
have several entries, ``handling.kg`` and ``handling.people``, chosen by the unit.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from drawdown.model import Finding
from drawdown.words.catalogue import template
from drawdown.words.facts import quantity, spoken_facts, spoken_instant
from drawdown.words.names import Names

if TYPE_CHECKING:
    from drawdown.words.language import Language

DAY = timedelta(days=1)
# Units that are counted, and the noun of ``counts.po`` for each.
NOUNS = {
    "people": "person",
    "pieces": "piece",
    "units": "unit",
    "lifts": "lift",
    "runs": "run",
    "tails": "tail",
    "spots": "spot",
    "positions": "position",
    "sites": "site",
    "seats": "seat",
    "beds": "bed",
}
# Where the limit is counted in something else than what is measured.
LIMIT_UNITS = {"within_seats": "seats", "beds": "beds"}
# Facts whose value, or whose being there, chooses among the sentences of a rule.
CHOOSING_FACTS = ("why", "doing", "what", "side", "basis", "second")
# Rules whose time is a date to be kept: shown as the day that it ends.
DATED = frozenset(
    (
        "leave_by_latest", "empty_by_handover", "milestones_met", "out_by_deadline",
        "helpers_go_out", "nothing_left", "left_declared",
    )
)  # fmt: skip
MOST_NAMED = 6
# What stands before a sentence, and may have been said already.
PLACE, TIME = "place", "time"


def finding_sentence(
    language: "Language", finding: Finding, names: Names, said: Collection[str] = ()
) -> str:
    """``Niamey, 29 Jun 2210Z to 2345Z: 3 aircraft spots are worked at once, the limit is 2 …``

    ``said`` is what the reader knows already, of ``PLACE`` and ``TIME``.
    """
    entry = template(language.code, "findings", key_of(language, finding))
    facts = finding_facts(language, finding, names)
    core = language.fill(entry, facts, plural_by="measured_number")
    where = prefix(language, finding, names, said)
    text = where + core if where else core[:1].upper() + core[1:]
    text += suffix(language, finding)
    # French short months end with a full stop of their own.
    return text if text.endswith(".") else text + "."


def key_of(language: "Language", finding: Finding) -> str:
    """The rule's entry that fits the finding best: by a fact, by the unit, or the plain one."""
    variants = [str(value) for name, value in finding.facts if name in CHOOSING_FACTS]
    variants += [name for name, _ in finding.facts] + [finding.unit]
    variants += ["open_ended"] if finding.until_utc is None else []
    keys = (f"{finding.rule}.{variant}" for variant in variants)
    return next((key for key in keys if language.knows("findings", key)), finding.rule)


def finding_facts(
    language: "Language", finding: Finding, names: Names
) -> dict[str, str | int | float]:
    """All that a sentence on this finding may use, by the name of the field."""
    measured, limit = measured_and_limit(language, finding, names)
    lines = [names.line(line) for line in finding.lines]
    facts: dict[str, str | int | float] = {
        "measured_number": 0 if finding.measured is None else finding.measured,
        "limit_number": 0 if finding.limit is None else finding.limit,
        "measured": measured,
        "limit": limit,
        "place": names.place(finding.place),
        "line": lines[0] if lines else "",
        "lines": language.listed(lines),
        "what": people_and_mass(language, finding),
        "span": span(language, finding),
        "hours": hours(language, finding),
    }
    return facts | spoken_facts(language, finding.facts, names)


def measured_and_limit(language: "Language", finding: Finding, names: Names) -> tuple[str, str]:
    """Both with their unit; with finer units where rounding would make them the same."""
    unit = exact_unit(finding, names)
    # Where more are taken than there are, the judge counts on below zero; nobody else does.
    present = finding.measured
    if finding.rule == "floors_hold" and present is not None:
        present = max(0, present)
    measured = spoken_amount(language, present, unit)
    limit = spoken_amount(language, finding.limit, LIMIT_UNITS.get(finding.rule, unit))
    if measured == limit and finding.measured != finding.limit and unit == "kg":
        return language.kg(finding.measured or 0), language.kg(finding.limit or 0)
    return measured, limit


def exact_unit(finding: Finding, names: Names) -> str:
    """``people`` or ``pieces`` for units of one kind of line."""
    kinds = {names.is_people(line) for line in finding.lines}
    if finding.unit != "units" or len(kinds) != 1:
        return finding.unit
    return {True: "people", False: "pieces", None: "units"}[kinds.pop()]


def spoken_amount(language: "Language", value: float | None, unit: str) -> str:
    """A measured value or a limit with its unit: ``38.5 t``, ``3 people``, ``3 h 20 min``."""
    if value is None:
        return ""
    if unit == "kg":
        return language.tonnes(value)
    if unit == "min":
        return language.duration(value)
    if unit in ("m", "km"):
        return quantity(language, value, unit)
    if unit in NOUNS:
        return language.count(NOUNS[unit], value)
    return language.spoken(value)


def people_and_mass(language: "Language", finding: Finding) -> str:
    """``12 people and 3.4 t``, of the facts ``people`` and ``kg``; what is nothing is left out."""
    facts = dict(finding.facts)
    people, kg = facts.get("people"), facts.get("kg")
    said = [language.count("person", people)] if isinstance(people, int) and people else []
    said += [language.tonnes(kg)] if isinstance(kg, int) and kg else []
    return language.listed(said)


def span(language: "Language", finding: Finding) -> str:
    """``from 1 Jun to 5 Aug``, of two facts ``…from_utc`` and ``…until_utc`` or of one of them."""
    ends = {
        end: spoken_instant(language, name, value)
        for name, value in finding.facts
        for end in ("from_utc", "until_utc")
        if name.endswith(f"_{end}") and isinstance(value, datetime)
    }
    begin, end = ends.get("from_utc", ""), ends.get("until_utc", "")
    if not ends:
        return ""
    key = "span.both" if begin and end else "span.from" if begin else "span.until"
    return language.say("findings", key, begin=begin, end=end)


def hours(language: "Language", finding: Finding) -> str:
    """``0600 to 1800 (Africa/Niamey)``, of the facts ``opens_min``, ``closes_min``, ``zone``."""
    facts = dict(finding.facts)
    opens, closes = facts.get("opens_min"), facts.get("closes_min")
    if not isinstance(opens, int) or not isinstance(closes, int):
        return ""
    begin, end = (f"{minute // 60 % 24:02}{minute % 60:02}" for minute in (opens, closes))
    return f"{language.say('findings', 'span.clock', begin=begin, end=end)} ({facts['zone']})"


def time_of(language: "Language", finding: Finding) -> str:
    """When: a date to be kept, nights, an instant, a period or days."""
    begin, end = finding.from_utc, finding.until_utc
    if begin is None:
        return ""
    if finding.rule in DATED:
        return language.limit_day(begin)
    if finding.rule == "beds" and end is not None:
        # Both are nights, each at the midnight that ends its day.
        return language.period(begin - DAY, end)
    return language.period(begin, end)


def prefix(language: "Language", finding: Finding, names: Names, said: Collection[str] = ()) -> str:
    """``Niamey, 29 Jun 2210Z to 2345Z: ``; a single lift is named first."""
    parts = []
    if len(finding.lifts) == 1:
        parts.append(language.say("findings", "prefix.lift", lift=finding.lifts[0]))
    if finding.place and PLACE not in said:
        parts.append(names.place(finding.place))
    if finding.from_utc is not None and TIME not in said:
        parts.append(time_of(language, finding))
    if not parts:
        return ""
    return language.say("findings", "prefix", parts=", ".join(parts)) + " "


def suffix(language: "Language", finding: Finding) -> str:
    """`` (lifts 063, 064, 065)``; a single lift stands in the prefix already."""
    if len(finding.lifts) < 2:
        return ""
    lifts = ", ".join(finding.lifts[:MOST_NAMED])
    more = len(finding.lifts) - MOST_NAMED
    if more > 0:
        lifts = language.say("findings", "list.more", items=lifts, n=more)
    return " " + language.say("findings", "suffix.lifts", lifts=lifts)
