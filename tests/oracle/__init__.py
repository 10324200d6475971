"""A second opinion, written from docs/rules.md alone, and everything it is asked about."""
