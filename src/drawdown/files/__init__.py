"""Reads and writes withdrawals and plans as folders of CSV tables and as workbooks."""

from drawdown.files.assembling import carrier_figures
from drawdown.files.in_force_reading import PinReading, instant_of, read_pins
from drawdown.files.library import (
    Airfield,
    library_airfields,
    library_carriers,
    library_exclusions,
    library_sources,
)
from drawdown.files.plan_reading import read_plan
from drawdown.files.reading import PlanReading, Reading
from drawdown.files.safe_writing import WriteRefused
from drawdown.files.template import template
from drawdown.files.withdrawal_reading import read
from drawdown.files.writing import write, write_plan

__all__ = [
    "Airfield",
    "PinReading",
    "PlanReading",
    "Reading",
    "WriteRefused",
    "carrier_figures",
    "instant_of",
    "library_airfields",
    "library_carriers",
    "library_exclusions",
    "library_sources",
    "read",
    "read_pins",
    "read_plan",
    "template",
    "write",
    "write_plan",
]
