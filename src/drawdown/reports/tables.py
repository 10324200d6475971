"""The tables of the report: cost by term, all lifts, all findings."""

from dataclasses import dataclass

from drawdown.model import Lift, Severity
from drawdown.reports.case import Case

STATUS_OF = {Severity.BREACH: "late", Severity.SHORTFALL: "risk", Severity.NOTICE: "planned"}
# Leaving late and leaving things behind have a price in the list; nobody sends a bill for them.
PRICED_ONLY = frozenset(("late", "left_people", "left_things", "exposure", "fragments", "changes"))


@dataclass(frozen=True, slots=True)
class CostRow:
    """One term: its name, what it sums, the amount, and its share of the whole (0 to 1)."""

    title: str
    meaning: str
    amount: str
    share: str
    part: float
    priced_only: bool


def cost_rows(case: Case) -> list[CostRow]:
    """The terms of the price list in its order; those that are zero too."""
    outcome, language = case.figures.outcome, case.language
    whole = outcome.cost_cents
    return [
        CostRow(
            title=language.say("terms", term),
            meaning=meaning(case, term),
            amount=language.number(cents / 100),
            share=language.share(cents / whole) if whole else "–",
            part=cents / whole if whole else 0.0,
            priced_only=term in PRICED_ONLY,
        )
        for term, cents in outcome.terms_cents.items()
    ]


def meaning(case: Case, term: str) -> str:
    key = f"{term}.meaning"
    return case.language.say("terms", key) if case.language.knows("terms", key) else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown, and the plain value that is sorted by and downloaded."""

    shown: str
    value: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LiftRow:
    """One lift; the cells stand in the order of the columns."""

    name: str
    cells: tuple[Cell, ...]
    is_empty: bool
    is_breached: bool


LIFT_COLUMNS = (
    "lift", "carrier", "origin", "destination", "leaves", "arrives", "people", "t", "use", "loads",
)  # fmt: skip
NUMBER_COLUMNS = frozenset(("people", "t", "use"))


def lift_rows(case: Case) -> list[LiftRow]:
    """All lifts in the order of departure."""
    return [lift_row(case, lift) for lift in case.figures.manifest.lifts]


def lift_row(case: Case, lift: Lift) -> LiftRow:
    manifest, language = case.figures.manifest, case.language
    people, kg, use = manifest.people(lift), manifest.things_kg(lift), manifest.use(lift)
    carrier = case.carrier(lift.fleet) + (f" {lift.tail}" if lift.tail is not None else "")
    cells = (
        Cell(lift.name, lift.name, "code"),
        Cell(carrier, carrier),
        Cell(case.place(lift.origin), lift.origin),
        Cell(case.place(lift.destination), lift.destination),
        Cell(language.instant(lift.depart_utc), f"{lift.depart_utc:%Y-%m-%dT%H:%MZ}", "time"),
        Cell(language.instant(lift.arrive_utc), f"{lift.arrive_utc:%Y-%m-%dT%H:%MZ}", "time"),
        Cell(language.number(people) if people else "–", str(people), "n"),
        Cell(language.number(kg / 1000, 1) if kg else "–", f"{kg / 1000:.3f}", "n"),
        Cell(language.share(use) if use else "–", f"{use or 0:.4f}", "n"),
        loads_cell(case, lift),
    )
    empty = not manifest.is_loaded(lift)
    return LiftRow(lift.name, cells, empty, lift.name in case.figures.breached_lifts)


def loads_cell(case: Case, lift: Lift) -> Cell:
    """The lines on board, each with its number of units."""
    if not case.figures.manifest.is_loaded(lift):
        return Cell(case.say("lift.empty"), "", "loads")
    shown = ", ".join(f"{case.language.number(load.count)} {load.line}" for load in lift.loads)
    return Cell(shown, "; ".join(f"{load.line}:{load.count}" for load in lift.loads), "loads")


@dataclass(frozen=True, slots=True)
class NightTable:
    """The curves as numbers: heads (shown, and as a name in the download) and a row per night."""

    heads: tuple[tuple[str, str], ...]
    rows: list[tuple[Cell, ...]]


def night_table(case: Case) -> NightTable:
    """People in the country and at each place of it, the floors together, and tonnes."""
    closed, language = case.figures.closure, case.language
    places = [
        place.name
        for place in case.figures.withdrawal.places
        if place.in_country and (any(closed.people[place.name]) or any(closed.kg[place.name]))
    ]
    heads = (
        (case.say("column.night"), "night_utc"),
        (case.say("column.in_country"), "people"),
        *((case.place(name), f"people_{name}") for name in places),
        (case.say("curve.floor"), "floor"),
        (case.say("column.t"), "t"),
    )
    rows = []
    for i, night in enumerate(closed.nights):
        counts = [closed.people_in_country[i], *(closed.people[name][i] for name in places)]
        counts.append(sum(closed.floor[name][i] for name in places))
        kg = closed.kg_in_country[i]
        rows.append(
            (
                Cell(language.limit_day(night), f"{night:%Y-%m-%dT%H:%MZ}", "time"),
                *(Cell(language.number(n), str(n), "n") for n in counts),
                Cell(language.number(kg / 1000, 1), f"{kg / 1000:.3f}", "n"),
            )
        )
    return NightTable(heads, rows)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding, or several under one head; ``folded`` are those that a click shows."""

    sentence: str
    shown: tuple[str, ...]
    folded: tuple[str, ...]
    rule: str
    status: str
    word: str

    @property
    def count(self) -> int:
        """How many findings the row tells of."""
        return len(self.shown) + len(self.folded) or 1


MOST_OF_A_GROUP = 5


def finding_rows(case: Case) -> list[FindingRow]:
    """All findings in the judge's order, the gravest first; those of one rule at one place as one.

    A single folded finding would take no less room than its own line.
    """
    outcome, withdrawal = case.figures.outcome, case.figures.withdrawal
    rows = []
    for group in case.language.finding_groups(outcome.findings, withdrawal):
        status = STATUS_OF[group.severity]
        word = case.say(f"severity.{group.severity.value}")
        if group.head:
            cut = MOST_OF_A_GROUP if len(group.sentences) > MOST_OF_A_GROUP + 1 else None
            shown, folded = group.sentences[:cut], group.sentences[cut:] if cut else ()
            rows.append(FindingRow(group.head, shown, folded, group.rule, status, word))
        else:
            rows += [FindingRow(s, (), (), group.rule, status, word) for s in group.sentences]
    return rows
