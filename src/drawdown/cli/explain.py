"""`drawdown explain`: why something in a plan is left, late or dear, and what it would take."""

from pathlib import Path

from drawdown.cli.conclusion import FINDINGS, FINE
from drawdown.cli.explain_view import explanation_page
from drawdown.cli.fault_list import fault_data
from drawdown.cli.interrupt import Interrupt
from drawdown.cli.screen import Screen


def explain_screen(
    screen: Screen, path: Path, plan_path: Path, word: str, seconds: float, as_json: bool
) -> int:
    """Explain one thing in a plan, or what is worst in it; the first Ctrl-C ends computing."""
    from drawdown.actions.explaining import explain, explained_record

    with Interrupt() as interrupt:
        explained = explain(path, plan_path, word, seconds=seconds, stop=interrupt.asked)
    if as_json:
        warnings = [fault_data(fault, screen.language) for fault in explained.warnings]
        screen.json(explained_record(explained, [screen.language]) | {"warnings": warnings})
    else:
        explanation_page(screen, explained, path, plan_path, word)
    return FINE if explained.judgement.is_fine else FINDINGS
