"""What is wrong with a file that was read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the input: where it is, which fact, and (by ``code``) what to do.

    ``code`` is a key of ``words``; ``row`` counts as a spreadsheet does, the header being row 1.
    A ``warning`` does not stop the import. ``cause`` is a fault elsewhere that this one speaks of.
    """

    code: str
    file: str = ""
    table: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    facts: tuple[tuple[str, str | int | float], ...] = ()
    warning: bool = False
    cause: "Fault | None" = None
