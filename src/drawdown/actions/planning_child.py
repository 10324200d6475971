"""A process that plans: takes one job from a pipe, tells how it goes, and gives the outcome back.

Any word after the job, or the end of the pipe, asks it to stop with the best plan so far.
"""

import contextlib
import pickle
import signal
import sys
import threading
import traceback
from typing import BinaryIO

from drawdown.actions.planning_job import Broken, PlanningJob, outcome_of
from drawdown.model import Outcome
from drawdown.planning import Progress


def serve(read: BinaryIO, write: BinaryIO) -> None:
    """Do the job that comes; a fault of this program is answered with its traceback."""
    job: PlanningJob = pickle.load(read)
    asked, talking = threading.Event(), threading.Lock()

    def listen() -> None:
        read.read(1)
        asked.set()

    def say(message: Progress | Outcome | Broken) -> None:
        # The parent may be gone; then nobody waits for the answer.
        with contextlib.suppress(BrokenPipeError), talking:
            pickle.dump(message, write)
            write.flush()

    threading.Thread(target=listen, daemon=True).start()
    try:
        say(outcome_of(job, say, asked.is_set))
    except Exception:
        say(Broken(traceback.format_exc()))


if __name__ == "__main__":
    # Ctrl-C is for the parent to heed: it asks this process to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # An end that unwinds: whoever waits for an engine ends it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    serve(sys.stdin.buffer, sys.stdout.buffer)
