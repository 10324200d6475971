"""The command line: shows and asks; knows actions, words and model."""


def main() -> None:
    """Run the program with the words of the command line."""
    import os

    from drawdown.cli.app import app
    from drawdown.cli.conclusion import close_output

    try:
        app(prog_name=os.environ.get("DRAWDOWN_PROGRAM") or "drawdown")
    finally:
        close_output()


__all__ = ["main"]
