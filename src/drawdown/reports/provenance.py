"""Where the numbers come from: what is published, and what is an assumption."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from drawdown.model import Source, Withdrawal
from drawdown.reports.case import Case

ANY = "*"
# The tables of a withdrawal and where the model keeps their rows.
ROWS = {
    "places": "places", "lines": "lines", "carriers": "carriers", "fleet": "fleets",
    "legs": "legs", "floors": "floors", "gates": "gates", "milestones": "milestones",
    "dispositions": "disposals",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """Rows of the table of sources that say the same of several numbers.

    ``about`` is the table and the column, ``numbers`` the rows of it with their numbers where the
    model has them: ``Niamey 2, Agadez 1``; ``count`` is how many rows of sources it stands for.
    """

    about: str
    numbers: str
    text: str
    url: str
    note: str
    count: int


def source_of(withdrawal: Withdrawal, table: str, key: str, column: str) -> Source | None:
    """The source that says most exactly where a number comes from, if there is one."""
    fitting = [
        source
        for source in withdrawal.sources
        if source.table == table and source.key in (key, ANY) and source.column in (column, ANY)
    ]
    return max(fitting, key=lambda s: (s.key != ANY) * 2 + (s.column != ANY), default=None)


def is_assumed(withdrawal: Withdrawal, table: str, key: str, column: str) -> bool:
    """Whether a number has no source: none is named, or it is said to be an assumption.

    For the key ``*`` it is asked of all rows together: one assumption is enough.
    """
    if key == ANY:
        rows = {source.key for source in withdrawal.sources if source.table == table} | {ANY}
        return any(is_assumption(source_of(withdrawal, table, row, column)) for row in rows)
    return is_assumption(source_of(withdrawal, table, key, column))


def is_assumption(source: Source | None) -> bool:
    return source is None or not source.text


def published(case: Case) -> list[Origin]:
    return origins(case, (s for s in case.figures.withdrawal.sources if s.text))


def assumptions(case: Case) -> list[Origin]:
    return origins(case, (s for s in case.figures.withdrawal.sources if not s.text))


def origins(case: Case, sources: Iterable[Source]) -> list[Origin]:
    """The sources in their order, those of one column that say the same put together."""
    alike: dict[tuple[str, str, str, str, str], list[Source]] = {}
    for each in sources:
        key = each.table, each.column, each.text, each.url, each.note
        alike.setdefault(key, []).append(each)
    return [origin(case, group) for group in alike.values()]


def origin(case: Case, group: list[Source]) -> Origin:
    first = group[0]
    about = " · ".join(part for part in (first.table, first.column) if part != ANY)
    rows = (f"{each.key} {value_of(case, each)}".strip() for each in group if each.key != ANY)
    return Origin(
        about, ", ".join(rows), first.text, web_address(first.url), first.note, len(group)
    )


def value_of(case: Case, source: Source) -> str:
    """The number itself, where the model has it under the name of the column; else empty."""
    rows = getattr(case.figures.withdrawal, ROWS.get(source.table, ""), ())
    for row in rows:
        names = [field.name for field in fields(row)]
        if str(getattr(row, names[0])) == source.key and source.column in names:
            value = getattr(row, source.column)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return case.language.number(value, 0 if float(value).is_integer() else 1)
    return ""


def web_address(url: str) -> str:
    """The address if a browser may follow it; others, as ``javascript:``, are not made links."""
    return url if url.startswith(("https://", "http://")) else ""
