"""The command line in tests: commands run in the process, at 80 columns, in English."""

from typer.testing import CliRunner

from drawdown.cli.app import app


def run(*words, **environment):
    """The command's end and what it wrote, in English unless the environment says otherwise."""
    spoken = {
        "LC_ALL": "C.UTF-8",
        "DRAWDOWN_LANG": "",
        "DRAWDOWN_PROGRAM": "",
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }
    return CliRunner().invoke(
        app, list(map(str, words)), env=spoken | environment, prog_name="drawdown"
    )


def flat(result):
    """The output with its lines joined."""
    return " ".join(result.stdout.split())
