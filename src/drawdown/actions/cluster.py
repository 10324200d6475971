"""Plans on a Dask cluster: the one file that knows ``dask.distributed``.

Each job is one task. A worker that is lost has its task done by another; what the cluster cannot
do is given back, to be planned here.
"""

import logging
import time
import uuid
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from drawdown import __version__
from drawdown.actions.planning_job import Broken, PlanningJob, outcome_of
from drawdown.actions.refusal import Refused
from drawdown.model import Outcome

SECONDS_TO_CONNECT = 5
# A worker that is begun again, by its nanny or by hand, has this long to come back.
SECONDS_WITHOUT_WORKERS = 20.0
SECONDS_TO_STOP = 30.0
BETWEEN_LOOKS = 0.2
Lost = None


def planned_on_cluster(
    address: str, jobs: Sequence[PlanningJob], stop: Callable[[], bool] | None = None
) -> Iterator[tuple[PlanningJob, Outcome | Broken | None]]:
    """The outcome of each job, as they come; None for one that the cluster has lost.

    ``Refused`` where there is no cluster, no worker, or a worker with another program. Once
    ``stop`` says True, tasks under way are asked for their best plans, and no other is begun.
    """
    client = connected(address)
    try:
        check_workers(client, address)
        yield from watched(client, jobs, stop)
    finally:
        with suppress(Exception):
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
    with suppress(Exception):
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


def version_there() -> str:
    """The version of the program on a worker."""
    return __version__


def watched(
    client: Any, jobs: Sequence[PlanningJob], stop: Callable[[], bool] | None
) -> Iterator[tuple[PlanningJob, Outcome | Broken | None]]:
    """Hand the jobs out, and give back what comes."""
    from distributed import Event

    run = f"drawdown-{uuid.uuid4().hex}"
    asking = Event(run, client=client)
    waiting = {
        number: client.submit(
            plan_there, job, run, key=f"{run}-{number}", pure=False, priority=-number
        )
        for number, job in enumerate(jobs)
    }
    patience = Patience(client)
    asked_at: float | None = None
    while waiting:
        if asked_at is None and stop is not None and stop():
            asked_at = time.monotonic()
            with suppress(Exception):
                asking.set()
        for number, future in list(waiting.items()):
            if future.done():
                del waiting[number]
                outcome = result_of(future)
                if outcome is not None or asked_at is None:
                    yield jobs[number], outcome
        late = asked_at is not None and time.monotonic() - asked_at > SECONDS_TO_STOP
        if late:
            return
        if patience.is_over():
            if asked_at is None:
                yield from ((jobs[number], Lost) for number in waiting)
            return
        time.sleep(BETWEEN_LOOKS)


def result_of(future: Any) -> Outcome | Broken | None:
    """What a task came to; None where it was not begun, or its workers died under it."""
    if future.status != "finished":
        return None
    with suppress(Exception):
        result: Outcome | Broken | None = future.result(timeout=SECONDS_TO_CONNECT)
        return result
    return None


class Patience:
    """Looks after the cluster: over once it has had no worker, or no scheduler, for too long."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._seen = self._looked = time.monotonic()

    def is_over(self) -> bool:
        """Whether to wait no more; the cluster is asked once in two seconds."""
        now = time.monotonic()
        if now - self._looked > 2:
            self._looked = now
            with suppress(Exception):
                if self._client.status == "running" and self._client.nthreads():
                    self._seen = now
        return now - self._seen > SECONDS_WITHOUT_WORKERS


# --- on the worker --------------------------------------------------------------------------------


def plan_there(job: PlanningJob, run: str) -> Outcome | Broken | None:
    """Do a job on a worker; None if everything was stopped before."""
    import traceback

    asked = AskedToStop(run)
    if asked():
        return None
    try:
        return outcome_of(job, stop=asked)
    except Exception:
        return Broken(traceback.format_exc())


class AskedToStop:
    """Whether the user has asked to stop; the scheduler is asked once in two seconds."""

    def __init__(self, run: str) -> None:
        from distributed import Event, get_client

        self._event = Event(run, client=get_client())
        self._looked, self._asked = 0.0, False

    def __call__(self) -> bool:
        now = time.monotonic()
        if not self._asked and now - self._looked > 2:
            self._looked = now
            with suppress(Exception):
                self._asked = self._event.is_set()
        return self._asked
