"""Papers and pages about a plan."""

from drawdown.reports.page import report_html
from drawdown.reports.what_if import what_if_html

__all__ = ["report_html", "what_if_html"]
