"""Plans on a Dask cluster: the one file that knows ``dask.distributed``.

Each job is one task, done on its worker in a process of its own, as it would be here. A worker
that is lost has its task done by another; what the cluster cannot do is given back, to be planned
here.
"""

import contextlib
import logging
import queue
import time
import uuid
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from drawdown import __version__
from drawdown.actions.planning_job import Broken, PlanningJob
from drawdown.actions.planning_side_by_side import News, planned_side_by_side
from drawdown.actions.refusal import Refused
from drawdown.model import Outcome
from drawdown.planning import Progress

SECONDS_TO_CONNECT = 5
# A worker that is begun again, by its nanny or by hand, has this long to come back.
SECONDS_WITHOUT_WORKERS = 20.0
SECONDS_TO_STOP = 30.0
BETWEEN_LOOKS = 0.2
BETWEEN_NEWS = 1.0
BETWEEN_QUESTIONS = 2.0

# None for a job that the cluster has lost.
Came = tuple[PlanningJob, Outcome | Broken | None]


def planned_on_cluster(
    address: str,
    jobs: Sequence[PlanningJob],
    news: News | None = None,
    stop: Callable[[], bool] | None = None,
) -> Iterator[Came]:
    """The outcome of each job, as they come; None for one that the cluster has lost.

    ``Refused`` where there is no cluster, no worker, or a worker with another program. Once
    ``stop`` says True, tasks under way are asked for their best plans, and no other is begun.
    """
    client = connected(address)
    try:
        check_workers(client, address)
        yield from _Run(client, jobs, news).outcomes(stop)
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def connected(address: str) -> Any:
    """A client of the scheduler at an address."""
    try:
        from distributed import Client
    except ImportError:
        raise Refused("cluster_not_installed") from None
    # What is wrong is said by us, in a sentence.
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Client(
                address, timeout=SECONDS_TO_CONNECT, set_as_default=False, name="drawdown"
            )
    except (OSError, ValueError, RuntimeError, TypeError):
        raise Refused("cluster_unreachable", address=address) from None


def check_workers(client: Any, address: str) -> None:
    """``Refused`` unless there are workers, and each has this version of the program."""
    with contextlib.suppress(Exception):
        client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
    try:
        versions = client.run(version_there, on_error="return")
    except Exception:
        versions = {}
    if not versions:
        raise Refused("cluster_without_workers", address=address)
    for worker, version in versions.items():
        if version != __version__:
            there = version if isinstance(version, str) else "–"
            raise Refused("cluster_other_program", worker=worker, there=there, here=__version__)


class _Run:
    """The tasks of one command: hands them out, hears how they go, and gives back what comes."""

    def __init__(self, client: Any, jobs: Sequence[PlanningJob], news: News | None) -> None:
        from distributed import Event

        self._client, self._jobs, self._news = client, jobs, news
        self._name = f"drawdown-{uuid.uuid4().hex}"
        self._stop = Event(self._name, client=client)
        self._told: queue.Queue[dict[str, Any]] = queue.Queue()
        client.subscribe_topic(self._name, lambda event: self._told.put(event[1]))
        self._waiting = {
            number: client.submit(
                plan_there, job, number, self._name,
                key=f"{self._name}-{number}", pure=False, priority=-number,
            )
            for number, job in enumerate(jobs)
        }  # fmt: skip
        self._seen = self._looked = time.monotonic()

    def outcomes(self, stop: Callable[[], bool] | None) -> Iterator[Came]:
        """What comes of each job, until all have come, or those asked to stop take too long."""
        asked_at: float | None = None
        try:
            while self._waiting:
                if asked_at is None and stop is not None and stop():
                    asked_at = time.monotonic()
                    self._ask_to_stop()
                self._tell()
                for number, outcome in self._done():
                    if outcome is not None or asked_at is None:
                        yield self._jobs[number], outcome
                if asked_at is not None and time.monotonic() - asked_at > SECONDS_TO_STOP:
                    return
                if self._is_gone():
                    if asked_at is None:
                        yield from ((self._jobs[number], None) for number in self._waiting)
                    return
                time.sleep(BETWEEN_LOOKS)
        finally:
            # Whoever goes away in the middle leaves no worker at work for nobody.
            if self._waiting and asked_at is None:
                self._ask_to_stop()

    def _ask_to_stop(self) -> None:
        with contextlib.suppress(Exception):
            self._stop.set()

    def _tell(self) -> None:
        """Pass on what the workers have said."""
        while not self._told.empty():
            said = self._told.get()
            if self._news is not None:
                self._news(self._jobs[said["number"]], Progress(**said["progress"]))

    def _done(self) -> Iterator[tuple[int, Outcome | Broken | None]]:
        """Tasks that have ended; None for one that was not begun, or whose workers died."""
        for number, future in list(self._waiting.items()):
            if not future.done():
                continue
            del self._waiting[number]
            result = None
            if future.status == "finished":
                with contextlib.suppress(Exception):
                    result = future.result(timeout=SECONDS_TO_CONNECT)
            yield number, result

    def _is_gone(self) -> bool:
        """Whether there has been no worker, or no scheduler, for too long."""
        now = time.monotonic()
        if now - self._looked > BETWEEN_QUESTIONS:
            self._looked = now
            with contextlib.suppress(Exception):
                if self._client.status == "running" and self._client.nthreads():
                    self._seen = now
        return now - self._seen > SECONDS_WITHOUT_WORKERS


# --- on the worker --------------------------------------------------------------------------------


def version_there() -> str:
    """The version of the program on a worker."""
    return __version__


def plan_there(job: PlanningJob, number: int, run: str) -> Outcome | Broken | None:
    """Do a job on a worker; None if everything was stopped before."""
    from distributed import get_worker

    worker, stop, told_at = get_worker(), AskedToStop(run), 0.0

    def news(job: PlanningJob, progress: Progress) -> None:
        nonlocal told_at
        if time.monotonic() - told_at > BETWEEN_NEWS:
            told_at = time.monotonic()
            worker.log_event(run, {"number": number, "progress": asdict(progress)})

    return next((outcome for _, outcome in planned_side_by_side([job], 1, news, stop)), None)


class AskedToStop:
    """Whether the user has asked to stop; the scheduler is asked now and then."""

    def __init__(self, run: str) -> None:
        from distributed import Event, get_client

        self._event = Event(run, client=get_client())
        self._looked, self._asked = 0.0, False

    def __call__(self) -> bool:
        now = time.monotonic()
        if not self._asked and now - self._looked > BETWEEN_QUESTIONS:
            self._looked = now
            with contextlib.suppress(Exception):
                self._asked = self._event.is_set()
        return self._asked
