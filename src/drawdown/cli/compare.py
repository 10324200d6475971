"""`drawdown compare`: several plans of one withdrawal side by side."""

from pathlib import Path

from drawdown.cli.compare_view import comparison_page
from drawdown.cli.conclusion import FINDINGS, FINE
from drawdown.cli.fault_list import fault_data
from drawdown.cli.screen import Screen


def compare_screen(screen: Screen, path: Path, plans: list[Path], as_json: bool) -> int:
    """Judge the plans and show what each comes to, and how it differs from the first."""
    from drawdown.actions.comparison import compare, comparison_record
    from drawdown.actions.refusal import Refused

    if len(plans) < 2:
        raise Refused("one_plan_to_compare")
    comparison = compare(path, plans)
    if as_json:
        warnings = [fault_data(fault, screen.language) for fault in comparison.warnings]
        screen.json(comparison_record(comparison, screen.language) | {"warnings": warnings})
    else:
        comparison_page(screen, comparison, path)
    return FINE if all(each.judgement.is_fine for each in comparison.plans) else FINDINGS
