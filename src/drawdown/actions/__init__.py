"""What a user can do, one function each. Only here are files, clocks and processes opened.

Each action has its own module, so that a command loads no more than it needs.
"""
