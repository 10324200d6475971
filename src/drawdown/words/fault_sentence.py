"""What is wrong with a file: place, fact, limit, remedy. The codes are in ``faults.po``."""

from typing import TYPE_CHECKING

from drawdown.model import Fault
from drawdown.words.catalogue import template

if TYPE_CHECKING:
    from drawdown.words.language import Fact, Language


def fault_sentence(language: "Language", fault: Fault) -> str:
    """``niger.xlsx, lines, row 14: mass_kg is −120. A mass is above 0; check the sign.``"""
    entry = template(language.code, "faults", fault.code)
    facts: dict[str, Fact] = {
        "file": fault.file,
        "table": fault.table,
        "row": "" if fault.row is None else str(fault.row),
        "column": fault.column,
        "value": fault.value,
    }
    facts |= dict(fault.facts)
    if fault.cause is not None:
        facts["cause"] = fault_sentence(language, fault.cause)
    if "modes" in facts:
        facts["modes"] = modes(language, str(facts["modes"]))
    text = language.fill(entry, facts)
    where = fault_place(language, fault)
    return f"{where} {text}" if where else text


def modes(language: "Language", words: str) -> str:
    """``air, road`` in the words of the language."""
    return ", ".join(language.say("findings", f"mode.{word}") for word in words.split(", "))


def fault_place(language: "Language", fault: Fault) -> str:
    """File, table and row, as far as they are known: ``niger.xlsx, lines, row 14:``.

    A file that has the table's name stands for both.
    """
    both = fault.file.rpartition(".")[0] == fault.table
    parts = [part for part in (fault.file, "" if both else fault.table) if part]
    if fault.row is not None:
        parts.append(language.say("terminal", "row", row=str(fault.row)))
    return language.say("findings", "prefix", parts=", ".join(parts)) if parts else ""
