"""The wheel, built without a network: it holds the program whole, and nothing else."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from drawdown.words import LANGUAGES

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "drawdown"
DATA = [
    "drawdown/py.typed",
    "drawdown/library/carriers.csv",
    "drawdown/library/airfields.csv",
    "drawdown/library/segregation.csv",
    "drawdown/library/LICENCE-airfields.md",
    "drawdown/reports/templates/report.html.j2",
    "drawdown/reports/templates/report.css",
    "drawdown/reports/templates/report.js",
    "drawdown/reports/assets/countries.json.gz",
    "drawdown/reports/assets/countries-LICENSE.txt",
    "drawdown/reports/assets/inter-latin.woff2",
    "drawdown/reports/assets/inter-LICENSE.txt",
    *(f"drawdown/words/catalogues/{code}/terminal.po" for code in LANGUAGES),
]
BUILD = "import sys; from flit_core.buildapi import build_wheel; build_wheel(sys.argv[1])"


def built_wheel(folder):
    """The wheel that the build backend makes of this source, with no network in between."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder with what is in the wheel, as an installation has it."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize("name", DATA)
def test_the_data_of_the_program_is_in_the_wheel(installed, name):
    assert (installed / name).stat().st_size or name.endswith("py.typed")


def test_every_file_of_the_package_is_in_the_wheel_byte_for_byte(installed):
    files = [
        file for file in SOURCE.rglob("*") if file.is_file() and "__pycache__" not in file.parts
    ]
    assert len(files) > 100
    for file in files:
        copy = installed / "drawdown" / file.relative_to(SOURCE)
        assert copy.read_bytes() == file.read_bytes(), file


def test_nothing_but_the_package_and_what_describes_it_is_in_the_wheel(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0].rpartition(".")[2] for name in names} == {"drawdown", "dist-info"}
    assert not [name for name in names if name.endswith((".pyc", ".mo", ".log"))]


def test_the_licences_and_the_command_come_along(installed):
    (description,) = installed.glob("*.dist-info")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name in project["license-files"]:
        assert (description / "licenses" / name).read_bytes() == (ROOT / name).read_bytes()
    commands = (description / "entry_points.txt").read_text(encoding="utf-8")
    assert "drawdown=drawdown.cli:main" in commands.replace(" ", "")
    metadata = (description / "METADATA").read_text(encoding="utf-8")
    assert f"Version: {project['version']}\n" in metadata


def test_two_builds_give_the_same_bytes(wheel, tmp_path):
    assert built_wheel(tmp_path).read_bytes() == wheel.read_bytes()


@pytest.mark.parametrize(("language", "said"), [("en", "No fault"), ("fr", "Aucun défaut")])
def test_the_installed_program_checks_an_example_from_anywhere(installed, tmp_path, language, said):
    example = ROOT / "examples" / "niger-2024"
    script = "import drawdown, sys; print(drawdown.__file__); from drawdown.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "check", str(example), "--lang", language],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(installed)), "the checkout was used, not the wheel"
    assert said in " ".join(done.stdout.split())
