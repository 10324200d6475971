"""What-if on a Dask cluster: the same plans as here, whatever becomes of its workers."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from what_if_cases import ASKING, PLAN_TABLES, job, plan_at, run, varied

from drawdown import files
from drawdown.actions.cluster import check_workers, planned_on_cluster
from drawdown.actions.planning_side_by_side import planned_side_by_side
from drawdown.actions.refusal import Refused
from drawdown.actions.what_if import make_what_if
from drawdown.model import Outcome, Status

NIGER = Path(__file__).parent.parent / "examples" / "niger-2024"
NAMES = ["more", "no-planes", "no sale"]


@pytest.fixture(scope="module")
def clusters():
    """Makes clusters on this machine, each worker a process of its own; closes them all."""
    distributed = pytest.importorskip("distributed", reason="pip install drawdown[cluster]")
    made = []

    def cluster(workers):
        made.append(
            distributed.LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1",
                scheduler_port=0, dashboard_address="127.0.0.1:0", silence_logs=100,
            )
        )  # fmt: skip
        return made[-1]

    yield cluster
    for each in made:
        each.close(timeout=10)


@pytest.fixture(scope="module")
def two_workers(clusters):
    return clusters(2)


@pytest.fixture
def asking(tmp_path):
    files.write(ASKING, tmp_path / "asking")
    return tmp_path / "asking"


def workers_of(cluster):
    """The processes that work."""
    return [nanny.pid for nanny in cluster.workers.values() if nanny.pid]


def endless(number):
    """A planning that would take hours: only stopping ends it."""
    return job(str(number), files.read(NIGER).withdrawal, planner="full", effort=100_000)


# --- the same as here -----------------------------------------------------------------------------


def figures(record):
    """The outcome as data, without how long it took."""
    if isinstance(record, dict):
        return {key: figures(value) for key, value in record.items() if key != "seconds"}
    return [figures(each) for each in record] if isinstance(record, list) else record


def test_the_plans_and_the_table_are_those_of_planning_here(asking, tmp_path, two_workers):
    here = make_what_if(asking, ["all"], tmp_path / "here", effort=1, seed=5)
    there = make_what_if(
        asking, ["all"], tmp_path / "there", effort=1, seed=5,
        cluster=two_workers.scheduler_address,
    )  # fmt: skip
    assert figures(here.record) == figures(there.record)
    for folder in ("", *(f"what-if/{name}" for name in NAMES)):
        for table in PLAN_TABLES:
            one, other = (tmp_path / out / folder / table for out in ("here", "there"))
            assert one.read_bytes() == other.read_bytes(), (folder, table)
    pages = [(tmp_path / out / "what-if.html").read_bytes() for out in ("here", "there")]
    assert pages[0] == pages[1]


def test_how_it_goes_there_is_told_here(two_workers):
    told = []
    jobs = [job("a", planner="full"), job("b", planner="full")]
    came = list(planned_on_cluster(
        two_workers.scheduler_address, jobs, lambda job, progress: told.append((job.name, progress))
    ))  # fmt: skip
    assert {each.name for each, _ in came} == {"a", "b"} == {name for name, _ in told}
    assert all(progress.doing and progress.seconds >= 0 for _, progress in told)


def test_the_command_plans_there(asking, tmp_path, two_workers):
    done = run(
        "plan", asking, "--what-if", "no sale", "--planner", "greedy", "--out", tmp_path / "out",
        "--cluster", two_workers.scheduler_address,
    )  # fmt: skip
    assert done.exit_code == 0, done.stdout
    assert "What if: 1 of 1 variant keeps every date" in " ".join(done.stdout.split())


# --- what may go wrong there ----------------------------------------------------------------------


def test_a_worker_that_dies_in_the_middle_costs_nothing_but_time(clusters):
    cluster, killed = clusters(2), []

    def news(job, progress):
        if not killed:
            killed.append(workers_of(cluster)[0])
            os.kill(killed[0], signal.SIGKILL)

    jobs = [job(str(number), planner="full") for number in range(3)]
    there = dict((each.name, got) for each, got in planned_on_cluster(
        cluster.scheduler_address, jobs, news
    ))  # fmt: skip
    assert killed
    (here,) = (got for _, got in planned_side_by_side(jobs[:1], 1))
    assert [there[name].plan for name in "012"] == [here.plan] * 3


def test_what_a_cluster_that_goes_away_loses_is_planned_here(asking, tmp_path, clusters):
    cluster, gone = clusters(1), []

    def news(job, progress):
        if not gone:
            gone.append(cluster)
            cluster.close(timeout=10)

    whole = make_what_if(
        asking, ["more"], tmp_path / "out", effort=1, cluster=cluster.scheduler_address, news=news
    )
    assert gone and not whole.what_if.not_planned
    assert plan_at(tmp_path / "out" / "what-if" / "more", varied("more")).lifts


def test_a_stop_brings_back_what_is_under_way(two_workers):
    told = []
    jobs = [endless(number) for number in range(4)]
    begun = time.monotonic()
    came = list(planned_on_cluster(
        two_workers.scheduler_address, jobs, lambda job, progress: told.append(job.name),
        lambda: bool(told),
    ))  # fmt: skip
    assert time.monotonic() - begun < 60
    assert 1 <= len(came) <= 2
    for each, outcome in came:
        assert isinstance(outcome, Outcome) and outcome.status is Status.INTERRUPTED
        assert each.name in {"0", "1"} and outcome.plan.lifts


def test_workers_do_not_go_on_for_nobody(two_workers):
    jobs = [endless(number) for number in range(2)]

    class Gone(Exception):
        pass

    def news(job, progress):
        raise Gone

    with pytest.raises(Gone):
        list(planned_on_cluster(two_workers.scheduler_address, jobs, news))
    # Both workers are free again: else this would never come.
    came = list(planned_on_cluster(two_workers.scheduler_address, [job("a"), job("b")]))
    assert all(isinstance(outcome, Outcome) for _, outcome in came) and len(came) == 2


# --- what is refused ------------------------------------------------------------------------------


def refused(*words):
    """What the command says to words that do not do."""
    done = run("plan", *words, "--what-if", "all", "--json")
    data = json.loads(done.stdout)
    assert done.exit_code == 2, data
    return data["error"], data["sentence"]


def test_where_no_scheduler_answers_it_is_said(asking):
    pytest.importorskip("distributed", reason="pip install drawdown[cluster]")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        for wrong in (address, "no address at all", "quantum://here"):
            error, sentence = refused(asking, "--cluster", wrong)
            assert error == "cluster_unreachable" and wrong in sentence


def test_a_cluster_without_workers_is_refused(asking, tmp_path, clusters):
    address = clusters(0).scheduler_address
    error, sentence = refused(asking, "--cluster", address, "--out", tmp_path / "out")
    assert error == "cluster_without_workers" and f"dask worker {address}" in sentence
    assert not (tmp_path / "out").exists()


class OtherWorkers:
    """A cluster whose workers have another version, or none at all."""

    def __init__(self, said):
        self.said = said

    def wait_for_workers(self, n, timeout):
        pass

    def run(self, asked, on_error):
        return {"tcp://10.0.0.7:1": self.said}


@pytest.mark.parametrize("said", ["0.0.1", ModuleNotFoundError("No module named 'drawdown'")])
def test_a_worker_with_another_program_is_refused(said):
    with pytest.raises(Refused) as refusal:
        check_workers(OtherWorkers(said), "tcp://10.0.0.5:8786")
    assert refusal.value.key == "cluster_other_program"
    assert refusal.value.facts["worker"] == "tcp://10.0.0.7:1"


def test_without_the_package_it_is_said_how_to_install_it(asking):
    code = (
        "import sys; sys.modules['distributed'] = None; from drawdown.cli import main; "
        "sys.argv[1:] = ['plan', sys.argv[1], '--what-if', 'all', '--cluster', 'tcp://x:1']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(asking)], capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "pip install drawdown[cluster]" in done.stdout + done.stderr
