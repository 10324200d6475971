"""The engine's process, seen from the planner: hands over jobs, hears what is found.

HiGHS runs in a process of its own, so that it can be stopped at any moment and cannot take the
program with it.
"""

import atexit
import contextlib
import pickle
import queue
import threading
import time
from collections.abc import Callable
from typing import ClassVar

from drawdown.planning.jobs import Improved, Job, Solved, Verdict
from drawdown.planning.linear_model import INFINITY, Arrays
from drawdown.planning.own_process import own_process


def solve(
    job: Job,
    *,
    stop: Callable[[], bool] | None = None,
    news: Callable[[Improved], None] | None = None,
) -> Solved:
    """Have a job done in a process of its own.

    When ``stop`` returns true, the process is ended and the best solution so far comes back.
    ``news`` is called with every bound and solution on the way. Raises ``EngineDefect`` where the
    process breaks off by a fault of this program.
    """
    process = _EngineProcess.for_a_job()
    best = Solved(Verdict.UNKNOWN, None, INFINITY, -INFINITY)
    done = False
    try:
        process.begin(job)
        while True:
            message = process.next_message()
            if isinstance(message, Solved):
                done = True
                return message
            if isinstance(message, Improved):
                best = _better(best, message, job.arrays)
                if news is not None:
                    news(message)
            if process.dead or process.overdue:
                return best if best.x is not None else _without(best, process.dead)
            if stop is not None and stop():
                return best
    finally:
        if done:
            process.wait_for_another()
        else:
            process.end()


def end_engines() -> None:
    """End the processes that wait for a job."""
    _EngineProcess.end_all()


atexit.register(end_engines)


def _better(best: Solved, message: Improved, arrays: Arrays) -> Solved:
    bound = max(best.bound, message.bound)
    if message.x is None:
        return Solved(best.verdict, best.x, best.objective, bound)
    objective = float(arrays.cost @ message.x)
    return Solved(Verdict.FEASIBLE, message.x, objective, bound)


def _without(best: Solved, dead: bool) -> Solved:
    verdict = Verdict.FAILED if dead else Verdict.UNKNOWN
    return Solved(verdict, None, best.objective, best.bound)


class EngineDefect(Exception):
    """The process with the engine broke off by a fault of this program; with its traceback."""


class _EngineProcess:
    """A process with the engine, and a thread that reads what it says.

    One that has done its job waits for another: to begin a process takes longer than many jobs.
    """

    _waiting: ClassVar[list["_EngineProcess"]] = []
    _lock: ClassVar[threading.Lock] = threading.Lock()

    @classmethod
    def for_a_job(cls) -> "_EngineProcess":
        """A process that waits, or a new one."""
        with cls._lock:
            while cls._waiting:
                process = cls._waiting.pop()
                if not process.dead and process._process.poll() is None:
                    return process
                process.end()
        return cls()

    @classmethod
    def end_all(cls) -> None:
        """End the processes that wait."""
        with cls._lock:
            while cls._waiting:
                cls._waiting.pop().end()

    def __init__(self) -> None:
        self._process = own_process("drawdown.planning.engine_process")
        self._seconds: float | None = None
        self._begun = time.monotonic()
        self._messages: queue.Queue[Solved | Improved | str | None] = queue.Queue()
        self.dead = False
        threading.Thread(target=self._read, daemon=True).start()

    def begin(self, job: Job) -> None:
        """Hand over a job."""
        self._seconds = job.effort.seconds
        self._begun = time.monotonic()
        with contextlib.suppress(BrokenPipeError):
            assert self._process.stdin is not None
            pickle.dump(job, self._process.stdin)
            self._process.stdin.flush()

    def wait_for_another(self) -> None:
        """Be there for the next job."""
        with self._lock:
            self._waiting.append(self)

    def _read(self) -> None:
        assert self._process.stdout is not None
        # Where the process is ended in the middle of a message, unpickling fails in many ways.
        try:
            with contextlib.suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
                while True:
                    self._messages.put(pickle.load(self._process.stdout))
        finally:
            self._messages.put(None)

    def next_message(self) -> Solved | Improved | None:
        """The next message, or None after a tenth of a second without one, or at the end.

        Raises ``EngineDefect`` for a fault of this program in the process.
        """
        try:
            message = self._messages.get(timeout=0.1)
        except queue.Empty:
            return None
        if message is None:
            self.dead = True
        if isinstance(message, str):
            raise EngineDefect(message)
        return message

    @property
    def overdue(self) -> bool:
        """Whether the engine overran its own time limit, with some grace for a busy machine."""
        if self._seconds is None:
            return False
        return time.monotonic() - self._begun > 1.25 * self._seconds + 3

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
