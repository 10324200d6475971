"""One language: says numbers, dates, sentences, findings, faults and reasons in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from drawdown.model import Fault, Finding, Lift, Reason, Withdrawal
from drawdown.words import dates, numbers, plain
from drawdown.words.catalogue import FALLBACK, LANGUAGES, Template, template
from drawdown.words.elision import elided
from drawdown.words.names import Names

if TYPE_CHECKING:
    from drawdown.words.finding_group import FindingGroup

Fact = str | int | float | datetime


class Language:
    """Says everything in one language; what is unknown is said in English.

    >>> Language("fr").count("person", 1004), Language("en").money(2_100_000_00)
    ('1\u202f004 personnes', '2.1 M€')
    """

    def __init__(self, code: str = FALLBACK) -> None:
        self.code = code if code in LANGUAGES else FALLBACK
        self._names: Names | None = None

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    # --- sentences ------------------------------------------------------------------------------

    def say(self, topic: str, key: str, **facts: Fact) -> str:
        """The sentence of a key, with its facts put in.

        Texts stand as they are; numbers are grouped, with at most two decimals; instants stand as
        ``26 Jun 0600Z``. Of an entry with two forms the fact ``n`` chooses one.
        """
        return self.fill(template(self.code, topic, key), facts)

    def knows(self, topic: str, key: str) -> bool:
        """Whether there is a sentence for this key."""
        try:
            template(self.code, topic, key)
        except KeyError:
            return False
        return True

    def fill(self, entry: Template, facts: Mapping[str, Fact], plural_by: str = "n") -> str:
        """The entry's form that fits the fact ``plural_by``, with the facts put in."""
        form = entry.form(len(entry.forms) > 1 and self.is_plural(facts[plural_by]))
        said = {name: self.spoken(value) for name, value in facts.items()}
        if self.code == "fr":
            form = elided(form, said)
        return form.format_map(said)

    def spoken(self, value: Fact) -> str:
        """A fact as it stands in a sentence."""
        if isinstance(value, str):
            return value
        if isinstance(value, datetime):
            return self.instant(value)
        decimals = next(d for d in (0, 1, 2) if d == 2 or abs(value - round(value, d)) < 1e-9)
        return self.number(value, decimals)

    def is_plural(self, n: Fact) -> bool:
        """Whether ``n`` things take the plural: English from 2 and for 0, French from 2."""
        if not isinstance(n, int | float):
            raise TypeError(f"the number of things is {n!r}")
        return abs(n) >= 2 if self.code == "fr" else abs(n) != 1

    def count(self, noun: str, n: float) -> str:
        """``1 person``, ``1,004 people``: a number of what ``counts.po`` names."""
        return self.say("counts", noun, n=n)

    def lifts(self, lifts: Sequence[Lift]) -> str:
        """``53 loaded lifts (106 with empty runs)``: the lifts of a plan, said in one way."""
        loaded = sum(any(load.count for load in lift.loads) for lift in lifts)
        said = self.count("loaded_lift", loaded)
        if loaded == len(lifts):
            return said
        return self.say("counts", "with_empty_runs", lifts=said, n=len(lifts))

    def listed(self, items: list[str] | tuple[str, ...], most: int = 6) -> str:
        """``063, 064 and 065``; of a long list the first, and how many more there are."""
        if len(items) > most:
            shown = ", ".join(items[: most - 1])
            return self.say("findings", "list.more", items=shown, n=len(items) - most + 1)
        if len(items) < 2:
            return "".join(items)
        return self.say("findings", "list.last", items=", ".join(items[:-1]), last=items[-1])

    def ascii(self, text: str) -> str:
        """The text for a terminal that knows plain ASCII only."""
        return plain.ascii_text(text)

    def country(self, code: str) -> str:
        """The name of a country by its two letters: ``Niger``; a code without name stands alone."""
        from babel import Locale

        return Locale(self.code).territories.get(code, code)

    # --- numbers --------------------------------------------------------------------------------

    def number(self, x: float, decimals: int = 0) -> str:
        """``12,480``; the minus is a minus sign."""
        return numbers.number(x, decimals, self.code)

    def tonnes(self, kg: int | float, decimals: int = 1) -> str:
        """``41.2 t`` as for one lift; sums take ``decimals=0``. Below that, kilograms."""
        return numbers.mass(kg, decimals, self.code)

    def kg(self, kg: int | float) -> str:
        """``12,480 kg``."""
        return numbers.with_unit(self.number(kg), "kg", self.code)

    def money(self, cents: int, decimals: int = 1) -> str:
        """``12,480 €``; from a million on ``2.1 M€`` with so many decimals."""
        return numbers.money(cents, decimals, self.code)

    def share(self, x: float, decimals: int = 0) -> str:
        """``79%`` for 0.79; ``<1%`` and ``>99%`` at the ends."""
        return numbers.share(x, decimals, self.code)

    def duration(self, minutes: int | float) -> str:
        """``3 h 20 min``."""
        return numbers.duration(minutes, self.code)

    # --- dates ----------------------------------------------------------------------------------

    def date(self, instant: datetime) -> str:
        """``1 July 2024``."""
        return dates.date(instant, self.code)

    def day(self, instant: datetime) -> str:
        """``1 Jul``."""
        return dates.day(instant, self.code)

    def instant(self, instant: datetime) -> str:
        """``26 Jun 0600Z``."""
        return dates.instant(instant, self.code)

    def period(self, begin: datetime, end: datetime | None) -> str:
        """``29 Jun 2210Z to 2345Z``; whole days as days."""
        return dates.period(begin, end, self.code)

    def limit_date(self, midnight: datetime) -> str:
        """A limit, long: the midnight that ends 15 September is ``15 September 2024``."""
        return dates.limit_date(midnight, self.code)

    def limit_day(self, midnight: datetime) -> str:
        """A limit, short: ``15 Sep``."""
        return dates.limit_day(midnight, self.code)

    def by_date(self, instant: datetime) -> str:
        """The day by which something is reached, long: ``24 August 2024``."""
        return dates.date(dates.day_ended(instant), self.code)

    def by_day(self, instant: datetime) -> str:
        """The day by which something is reached, short: ``24 Aug``."""
        return dates.day(dates.day_ended(instant), self.code)

    # --- what others found ----------------------------------------------------------------------

    def names(self, withdrawal: Withdrawal) -> Names:
        """The titles of a withdrawal; kept, as findings come in thousands."""
        if self._names is None or self._names.withdrawal is not withdrawal:
            self._names = Names(withdrawal, self.code)
        return self._names

    def finding(self, finding: Finding, withdrawal: Withdrawal) -> str:
        """What a rule found, in one sentence with place, time, measured and limit."""
        from drawdown.words.finding_sentence import finding_sentence

        return finding_sentence(self, finding, self.names(withdrawal))

    def finding_groups(
        self, findings: Sequence[Finding], withdrawal: Withdrawal
    ) -> "list[FindingGroup]":
        """The findings, those of one rule at one place under one head."""
        from drawdown.words.finding_group import finding_groups

        return finding_groups(self, findings, self.names(withdrawal))

    def cargo(self, lift: Lift, withdrawal: Withdrawal) -> str:
        """``60 people, 12.3 t: Guards 60; Ambulance 1``"""
        from drawdown.words.cargo import cargo

        return cargo(self, lift, self.names(withdrawal))

    def fault(self, fault: Fault) -> str:
        """What is wrong with a file: place, fact, limit, remedy."""
        from drawdown.words.fault_sentence import fault_sentence

        return fault_sentence(self, fault)

    def reason(self, reason: Reason, withdrawal: Withdrawal) -> str:
        """Why something is late, left or dear."""
        from drawdown.words.reason_sentence import reason_sentence

        return reason_sentence(self, reason, self.names(withdrawal))


def language_code(chosen: str | None, environment: Mapping[str, str]) -> str:
    """The language to use: the chosen one, else that of the environment, else English.

    >>> language_code(None, {"LC_ALL": "fr_FR.UTF-8", "LANG": "en_GB.UTF-8"})
    'fr'
    """
    variables = (environment.get(name, "") for name in ("DRAWDOWN_LANG", "LC_ALL", "LANG"))
    wish = next((text for text in (chosen, *variables) if text), FALLBACK)
    code = wish.lower().replace("-", "_").split("_")[0].split(".")[0]
    return code if code in LANGUAGES else FALLBACK
