"""Papers and pages about a plan."""

from drawdown.reports.page import report_html

__all__ = ["report_html"]
