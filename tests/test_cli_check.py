"""`drawdown check`, `new`, `convert` and `library`: what they say, and how they end."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from cli_cases import flat, run
from rules_cases import ALL_HOME, TINY, flight, plan_of

from drawdown import files
from drawdown.cli.app import app
from drawdown.cli.conclusion import conclude
from drawdown.model import RunMode
from drawdown.words import Language

COMMANDS = typer.main.get_command(app).commands
EXERCISE = replace(TINY, title="Tiny land", mode=RunMode.EXERCISE, marking="Invented figures")
OVERFULL = plan_of(flight("F1", guards=10, crates=5), flight("F2", guards=60))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a withdrawal, a good plan and one with breaches."""
    monkeypatch.chdir(tmp_path)
    files.write(EXERCISE, "tiny")
    files.write_plan("good", EXERCISE, ALL_HOME)
    files.write_plan("bad", EXERCISE, OVERFULL)
    return tmp_path


def test_a_withdrawal_without_fault_is_fine(folder):
    result = run("check", "tiny")
    assert result.exit_code == 0
    assert result.stdout.startswith("EXERCISE  Tiny land, read in ")
    assert "10 people and 5 t in 2 lines are to leave 1 site by 4 June 2024" in flat(result)
    assert result.stdout.endswith("Next:  drawdown plan tiny\n")


def test_a_good_plan_is_fine(folder):
    result = run("check", "tiny", "--plan", "good")
    assert result.exit_code == 0
    assert "No breach, all 42 rules hold." in result.stdout
    assert "Deadline: everyone and everything out  4 Jun  2 Jun    2 d  ok" in result.stdout


def test_a_bad_plan_has_findings_and_says_them_first(folder):
    result = run("check", "tiny", "--plan", "bad")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("EXERCISE  Tiny land, plan bad, 2 loaded lifts, judged in ")
    assert lines[1] == "Invented figures"
    assert "rules hold." in lines[3]
    assert lines[5].startswith("BREACH  ")
    assert "Lift F2, BASE, 2 Jun 1200Z: 60 people on board, plane has 50 seats." in flat(result)
    assert all(len(line) <= 80 for line in lines)


def test_many_findings_of_a_rule_stand_under_one_head(folder):
    crates = replace(EXERCISE.lines[1], count=1)
    many = tuple(replace(crates, name=f"crate-{n}", unit_mass_kg=1000 + n) for n in range(9))
    files.write(replace(EXERCISE, lines=(EXERCISE.lines[0], *many)), "nine")
    files.write_plan("idle", EXERCISE, plan_of())
    said = flat(run("check", "nine", "--plan", "idle"))
    assert "nothing left BASE, 4 Jun: 10 lines, together 10 people and 9 pieces (9.0 t)." in said
    assert "– 1 piece of crate-8 (1.0 t) is left at the end. – 1 piece of crate-7" in said
    assert "– and 5 more" in said
    assert "5 findings are not shown; --json lists them all." in said


def test_the_same_in_french(folder):
    result = run("check", "tiny", "--plan", "bad", "--lang", "fr")
    assert result.exit_code == 1
    assert result.stdout.startswith("EXERCICE  Tiny land")
    assert "60 personnes à bord, plane offre 50 places assises." in flat(result)


def test_the_environment_chooses_the_language(folder):
    assert "doivent quitter" in flat(run("check", "tiny", DRAWDOWN_LANG="fr"))
    assert "doivent quitter" in flat(run("check", "tiny", LC_ALL="fr_BE.UTF-8"))
    assert "are to leave" in flat(run("check", "tiny", "--lang", "en", DRAWDOWN_LANG="fr"))


