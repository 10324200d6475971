"""The set-up promise: `./run` works from nothing, mends itself, and fails in one sentence."""

import ast
import errno
import hashlib
import os
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

SCRIPT = Path(__file__).parent.parent / "run"
run = SimpleNamespace(**runpy.run_path(str(SCRIPT), run_name="run"))
PROGRAM = "import os, sys, tidemark\nprint(os.getcwd(), sys.argv[1:], tidemark.VALUE)\n"
TELLS = "import os\nprint(os.environ['DRAWDOWN_PROGRAM'])\n"
needs_posix = pytest.mark.skipif(os.name == "nt", reason="the test looks into .venv/bin")


@pytest.fixture
def root(tmp_path):
    """A repository as small as can be: the script, a lock of one package, a one-line program."""
    root = tmp_path / "a folder"
    (root / "src" / "drawdown").mkdir(parents=True)
    (root / "src" / "drawdown" / "__main__.py").write_text(PROGRAM)
    shutil.copy(SCRIPT, root / "run")
    digest = make_wheel(root / "wheelhouse")
    (root / "requirements.txt").write_text(f"tidemark==1.0 --hash=sha256:{digest}\n")
    return root


def make_wheel(folder):
    """Write the package tidemark, which holds one number; its hash comes back."""
    folder.mkdir()
    path = folder / "tidemark-1.0-py3-none-any.whl"
    about = "tidemark-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tidemark.py", "VALUE = 1905\n")
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: tidemark\nVersion: 1.0\n")
        wheel.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{about}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def start(root, *words, cwd=None, script=None, **variables):
    """Start the script as a user would, with nothing on the PATH and no network."""
    environment = {"PATH": "", "HOME": str(root), "PIP_NO_INDEX": "1", **variables}
    if "SYSTEMROOT" in os.environ:
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return subprocess.run(
        [sys.executable, str(script or root / "run"), *words],
        cwd=cwd or root, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def make_ready(root):
    """The folder after a finished set-up, as far as `is_ready` can tell."""
    python = Path(run.venv_python(str(root)))
    python.parent.mkdir(parents=True)
    python.write_text("")
    Path(run.stamp_path(str(root))).write_text(run.stamp_text(str(root), "3.11"))


@needs_posix
def test_from_nothing_it_sets_up_once_and_hands_over_from_any_folder(root, tmp_path):
    first = start(root, "plan", "a b")
    assert first.returncode == 0, first.stderr
    assert first.stdout == f"{root} ['plan', 'a b'] 1905\n"
    assert first.stderr.count("Setting up, once") == 3

    shutil.rmtree(root / "wheelhouse")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "tidemark.py").write_text("VALUE = 'taken from where the user stands'")
    (elsewhere / "link").symlink_to(root / "run")
    second = start(
        root, "demo", cwd=elsewhere, script=elsewhere / "link", PYTHONPATH=str(elsewhere)
    )
    words = ["plan", f"{root}/examples/niger-2024", "--out", f"{elsewhere}/drawdown-demo"]
    assert (second.stdout, second.stderr) == (
        f"{elsewhere} {[*words, '--seconds', '30']} 1905\n",
        "",
    )

    moved = root.rename(tmp_path / "moved")
    assert start(moved, "check").stdout == f"{moved} ['check'] 1905\n"
    command = subprocess.run([moved / ".venv/bin/drawdown", "x"], capture_output=True, text=True)
    assert command.stdout.endswith("['x'] 1905\n")

    # The program is told how the user started it; tests and benchmarks are not.
    (moved / "src" / "drawdown" / "__main__.py").write_text(TELLS)
    assert start(moved, "plan", script="./run").stdout == "./run\n"
    assert start(moved, "plan", script="run").stdout == "python3 run\n"
    assert start(moved, "plan", cwd=tmp_path, script="moved/run").stdout == "moved/run\n"


def test_a_path_with_a_blank_is_to_be_typed_in_quotation_marks():
    assert run.as_typed(f"a b{os.sep}run").endswith(f'"a b{os.sep}run"')


