"""README, tutorial and map say what is so: commands are run, options and files are looked up."""

import os
import re
import runpy
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from drawdown.cli.app import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
MAP = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PAGES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Typed:
    """A command of a page, what the page says it answers, and with which exit code."""

    words: list[str]
    said: str
    code: int


@dataclass(frozen=True)
class Written:
    """A file of a page, or the line of a file that is replaced by another."""

    path: str
    text: str
    instead_of: str = ""


def steps(page):
    """What the reader of a page does, in order."""
    for kind, path, text in BLOCK.findall(page):
        if kind == "console":
            yield from typed(text)
        elif kind == "csv":
            yield Written(path, text)
        elif kind == "diff":
            path, old, new = re.fullmatch(r"--- (\S+)\n-(.*)\n\+(.*)\n", text).groups()
            yield Written(path, new, instead_of=old)


def typed(console):
    """The commands of a console; ``echo $?`` shows the exit code of the one before."""
    parts = [part.partition("\n") for part in console.split("$ ")[1:]]
    for number, (line, _, said) in enumerate(parts):
        if line != "echo $?":
            after = parts[number + 1] if number + 1 < len(parts) else ("", "", "")
            code = int(after[2]) if after[0] == "echo $?" else 0
            yield Typed(shlex.split(line), said, code)


def plain(text):
    """In one line, without times of the clock and without where lines are broken."""
    text = re.sub(r"(planned|judged|read)\s+in\s+[\d.,]+\s+s\b", r"\1 in S", text)
    return " ".join(text.split())


def key_lines(step):
    """The parts of what is said that must be there word for word.

    Of a new plan these are what it comes to, the judge's word and what comes next: its figures may
    be better tomorrow. What the judge says of a given plan is held to the last figure.
    """
    parts = [plain(part) for part in step.said.split("…")]
    if step.words[1] != "plan":
        return [part for part in parts if part]
    whole = " ".join(parts)
    return re.findall(
        r"Every[^.]*\.|Judge: [^.]*\.|What if: [^.]*\.|Next: .*$|Written to [^:]*:", whole
    )


def program(words, cwd):
    """Run the program as a reader would, in English."""
    environment = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80", "DRAWDOWN_LANG": "en"}
    return subprocess.run(
        [sys.executable, "-P", "-m", "drawdown", *words],
        cwd=cwd, env=environment | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip


def write(step, folder):
    """Do what the page says about a file."""
    path = folder / step.path
    path.parent.mkdir(exist_ok=True)
    text = step.text
    if step.instead_of:
        before = path.read_text(encoding="utf-8")
        assert before.count(step.instead_of + "\n") == 1, f"{step.path}: {step.instead_of}"
        text = before.replace(step.instead_of + "\n", step.text + "\n")
    path.write_text(text, encoding="utf-8")


# --- the pages are run ----------------------------------------------------------------------------


def test_each_step_of_the_tutorial_does_what_it_says(tmp_path):
    commands = 0
    for step in steps(TUTORIAL):
        if isinstance(step, Written):
            write(step, tmp_path)
            continue
        assert step.words[0] == "drawdown"
        done = program(step.words[1:], tmp_path)
        assert done.returncode == step.code, (step.words, done.stdout, done.stderr)
        expected = key_lines(step)
        assert expected, step.words
        for part in expected:
            assert part in plain(done.stdout), (step.words, part, done.stdout)
        commands += 1
    assert commands >= 7


def test_a_changed_figure_of_the_judge_in_the_tutorial_would_be_seen():
    (step,) = typed("$ drawdown check here\nNo breach,\nall 42 rules hold.\n")
    assert key_lines(step) == ["No breach, all 42 rules hold."]
    (step,) = typed("$ drawdown plan here\nEveryone is out by 3 June.\n\nCost 7 €.\nJudge: Fine.\n")
    assert key_lines(step) == ["Everyone is out by 3 June.", "Judge: Fine."]


def test_the_commands_of_the_readme_are_those_of_run(tmp_path):
    run = runpy.run_path(str(ROOT / "run"), run_name="run")
    words = [step.words for step in steps(README)]
    assert words == [["./run", "demo"], ["./run", "test"]]
    for _, name in words:
        assert f"./run {name} " in run["__doc__"]
    demo = [word.format(root=ROOT, cwd=tmp_path) for word in run["DEMO"]]
    done = program([*demo, "--planner", "greedy"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "drawdown-demo" / "report.html").exists()


def test_the_python_of_the_readme_plans_and_finds_nothing_wrong(monkeypatch):
    (code,) = [text for kind, _, text in BLOCK.findall(README) if kind == "python"]
    assert code.count("seconds=30") == 1
    monkeypatch.chdir(ROOT)
    names = {}
    exec(code.replace("seconds=30", 'planner="greedy"'), names)
    assert names["outcome"].plan.lifts
    assert names["findings"] == names["outcome"].findings


# --- commands and options -------------------------------------------------------------------------


COMMANDS = typer.main.get_command(app).commands


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_are_in_the_readme(name):
    assert f"./run {name}" in README
    for option in COMMANDS[name].params:
        if option.param_type_name == "option":
            missing = [word for word in option.opts if not re.search(rf"[` ]{word}\b", README)]
            assert missing == []


def test_the_readme_names_no_option_that_is_not_there():
    known = {word for name in COMMANDS for option in COMMANDS[name].params for word in option.opts}
    elsewhere = {"--help", "--version", "--quick"}
    assert set(re.findall(r"`(--[a-z-]+)", README)) - elsewhere <= known
    bench = (ROOT / "bench" / "__main__.py").read_text(encoding="utf-8")
    assert '"--quick"' in bench


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_no_command_that_is_not_there(page):
    named = re.findall(r"\bdrawdown ([a-z]+)", "\n".join(code_of(page)))
    named += re.findall(r"\./run ([a-z]+)", "\n".join(code_of(page)))
    assert set(named) <= {*COMMANDS, "demo", "test", "bench"}


def code_of(page):
    """What stands as code on a page, in lines or in blocks."""
    text = page.read_text(encoding="utf-8")
    lines = [line for kind, _, code in BLOCK.findall(text) for line in code.split("\n")]
    return [line for line in lines if line.startswith("$ ")] + re.findall(r"`([^`\n]+)`", text)


# --- files ----------------------------------------------------------------------------------------


def files_named(text):
    """Paths in a text: what is marked as code and has a folder, or an ending of ours."""
    marked = re.findall(r"`([\w./-]+)`", text)
    return {word for word in marked if "/" in word or word.endswith((".md", ".txt", ".py"))}


def test_every_file_of_the_map_exists():
    named = files_named(MAP)
    assert len(named) > 60
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_package_is_on_the_map():
    source = ROOT / "src" / "drawdown"
    packages = {path.parent.name for path in source.glob("*/__init__.py")}
    assert {name for name in packages if f"src/drawdown/{name}/" not in MAP} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_pages_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_picture_of_the_report_is_small_enough_to_load_quickly():
    picture = ROOT / "docs" / "report.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size <= 250_000


def test_what_is_in_the_repository_of_others_is_named():
    listed = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    for name in ("Inter", "Natural Earth", "world-atlas", "OurAirports", "airportsdata"):
        assert f"**{name}**" in listed
    assert "Copyright (c) 2020- Mike Borsetti" in listed
    assert "Copyright (c) 2014" in listed
