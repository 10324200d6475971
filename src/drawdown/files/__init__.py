"""Reads and writes withdrawals and plans as folders of CSV tables and as workbooks."""

from drawdown.files.assembling import carrier_figures
from drawdown.files.cells import same_name
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
from drawdown.files.text_cells import ALL as ALL_VARIANTS
from drawdown.files.variant_reading import read, with_variant
from drawdown.files.writing import write, write_plan

__all__ = [
    "ALL_VARIANTS",
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
    "same_name",
    "template",
    "with_variant",
    "write",
    "write_plan",
]
