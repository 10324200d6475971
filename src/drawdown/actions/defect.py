"""Keeps what is needed to find a defect of the program, without showing it to the user."""

import hashlib
import os
import platform
import re
import tempfile
import traceback
from pathlib import Path


def keep_report(error: BaseException) -> tuple[str, Path | None]:
    """Write the error's traceback to a file; returns its code and the file.

    The code is the same for the same defect, whoever meets it. No file: None.
    """
    return kept("".join(traceback.format_exception(error)), defect_code(error))


def keep_trace(trace: str) -> tuple[str, Path | None]:
    """As ``keep_report``, for a traceback that came from another process."""
    steps = re.findall(r'File ".*?([^/\\"]+)", line \d+, in (\S+)', trace)
    error = trace.strip().rpartition("\n")[2].partition(":")[0]
    return kept(trace, hashlib.sha256(repr((error, steps)).encode()).hexdigest()[:6])


def kept(text: str, code: str) -> tuple[str, Path | None]:
    """The code, and the file in which the text was kept, if it could be written."""
    folder = Path(tempfile.gettempdir())
    path = folder / f"drawdown-{code}-{os.getpid()}.txt"
    head = f"drawdown {version()}, Python {platform.python_version()}, {platform.platform()}\n\n"
    try:
        path.write_text(head + text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return code, None
    return code, path


def defect_code(error: BaseException) -> str:
    """Six signs made from the kind of error and the functions it went through."""
    steps = [
        (frame.name, Path(frame.filename).name)
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return hashlib.sha256(repr((type(error).__name__, steps)).encode()).hexdigest()[:6]


def version() -> str:
    """The program's version."""
    from drawdown import __version__

    return __version__


def is_planner_defect(error: BaseException) -> bool:
    """Whether the judge disagreed with the planner about a plan."""
    import sys

    planning = sys.modules.get("drawdown.planning")
    return planning is not None and isinstance(error, planning.PlannerDefect)
