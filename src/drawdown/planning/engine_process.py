"""The engine's process: takes one job after another from a pipe, and says what it finds."""

import contextlib
import os
import pickle
import sys
import threading
import traceback
from collections.abc import Callable
from queue import SimpleQueue
from typing import BinaryIO

from drawdown.planning.jobs import (
    CloseColumns,
    DescendFalls,
    ImproveBlocks,
    Improved,
    Job,
    Minimise,
    SearchFalls,
    Solved,
    WholeInOrder,
)


def serve(read: BinaryIO, write: BinaryIO) -> None:
    """Do the jobs that come, until the pipe is closed: then this process ends, also within a job.

    A fault of this program, not of the engine, is answered with its traceback as a string.
    """
    jobs: SimpleQueue[Job] = SimpleQueue()

    def listen() -> None:
        try:
            with contextlib.suppress(EOFError):
                while True:
                    jobs.put(pickle.load(read))
        finally:
            os._exit(0)

    def say(message: Solved | Improved | str) -> None:
        pickle.dump(message, write)
        write.flush()

    threading.Thread(target=listen, daemon=True).start()
    while True:
        job = jobs.get()
        try:
            say(_answer(job, say))
        except Exception:
            say(traceback.format_exc())


def _answer(job: Job, say: Callable[[Improved], None]) -> Solved:
    # Imported within a job: if the engine is not there, the parent must hear of it.
    from drawdown.planning.block_search import improve_blocks
    from drawdown.planning.falls_search import descend_falls, search_falls
    from drawdown.planning.minimum import close_columns, minimise
    from drawdown.planning.whole_in_order import whole_in_order

    match job:
        case Minimise():
            return minimise(job, say)
        case SearchFalls():
            return search_falls(job, say)
        case DescendFalls():
            return descend_falls(job)
        case ImproveBlocks():
            return improve_blocks(job, say)
        case WholeInOrder():
            return whole_in_order(job)
        case CloseColumns():
            return close_columns(job)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
