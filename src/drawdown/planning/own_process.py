"""A module of this package in a process of its own, which talks over its pipes."""

import os
import subprocess
import sys
from pathlib import Path


def own_process(module: str) -> "subprocess.Popen[bytes]":
    """Start a module; it finds this package wherever this process has found it."""
    environment = dict(os.environ)
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    # Ctrl-C goes to the parent alone (a session of its own); this one ends with its pipe.
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
