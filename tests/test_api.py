"""`import drawdown`: light, typed, and enough to read, check and plan a withdrawal."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from rules_cases import ALL_HOME, TINY, flight, plan_of
from what_if_cases import ASKING

import drawdown
from drawdown import model

ROOT = Path(__file__).parent.parent


def test_importing_the_package_loads_nothing_else():
    code = (
        "import sys, drawdown\n"
        "loaded = [m for m in sys.modules if m.startswith('drawdown.') or m == 'babel']\n"
        "sys.exit(len(loaded))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_version_is_the_one_that_is_packed():
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert drawdown.__version__ == packed["project"]["version"]


def test_every_word_of_the_model_is_there():
    for name in model.__all__:
        assert getattr(drawdown, name) is getattr(model, name)


def test_what_type_checkers_see_is_what_there_is():
    source = (ROOT / "src" / "drawdown" / "__init__.py").read_text(encoding="utf-8")
    seen = {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("drawdown")
        for alias in node.names
    }
    assert seen == set(drawdown.__all__) - {"__version__"}
    assert (ROOT / "src" / "drawdown" / "py.typed").exists()


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'evacuate'"):
        drawdown.evacuate  # noqa: B018


def test_a_variant_is_had_by_its_name():
    assert drawdown.with_variant(ASKING, "No  SALE").disposals == ()
    with pytest.raises(drawdown.Refused) as refusal:
        drawdown.with_variant(ASKING, "less")
    assert refusal.value.facts == {"variant": "less", "known": "more, no-planes, no sale"}


def test_what_is_written_is_read_again(tmp_path):
    drawdown.write(TINY, tmp_path / "tiny")
    withdrawal = drawdown.read(str(tmp_path / "tiny"))
    assert withdrawal.lines == TINY.lines
    drawdown.write_plan(withdrawal, ALL_HOME, tmp_path / "plan")
    assert drawdown.read_plan(tmp_path / "plan", withdrawal).lifts == ALL_HOME.lifts


def test_a_plan_is_checked_and_priced():
    assert drawdown.check(TINY, ALL_HOME) == ()
    assert sum(drawdown.cost(TINY, ALL_HOME).values()) > 0
    overfull = plan_of(flight("F1", guards=10, crates=5), flight("F2", guards=60))
    assert any(found.rule == "within_seats" for found in drawdown.check(TINY, overfull))
    assert drawdown.cost(TINY, overfull, ALL_HOME)["changes"] == TINY.prices.change


def test_what_is_not_there_is_refused_in_plain_words(tmp_path):
    with pytest.raises(drawdown.Refused, match="There is nothing at"):
        drawdown.read(tmp_path / "nowhere")
