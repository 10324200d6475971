"""What is known of the streams a command writes to: how wide, and whether anybody still reads."""

import os
from contextlib import suppress
from typing import TextIO


def columns(stream: TextIO) -> int:
    """Columns of the terminal; 80 where there is none and COLUMNS does not say otherwise."""
    said = os.environ.get("COLUMNS", "")
    if said.isdigit() and int(said) > 0:
        return int(said)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def close_quietly(stream: TextIO) -> None:
    """Send what is still to be flushed nowhere, so that leaving the program says nothing."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
