"""What is changed in a plan: all that may be, in few questions."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from oracle.tiny_cases import START

from drawdown.model import Disposal, Disposition, Plan
from drawdown.planning.halves import MOST_IN_VAIN, changed_in_parts


def disposed(plan, names):
    """The plan with a disposal of each name more."""
    more = [Disposal(name, "A", Disposition.DESTROY, 1, START) for name in names]
    return replace(plan, disposals=(*plan.disposals, *more))


def names_in(plan):
    return {disposal.line for disposal in plan.disposals}


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40), max_size=2))
def test_all_is_changed_but_what_does_not_do(numbers, bad):
    names, asked = [str(number) for number in sorted(numbers)], []

    def does(made):
        asked.append(made)
        return not names_in(made) & {str(number) for number in bad}

    made = changed_in_parts(Plan(), names, disposed, does)
    assert names_in(made) == {str(number) for number in numbers - bad}
    if names and not numbers & bad:
        assert len(asked) == 1


def test_where_nothing_does_it_is_not_asked_for_ever():
    asked = []

    def does(made):
        asked.append(made)
        return False

    names = [str(number) for number in range(1000)]
    assert changed_in_parts(Plan(), names, disposed, does) == Plan()
    assert len(asked) == MOST_IN_VAIN
