"""Levels over time, nights, and periods above a limit, against counting minute by minute."""

from hypothesis import given
from hypothesis import strategies as st

from drawdown.rules.crowding import Stay, crowdings
from drawdown.rules.steps import Nights, Steps, combined, day_of

changes = st.lists(st.tuples(st.integers(-50, 400), st.integers(-4, 4)), max_size=8)


def by_hand(parts, minute, initial=0):
    return initial + sum(difference for time, difference in parts if time <= minute)


@given(changes, st.integers(-60, 410), st.integers(-3, 3))
def test_a_level_is_the_sum_of_the_changes_so_far(parts, minute, initial):
    steps = Steps(parts, initial)
    assert steps.at(minute) == by_hand(parts, minute, initial)
    assert steps.final == by_hand(parts, 1000, initial)


@given(changes, changes, st.integers(-60, 410))
def test_steps_add_up_with_their_factors(one, other, minute):
    both = combined([(Steps(one), 1), (Steps(other), -3)])
    assert both.at(minute) == by_hand(one, minute) - 3 * by_hand(other, minute)


@given(changes, st.integers(-2, 5), st.integers(-20, 100))
def test_the_first_instant_at_a_level(parts, level, since):
    reached = [m for m in range(since, 410) if by_hand(parts, m) >= level]
    assert Steps(parts).first_at_least(level, since) == (reached[0] if reached else None)


@given(changes, st.integers(0, 5))
def test_the_instant_from_which_a_level_holds_for_good(parts, limit):
    above = [m for m in range(-60, 410) if by_hand(parts, m) > limit]
    settled = Steps(parts).settles_within(limit)
    if not above:
        assert settled == 0
    elif above[-1] == 409:
        assert settled is None
    else:
        assert settled == above[-1] + 1


@given(changes, st.integers(0, 5))
def test_periods_above_a_limit_are_the_longest(parts, limit):
    levels = {m: by_hand(parts, m) for m in range(-60, 410)}
    inside = set()
    for begin, until, highest in Steps(parts).periods_above(limit):
        period = range(begin, 410 if until is None else until)
        assert max(levels[m] for m in period) == highest
        assert levels[begin - 1] <= limit
        assert until is None or levels[until] <= limit
        inside |= set(period)
    assert inside == {m for m, level in levels.items() if level > limit}


night_changes = st.lists(
    st.tuples(st.integers(-3, 12).map(lambda x: x * 720), st.integers(-4, 6)), max_size=8
)


@given(night_changes, st.integers(0, 5), st.integers(-2000, 9000), st.integers(0, 3))
def test_sums_over_nights(parts, count, since, less):
    nights = Nights(count)
    minutes = [minute for minute in nights.minutes() if minute >= since]
    assert len(nights.minutes()) == count
    assert nights.from_on(since) == len(minutes)
    steps = Steps(parts, initial=2)
    assert nights.total(steps, since) == sum(steps.at(m) for m in minutes)
    beyond = sum(max(0, steps.at(m) - less) for m in minutes)
    assert nights.total_beyond(steps, less, since) == beyond


def test_nights_between_two_instants_include_the_first_and_not_the_last():
    nights = Nights(3)
    assert [nights.between(1440, until) for until in (1440, 1441, 2880, 2881)] == [0, 1, 1, 2]
    assert nights.between(1441, 2880) == 0
    assert nights.between(0, 99_999) == 3
    assert nights.between(99_999, 0) == 0


def test_midnight_belongs_to_the_day_that_ends():
    assert [day_of(minute) for minute in (-1440, -1, 0, 1, 1440, 1441)] == [-2, -1, 0, 0, 0, 1]


stays = st.lists(
    st.builds(
        Stay, st.integers(0, 30), st.integers(0, 30), st.integers(0, 3), st.sampled_from("abcdef")
    ),
    max_size=8,
)


@given(stays, st.integers(0, 4))
def test_a_crowding_names_all_who_stay_in_it(several, limit):
    taken = {
        m: sum(stay.spots for stay in several if stay.from_min <= m < stay.until_min)
        for m in range(-1, 32)
    }
    inside = set()
    for crowding in crowdings(several, limit):
        period = range(crowding.from_min, crowding.until_min)
        inside |= set(period)
        assert crowding.highest == max(taken[m] for m in period)
        assert taken[crowding.until_min] <= limit
        assert set(crowding.lifts) == {
            stay.lift
            for stay in several
            if any(stay.from_min <= m < stay.until_min for m in period)
        }
    assert inside == {m for m, spots in taken.items() if spots > limit}
