"""Writes to the user's disk, and says why where something is in the way."""

from collections.abc import Iterator
from contextlib import contextmanager

from drawdown import files
from drawdown.actions.refusal import Refused


@contextmanager
def nothing_in_the_way() -> Iterator[None]:
    """Turns a refusal to overwrite something else into ``Refused``."""
    try:
        yield
    except files.WriteRefused as refusal:
        raise Refused("not_written", (refusal.fault,)) from refusal