def test_findings_for_programs(folder):
    result = run("check", "tiny", "--plan", "bad", "--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 1
    seats = next(found for found in said["findings"] if found["rule"] == "within_seats")
    assert (seats["measured"], seats["limit"], seats["lifts"]) == (60, 50, ["F2"])
    assert seats["sentences"]["en"].startswith("Lift F2, BASE, 2 Jun 1200Z")
    assert said["cost_cents"] == sum(said["terms_cents"].values())
    assert said["rules"] == 42


def test_changes_are_priced_against_the_plan_in_force(folder):
    alone = json.loads(run("check", "tiny", "--plan", "bad", "--json").stdout)
    against = json.loads(run("check", "tiny", "--plan", "bad", "--base", "good", "--json").stdout)
    assert alone["terms_cents"]["changes"] == 0
    assert against["terms_cents"]["changes"] == EXERCISE.prices.change


def test_a_base_without_a_plan_is_wrong_use(folder):
    result = run("check", "tiny", "--base", "good")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "add --plan" in flat_errors(result)


def test_what_is_not_there_is_wrong_use(folder):
    result = run("check", "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is nothing at nowhere." in flat_errors(result)
    assert result.stderr.endswith("Next:  drawdown new nowhere\n")
    planless = run("check", "tiny", "--plan", "nowhere")
    assert flat_errors(planless) == "There is no plan at nowhere. Check the spelling."


def test_the_next_command_begins_as_the_user_began(folder):
    said = run("check", "tiny", DRAWDOWN_PROGRAM="./run").stdout
    assert said.endswith("Next:  ./run plan tiny\n")
    wrong = run("check", "nowhere", DRAWDOWN_PROGRAM="./run")
    assert wrong.stderr.endswith("Next:  ./run new nowhere\n")


def test_wrong_words_are_wrong_use(folder):
    assert run("chek", "tiny").exit_code == 2
    assert run("check").exit_code == 2
    assert run("check", "tiny", "--frobnicate").exit_code == 2


@pytest.mark.parametrize(
    ("words", "english", "french"),
    [
        ("chek", "There is no command chek. Near it: check.", "pas de commande chek. Proche"),
        ("check", "WITHDRAWAL is missing.", "Il manque RETRAIT."),
        ("check a b", "More words than the command takes: b", "n’en prend\u00a0: b"),
        ("plan a --secnds 3", "There is no option --secnds.", "pas d’option --secnds."),
        ("plan a --seconds", "--seconds needs a value behind it.", "demande une valeur"),
        ("plan a --seconds 0", "--seconds is a number of 0.1 or more.", "d’au moins 0,1."),
        ("plan a --seed x", "The value of --seed is not one", "La valeur de --seed"),
    ],
)
def test_wrong_words_are_named_in_the_language_of_the_user(words, english, french):
    said, dit = run(*words.split()), run(*words.split(), DRAWDOWN_LANG="fr")
    assert (said.exit_code, said.stdout) == (2, "")
    assert english in said.stderr and french in dit.stderr


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("code", ["en", "fr"])
def test_help_is_in_the_language_of_the_user_and_fits_80_columns(command, code):
    said = run(*command.split(), "--help", DRAWDOWN_LANG=code)
    assert said.exit_code == 0
    lines = said.stdout.splitlines()
    lead = {"en": "Usage: drawdown", "fr": "Usage\u00a0: drawdown"}[code]
    assert lines[0].startswith(f"{lead} {command}".rstrip())
    assert max(map(len, lines)) <= 80
    assert {"en": "Show this help.", "fr": "Donner cette aide."}[code] in said.stdout


def test_lang_may_stand_before_the_command_and_alone(folder):
    before, after = run("--lang", "fr", "check", "tiny"), run("check", "tiny", "--lang", "fr")
    # The second time it may have taken some hundredths of a second more.
    first, second = (re.sub(r"\d+,\d+ s", "", done.stdout) for done in (before, after))
    assert first == second
    assert "Commandes" in run("--lang", "fr", "--help").stdout
    assert "Commandes" in run("--help", "--lang=fr").stdout


def test_every_word_of_every_command_has_its_help():
    for language in (Language("en"), Language("fr")):
        for name, command in COMMANDS.items():
            for key in (f"about.{name}", f"short.{name}"):
                assert language.say("help", key)
            for param in command.params:
                assert language.say("help", f"word.{param.name}")


def test_faults_are_all_named_and_nothing_is_read(folder):
    lines = folder / "tiny" / "lines.csv"
    lines.write_text(lines.read_text().replace("crates,", "crates,ab", 1).replace("10", "ten"))
    result = run("check", "tiny")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Nothing was read from tiny" in flat_errors(result)
    assert "FAULT" in result.stderr
    said = json.loads(run("check", "tiny", "--json").stdout)
    assert said["error"] == "withdrawal"
    assert all(fault["sentence"] for fault in said["faults"])


def test_a_terminal_without_utf_8_gets_ascii(folder):
    done = subprocess.run(
        [sys.executable, "-m", "drawdown", "check", "tiny", "--plan", "bad", "--lang", "fr"],
        capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.returncode == 1
    assert b"regles" in done.stdout
    assert done.stdout.isascii()


def test_a_reader_who_goes_away_is_no_trouble(folder):
    command = f"{sys.executable} -m drawdown library airfields | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_new_withdrawal_is_without_fault_and_not_written_twice(folder):
    assert run("new", "mine").exit_code == 0
    assert run("check", "mine").exit_code == 0
    again = run("new", "mine")
    assert again.exit_code == 2
    assert "Something lies at mine already" in flat_errors(again)


def test_a_new_workbook(folder):
    said = json.loads(run("new", "mine", "--workbook", "--json").stdout)
    assert said == {"written": "mine.xlsx"}
    assert run("check", "mine.xlsx").exit_code == 0


def test_a_withdrawal_goes_into_a_workbook_and_back(folder):
    assert run("convert", "tiny", "tiny.xlsx").exit_code == 0
    assert run("convert", "tiny.xlsx", "back").exit_code == 0
    assert files.read("back").withdrawal == replace(files.read("tiny").withdrawal, name="tiny")
    assert run("convert", "tiny", "tiny.xlsx").exit_code == 2


def test_the_library_is_searched_by_word(folder):
    result = run("library", "airfields", "drrn")
    assert result.exit_code == 0
    assert "Diori Hamani" in result.stdout
    assert "1 airfield of the library" in flat(result)
    assert "C-17" in run("library").stdout
    assert run("library", "airfields", "xyzzy").exit_code == 0
    assert run("library", "books").exit_code == 2
    assert json.loads(run("library", "carriers", "c-17", "--json").stdout)[0]["name"] == "C-17"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("airfields", "agadez"), "DRZA"), (("airfields", "NIAMEY"), "DRRN"),
        (("airfields", "tchad"), "FTTJ"), (("airfields", "niger niamey"), "DRRN"),
        (("airfields", "ne"), "DRZA"), (("airfields", "cote d'ivoire"), "DIAP"),
        (("carriers", "c17"), "C-17"), (("carriers", "hercules"), "C-130J-30"),
        (("carriers", "mer"), "ro-ro-ship"),
    ],
)  # fmt: skip
def test_the_library_is_searched_by_town_country_and_parts_of_a_name(words, found):
    assert re.search(rf"^{found} ", run("library", *words).stdout, re.MULTILINE)