def test_an_empty_wheelhouse_fails_in_one_sentence_and_the_next_run_begins_again(root, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    failed = start(root, "plan", DRAWDOWN_WHEELHOUSE=str(empty))
    assert failed.returncode == 2 and failed.stdout == ""
    sentence = failed.stderr.splitlines()[-1]
    assert sentence.startswith("The package tidemark==1.0 was not found")
    assert str(root / ".venv-setup.log") in sentence and "Traceback" not in failed.stderr
    assert "tidemark" in (root / ".venv-setup.log").read_text()
    assert not run.is_ready(str(root))


def test_a_wheelhouse_that_is_no_folder_is_named(root):
    failed = start(root, "plan", DRAWDOWN_WHEELHOUSE="nowhere")
    assert failed.returncode == 2
    assert failed.stderr.startswith("DRAWDOWN_WHEELHOUSE names nowhere, which is not a folder")


def test_without_words_it_tells_what_it_can_do_and_sets_nothing_up(root):
    told = start(root)
    assert told.returncode == 0 and "./run demo" in told.stdout
    assert not (root / ".venv").exists()


def test_a_finished_set_up_is_known_by_its_stamp(root):
    assert not run.is_ready(str(root))
    make_ready(root)
    if os.name != "nt":
        assert run.is_ready(str(root))


@pytest.mark.parametrize("spoil", ["lock", "stamp", "empty stamp", "python"])
def test_a_changed_lock_or_an_unfinished_or_broken_set_up_is_not_ready(root, spoil):
    make_ready(root)
    if spoil == "lock":
        (root / "requirements.txt").write_text("tidemark==2.0\n")
    elif spoil == "stamp":
        (root / ".venv" / "drawdown-stamp").unlink()
    elif spoil == "empty stamp":
        (root / ".venv" / "drawdown-stamp").write_text("")
    else:
        Path(run.venv_python(str(root))).unlink()
    assert not run.is_ready(str(root))


def test_line_ends_of_the_lock_do_not_matter(root):
    before = run.stamp_text(str(root), "3.11")
    lock = root / "requirements.txt"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert run.stamp_text(str(root), "3.11") == before


@needs_posix
def test_two_set_ups_at_once_are_kept_apart(tmp_path):
    with (tmp_path / "lock").open("w") as first, (tmp_path / "lock").open("w") as second:
        assert run.take(first)
        assert not run.take(second)


def test_an_old_python_can_read_the_script_and_is_told_what_to_do():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))
    sentence = run.too_old((3, 6, 15))
    assert "needs Python 3.11 or newer and was started with 3.6" in sentence


@needs_posix
def test_another_python_is_taken_only_if_it_starts(tmp_path):
    (tmp_path / "python3.14").write_text("#!/bin/sh\nexit 127\n")
    (tmp_path / "python3.14").chmod(0o755)
    assert run.fitting_python(str(tmp_path)) is None
    (tmp_path / "python3.12").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "python3.12").chmod(0o755)
    assert run.fitting_python(str(tmp_path)) == str(tmp_path / "python3.12")


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "out of disk space"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "its hash differs"),
        ("Retrying (Retry(total=4\nNo matching distribution found for a", "could not be fetched"),
        ("error: Failed to fetch: `a`", "could not be fetched"),
        ("Because a==2.4 has no wheels with a matching platform", "a==2.4 was not found"),
        ("something else", "The set-up failed"),
    ],
)
def test_a_failed_step_is_told_by_its_cause_and_remedy(log, sentence):
    told = run.cause(log, "/somewhere")
    assert sentence in told and run.log_path("/somewhere") in told and "\n" not in told


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EROFS, "cannot be written: the first ./run needs a folder"),
        (errno.EACCES, "cannot be written: the first ./run needs a folder"),
        (errno.ENOSPC, "the disk is full"),
        (errno.ENOENT, "No such file"),
    ],
)
def test_an_error_of_the_file_system_is_one_sentence(number, sentence):
    error = OSError(number, os.strerror(number), "/somewhere/.venv.lock")
    told = run.sentence_for(error, "/somewhere")
    assert told.startswith("/somewhere/.venv.lock") and sentence in told and "\n" not in told


def test_every_locked_package_is_listed_with_its_licence():
    lock = (SCRIPT.parent / "requirements.txt").read_text(encoding="utf-8")
    listed = (SCRIPT.parent / "THIRD_PARTY.md").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    assert set(re.findall(r"^\| ([\w.-]+) \|", listed, re.MULTILINE)) - {"package", "---"} == locked


def test_the_lock_names_no_place_to_fetch_from():
    lock = (SCRIPT.parent / "requirements.txt").read_text(encoding="utf-8")
    assert not re.findall(r"://|index-url|find-links| @ ", lock)
    assert lock.count("--hash=sha256:") > lock.count("==")
