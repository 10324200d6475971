"""What changed since the plan in force, lift by lift."""

from dataclasses import replace

import pytest
from rules_cases import at, flight, plan_of

from drawdown.model import Load
from drawdown.rules import Changes, changed_lifts

BASE = plan_of(flight("F1", guards=2, crates=3))


def test_the_same_plan_changes_nothing():
    assert changed_lifts(BASE, plan_of(flight("F1", guards=2, crates=3))) == Changes()


def test_lifts_are_added_and_removed_by_name():
    new = plan_of(flight("F2", guards=2, crates=3))
    changes = changed_lifts(BASE, new)
    assert (changes.added, changes.removed, changes.changed) == (new.lifts, BASE.lifts, ())
    assert changes.count == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fleet", "trucks"),
        ("tail", 2),
        ("tail", None),
        ("origin", "HUB"),
        ("destination", "HUB"),
        ("depart_utc", at(1, 12, 1)),
        ("arrive_utc", at(1, 14)),
        ("loads", (Load("guards", 2),)),
        ("loads", (Load("guards", 2), Load("crates", 4))),
    ],
)
def test_a_changed_lift_says_what_differs(field, value):
    after = replace(BASE.lifts[0], **{field: value})
    (change,) = changed_lifts(BASE, plan_of(after)).changed
    assert (change.before, change.after, change.what) == (BASE.lifts[0], after, (field,))


def test_how_loads_are_ordered_and_split_is_no_change():
    loads = (Load("crates", 1), Load("guards", 2), Load("crates", 2), Load("fuel", 0))
    assert changed_lifts(BASE, plan_of(flight("F1", loads=loads))).count == 0


def test_several_differences_are_one_changed_lift():
    changes = changed_lifts(BASE, plan_of(flight("F1", at(2), 9, tail=2)))
    assert changes.count == 1
    assert changes.changed[0].what == ("tail", "depart_utc", "arrive_utc", "loads")
