"""All that was read of a withdrawal, before it is known whether it holds together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from drawdown.files.assembling import first_midnight_from
from drawdown.files.cells import folded
from drawdown.files.filling import Library
from drawdown.files.table_reading import Row, Rows
from drawdown.model import Mode

DAY = timedelta(days=1)


@dataclass(slots=True)
class Book:
    """The rows of every table, and what they refer to outside the file."""

    general: Rows
    prices: Rows
    tables: dict[str, Rows]
    library: Library

    def __getitem__(self, table: str) -> Rows:
        return self.tables[table]

    @property
    def settings(self) -> Row:
        """The one row of ``withdrawal``."""
        return self.general.rows[0]

    @property
    def start_utc(self) -> datetime | None:
        """Begin of the withdrawal, if it could be read."""
        start: datetime | None = self.settings["start_utc"]
        return start

    @property
    def end_utc(self) -> datetime | None:
        """End of the withdrawal; without one the midnight at or after the deadline."""
        end: datetime | None = self.settings["end_utc"]
        if end is None and "end_utc" not in self.settings.faulty:
            deadline = self.settings["deadline_utc"]
            end = first_midnight_from(deadline) if deadline else None
        return end

    def fleet_modes(self) -> set[Mode]:
        """The modes in which anything at all can run; all of them where a fleet is not known."""
        modes = self.carrier_values("mode")
        used = {modes.get(folded(row["carrier"] or "")) for row in self["fleet"]}
        return {mode for mode in Mode if mode in used or None in used}

    def carrier_values(self, column: str) -> dict[str, object]:
        """One column of all carriers, those of the library too, by their folded names."""
        field = self["carriers"].table.column(column).field
        values = {folded(c.name): getattr(c, field) for c in self.library.carriers.values()}
        return values | {
            folded(row["carrier"]): row[column] for row in self["carriers"] if row["carrier"]
        }