def test_niger_is_not_nigeria():
    said = run("library", "airfields", "niger").stdout
    assert "DRZA" in said and "Nigeria" not in said


def test_an_airfield_is_shown_with_town_and_country_in_the_language():
    assert "Diori Hamani International Airport, Niamey, Niger" in flat(
        run("library", "airfields", "DRRN", COLUMNS="160")
    )
    assert "Tchad" in run("library", "airfields", "FTTJ", "--lang", "fr").stdout


def test_one_carrier_is_shown_with_each_figure_and_its_source(folder):
    lines = run("library", "carriers", "c-17").stdout.splitlines()
    seats = next(line for line in lines if line.startswith("seats"))
    assert re.search(r"^seats +102 +Public load manual page: 102 seats,", seats)
    assert any(re.search(r"^payload_by_km +0:\d+; +assumed ", line) for line in lines)


def test_help_is_quick_because_nothing_heavy_is_loaded():
    heavy = ("numpy", "highspy", "rich", "jinja2", "drawdown.files", "python_calamine")
    code = (
        "import sys\nfrom drawdown.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    code = end.code\n"
        f"loaded = [name for name in {heavy!r} if name in sys.modules]\n"
        "sys.exit(code or (1 if loaded else 0))"
    )
    done = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, check=False)
    assert done.returncode == 0


def test_an_unexpected_error_is_one_sentence_and_a_file(folder, capsys):
    def broken(screen):
        raise RuntimeError("the sky is falling")

    with pytest.raises(typer.Exit) as end:
        conclude("en", False, broken)
    said = capsys.readouterr().err
    assert end.value.exit_code == 3
    assert said.startswith("This is a defect of the program, not of your files (code ")
    path = Path(re.search(r"in (\S+\.txt);", " ".join(said.split())).group(1))
    assert "the sky is falling" in path.read_text()
    path.unlink()


def test_what_is_broken_off_has_its_own_code(folder, capsys):
    def interrupted(screen):
        raise KeyboardInterrupt

    with pytest.raises(typer.Exit) as end:
        conclude("fr", False, interrupted)
    assert end.value.exit_code == 130
    assert capsys.readouterr().err == "Interruption. Rien n’a été écrit.\n"


def test_a_file_that_may_not_be_written_is_wrong_input(folder, capsys):
    def refused(screen):
        raise PermissionError(13, "Permission denied", "/plan/lifts.csv")

    with pytest.raises(typer.Exit) as end:
        conclude("en", False, refused)
    assert end.value.exit_code == 2
    assert (
        "/plan/lifts.csv cannot be read or written: Permission denied." in capsys.readouterr().err
    )


def flat_errors(result):
    """What was said on standard error, with its lines joined."""
    return " ".join(result.stderr.split())
