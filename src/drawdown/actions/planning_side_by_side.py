"""Plans several withdrawals in processes of their own, some at a time.

None can take another with it: a process that dies is begun once more, and then reported.
"""

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence

from drawdown.actions.planning_job import Broken, PlanningJob
from drawdown.model import Outcome
from drawdown.planning import Progress
from drawdown.planning.own_process import own_process

# What is told of a job: how it goes, its outcome, or how it broke; None: its process is gone.
Message = Progress | Outcome | Broken | None
News = Callable[[PlanningJob, Progress], None]
ATTEMPTS = 2
SECONDS_TO_END = 5.0


def how_many_at_once(effort: int | None, cores: int | None = None) -> int:
    """How many plannings go on side by side.

    One planning keeps one core busy and at times a second. Under a limit in effort all give the
    same plans in any case, so that every core has one. Under a limit in seconds each has two
    cores, as it would alone: else its plan would be worse than the one it is compared with.
    """
    if cores is None:
        cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, cores if effort is not None else cores // 2)


def planned_side_by_side(
    jobs: Sequence[PlanningJob],
    at_once: int,
    news: News | None = None,
    stop: Callable[[], bool] | None = None,
) -> Iterator[tuple[PlanningJob, Outcome | Broken]]:
    """The outcome of each job, as they come.

    Once ``stop`` says True, those under way come back with their best plans so far, and no other
    is begun.
    """
    waiting, attempts = list(range(len(jobs))), [0] * len(jobs)
    messages: queue.Queue[tuple[_Child, Message]] = queue.Queue()
    under_way: dict[int, _Child] = {}
    asked = False
    try:
        while waiting or under_way:
            if not asked and stop is not None and stop():
                asked = True
                waiting.clear()
                for child in under_way.values():
                    child.ask_to_stop()
            while waiting and len(under_way) < at_once:
                number = waiting.pop(0)
                attempts[number] += 1
                under_way[number] = _Child(number, jobs[number], messages)
            try:
                child, message = messages.get(timeout=0.1)
            except queue.Empty:
                continue
            number = child.number
            if under_way.get(number) is not child:
                continue  # what a process says after its outcome: that it is gone
            if isinstance(message, Progress):
                if news is not None:
                    news(jobs[number], message)
                continue
            del under_way[number]
            child.end()
            if message is not None:
                yield jobs[number], message
            elif attempts[number] < ATTEMPTS and not asked:
                waiting.insert(0, number)
            else:
                yield jobs[number], Broken(code=child.code)
    finally:
        for child in under_way.values():
            child.end()


class _Child:
    """A process that plans, and a thread that reads what it says."""

    def __init__(
        self, number: int, job: PlanningJob, messages: "queue.Queue[tuple[_Child, Message]]"
    ) -> None:
        self.number, self._job, self._messages = number, job, messages
        self._process = own_process("drawdown.actions.planning_child")
        threading.Thread(target=self._talk, daemon=True).start()

    @property
    def code(self) -> int | None:
        """How the process ended."""
        return self._process.returncode

    def _talk(self) -> None:
        """Hand over the job, then listen; a process that is gone has said nothing more."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            with contextlib.suppress(OSError, ValueError):
                pickle.dump(self._job, self._process.stdin)
                self._process.stdin.flush()
            # Where the process is ended in the middle of a message, unpickling fails in many ways.
            with contextlib.suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
                while True:
                    message = pickle.load(self._process.stdout)
                    self._messages.put((self, message))
                    if not isinstance(message, Progress):
                        return
        finally:
            self._messages.put((self, None))

    def ask_to_stop(self) -> None:
        """Ask for the best plan so far."""
        with contextlib.suppress(OSError, ValueError):
            assert self._process.stdin is not None
            self._process.stdin.write(b"s")
            self._process.stdin.flush()

    def end(self) -> None:
        """End the process; it is given the time to end the engines that work for it."""
        self._process.terminate()
        try:
            self._process.wait(timeout=SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError, ValueError):
                    pipe.close()
