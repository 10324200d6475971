"""`python -m drawdown`: the command line."""

from drawdown.cli import main

if __name__ == "__main__":
    main()
