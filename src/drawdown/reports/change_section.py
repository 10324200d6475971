"""The section on a plan in force that was changed: sentences, and who has to be told."""

from dataclasses import dataclass

from drawdown.reports.case import Case
from drawdown.words import replanned_sentences, told_row


@dataclass(frozen=True, slots=True)
class ChangeSection:
    """What is said, and for each place and fleet its name and its lifts of three kinds."""

    sentences: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def change_section(case: Case) -> ChangeSection | None:
    """None where no plan in force was changed."""
    replanned = case.figures.outcome.replanned
    if replanned is None:
        return None
    language, withdrawal = case.language, case.figures.withdrawal
    return ChangeSection(
        tuple(replanned_sentences(language, replanned)),
        tuple(told_row(language, withdrawal, told) for told in replanned.told),
    )
