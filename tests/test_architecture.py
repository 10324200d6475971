"""The floors of the house: an import goes down, never up, never sideways among strangers."""

import ast
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "drawdown"
FLOORS = (
    {"model"},
    {"rules", "words"},
    {"planning", "loading", "risk", "ledger", "files", "reports", "reading"},
    {"actions"},
    {"cli", "web", "__init__"},
    {"__main__"},
)
FLOOR = {package: number for number, packages in enumerate(FLOORS, 1) for package in packages}
FACES, SEEN_BY_FACES = {"cli", "web"}, {"actions", "words", "model"}
# An engine sits behind a wall: the one file or folder that may import it.
WALLS = {
    "dask": "actions/cluster.py",
    "distributed": "actions/cluster.py",
    "highspy": "planning/highs.py",
    "jinja2": "reports/",
    "python_calamine": "files/",
    "rich": "cli/",
    "typer": "cli/",
    "xlsxwriter": "files/",
}
PURE = {"model", "rules"}
OUTSIDE_WORLD = {"io", "os", "random", "secrets", "socket", "subprocess", "time"}
CLOCKS = {"now", "today", "utcnow"}
LEFTOVERS = {"common", "core", "helpers", "managers", "util", "utils"}


def breaches(path, source):
    """What the module at ``path`` (below src/drawdown) does against the laws, a line for each."""
    package = path.split("/")[0].removesuffix(".py")
    tree = ast.parse(source)
    found = [f"{name} is a leftover, not a purpose" for name in set(parts(path)) & LEFTOVERS]
    for name in imported(tree, path):
        top, _, below = name.partition(".")
        if top == "drawdown":
            found += own_breaches(package, below.partition(".")[0])
        elif top in WALLS and not path.startswith(WALLS[top]):
            found += [f"imports {top}, which belongs to {WALLS[top]}"]
        elif package in PURE and top not in sys.stdlib_module_names - OUTSIDE_WORLD:
            found += [f"imports {top}, and {package} is pure"]
    return found + (sorted(impure_calls(tree)) if package in PURE else [])


def parts(path):
    return path.removesuffix(".py").split("/")


def own_breaches(package, other):
    """``other`` is a package of ours, or a name of the top-level package (which all may read)."""
    if other not in FLOOR or other == package:
        return []
    if FLOOR[other] >= FLOOR[package]:
        return [f"imports {other}, which is not below {package}"]
    if package in FACES and other not in SEEN_BY_FACES:
        return [f"imports {other}, and {package} sees only {sorted(SEEN_BY_FACES)}"]
    return []


def imported(tree, path):
    """The full names of all that is imported, lazily or not: ``drawdown.model``, ``json``."""
    home = ["drawdown", *path.split("/")[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = home[: len(home) + 1 - node.level] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def impure_calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id == "open":
                yield "opens a file"
            if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
                yield "reads a clock"


MODULES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES)
def test_a_module_keeps_to_its_floor_and_its_engine_to_its_wall(path):
    assert breaches(path, (SOURCE / path).read_text(encoding="utf-8")) == []


def test_every_package_has_a_floor():
    assert {path.split("/")[0].removesuffix(".py") for path in MODULES} <= set(FLOOR)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("model/line.py", "import numpy"),
        ("model/line.py", "import random"),
        ("model/line.py", "from drawdown.rules import judge"),
        ("model/line.py", "from ..rules import judge"),
        ("rules/judge.py", "from drawdown import words"),
        ("rules/judge.py", "text = open('a').read()"),
        ("rules/judge.py", "import datetime\nlate = datetime.datetime.now() > due"),
        ("words/french.py", "import drawdown.rules.measures"),
        ("planning/fit.py", "def plan():\n    from drawdown.files import library"),
        ("planning/fit.py", "import highspy"),
        ("actions/what_if.py", "from distributed import Client"),
        ("files/sheet.py", "from rich.table import Table"),
        ("actions/plan.py", "from drawdown.cli import main"),
        ("cli/plan.py", "from drawdown.planning import dispatcher"),
        ("planning/utils.py", ""),
    ],
)
def test_a_breach_is_seen(path, source):
    assert breaches(path, source) != []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("model/line.py", "from datetime import datetime\nfrom .place import Place"),
        ("rules/judge.py", "from drawdown.model import Plan\nimport math"),
        ("words/english.py", "from drawdown.model import Finding"),
        ("actions/cluster.py", "from distributed import Client"),
        ("planning/highs.py", "import highspy\nfrom drawdown.rules import judge"),
        ("__init__.py", "def plan():\n    from drawdown.actions import plan"),
        ("__main__.py", "from drawdown.cli import main"),
        ("cli/version.py", "import typer\nfrom drawdown import __version__"),
    ],
)
def test_what_is_allowed_is_not_called_a_breach(path, source):
    assert breaches(path, source) == []
