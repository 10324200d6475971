"""Rows of the day model that price what is late: milestones, handovers, the deadline."""

from drawdown.model import Basis, Line, Milestone, Mode
from drawdown.planning.day_limits import DayLimits
from drawdown.planning.day_model import DayModel
from drawdown.planning.linear_model import Terms
from drawdown.planning.pools import Pool
from drawdown.planning.question import MINUTES_PER_DAY, Question
from drawdown.rules.milestones import amount_required, lines_counted, sites_counted


def whole_day_model(
    question: Question, *, strict: bool = False, pooled: bool = False, period_days: int = 1
) -> tuple[DayModel, DayLimits]:
    """The day model with the rows of the rules and of the price list, and what its rows limit."""
    days = DayModel(question, strict=strict, pooled=pooled, period_days=period_days)
    limits = DayLimits(days)
    price_dues(days)
    return days, limits


def price_dues(days: DayModel) -> None:
    """Add the cost of everything that is late; what cannot be certain is not charged."""
    question = days.question
    for milestone in question.withdrawal.milestones:
        if milestone.basis is Basis.SITES:
            _price_sites(days, milestone)
        else:
            _price_milestone(days, milestone)
    for place in question.withdrawal.places:
        if place.handover_utc is not None:
            due = question.minute(place.handover_utc)
            for line in days.lines:
                _price_presence(days, line, place.name, due)
    for line in days.lines:
        for name in sorted(question.in_country):
            _price_presence(days, line, name, question.deadline_min)
        if line.latest_utc is not None:
            _price_presence(days, line, line.origin, question.minute(line.latest_utc))


def first_night(due: int) -> int:
    """The day whose night is the first at or after an instant."""
    return max(0, -(-due // MINUTES_PER_DAY) - 1)


def _price_presence(days: DayModel, line: Line, place: str, due: int) -> None:
    """Each night from a due on: people there; things at their origin that are not left there."""
    prices, clock = days.question.withdrawal.prices, days.clock(line)
    first = first_night(due)
    if first >= days.days:
        return
    for step in range(clock.of(first), clock.count):
        column = days.charged.get((line.name, place, step))
        if column is None:
            continue
        nights = clock.last[step] - max(first, clock.first(step)) + 1
        if line.is_people:
            days.model.add_cost(column, prices.late_person_per_night / 100 * nights)
            continue
        left = days.left.get((line.name, place))
        if place == line.origin and left is not None:
            each = prices.late_t_per_night * line.unit_mass_kg / 100_000
            late = days.model.column(each * nights)
            days.model.at_least([(late, 1.0), (column, -1.0), (left, 1.0)], 0)


def _price_milestone(days: DayModel, milestone: Milestone) -> None:
    question, prices = days.question, days.question.withdrawal.prices
    counted = lines_counted(question.withdrawal, milestone)
    needed = amount_required(milestone, sum(line.count * each for line, each in counted))
    price = {
        Basis.PEOPLE: prices.late_person_per_night / 100,
        Basis.TONNES: prices.late_t_per_night / 100_000,
        Basis.PIECES: prices.late_piece_per_night / 100,
    }[milestone.basis]
    if not counted:
        return
    clock = days.clock(counted[0][0])
    first = first_night(question.minute(milestone.due_utc))
    # Whatever goes out and comes back, no more than this is ever gone, or back again.
    most = 10.0 * sum(line.count * each for line, each in counted)
    leaving = [(going(days, line), float(each)) for line, each in counted]
    names = {days.pool_of[line.name].line.name for line, _ in counted if line.name in days.pool_of}
    pools = [days.pools[name] for name in sorted(names)]
    pieces: list[list[int]] = []
    if milestone.basis is Basis.PIECES:
        pieces = [_pieces_gone(days, pool) for pool in pools]
    else:
        # A pool counts kg, or heads, as the milestone does.
        leaving += [(going(days, pool.line), 1.0) for pool in pools]
    gone: int | None = None
    for step in range(clock.count):
        now = days.model.column(lower=-most, upper=most)
        terms: Terms = [(now, 1.0)]
        if gone is not None:
            terms.append((gone, -1.0))
        for of_line, each in leaving:
            terms += [(column, -value * each) for column, value in of_line[step]]
        days.model.equal(terms, 0)
        gone = now
        if clock.last[step] >= first:
            nights = clock.last[step] - max(first, clock.first(step)) + 1
            late = days.model.column(price * nights)
            more = [(through[step], 1.0) for through in pieces]
            days.model.at_least([(late, 1.0), (now, 1.0), *more], float(needed))


def _pieces_gone(days: DayModel, pool: Pool) -> list[int]:
    """For each step a column: pieces that may be gone through a pool, which knows only their kg.

    No more than the lightest make of the kg that went out, and no more than have set out.
    """
    clock, model = days.clock(pool.line), days.model
    lightest = float(min(line.unit_mass_kg for line in pool.members))
    members = {line.name for line in pool.members}
    sent: list[Terms] = [[] for _ in range(clock.count)]
    for (name, _, step), column in days.flow.items():
        if name in members:
            sent[step].append((column, -1.0))
    through: list[int] = []
    out_before: Terms = []
    sent_before: Terms = []
    for step, going_out in enumerate(going(days, pool.line)):
        # What comes back is taken to be gone: of how many pieces it is made nobody knows.
        leaving = [(column, -value) for column, value in going_out if value > 0]
        out, set_out, pieces = model.column(), model.column(), model.column()
        model.equal([(out, 1.0), *out_before, *leaving], 0)
        model.equal([(set_out, 1.0), *sent_before, *sent[step]], 0)
        model.at_most([(pieces, lightest), (out, -1.0)], 0)
        model.at_most([(pieces, 1.0), (set_out, -1.0)], 0)
        out_before, sent_before = [(out, -1.0)], [(set_out, -1.0)]
        through.append(pieces)
    return through


def going(days: DayModel, line: Line) -> list[Terms]:
    """For each step, units that may count as gone from it on: out by lift, or disposed of."""
    clock, inside = days.clock(line), days.question.in_country
    of_step: list[Terms] = [[] for _ in range(clock.count)]
    for key in days.legs_of[line.name]:
        out = key[0] in inside and key[1] not in inside
        back = key[0] not in inside and key[1] in inside
        if not out and not back:
            continue
        lag = days.shortest_lag(key) if key[2] is Mode.ROAD else 0
        for sent in range(clock.count):
            column = days.flow.get((line.name, key, sent))
            if column is None:
                continue
            day = clock.first(sent) + lag if out else clock.last[sent] + days.longest_lag(key)
            if day < days.days:
                of_step[clock.of(day)].append((column, 1.0 if out else -1.0))
    for place in days.places_of(line):
        for way in line.dispositions:
            for step in range(clock.count):
                if (line.name, place, way, step) in days.disposed:
                    of_step[step].append((days.disposed[line.name, place, way, step], 1.0))
        for step in range(clock.count):
            if (line.name, place, step) in days.given_up and place in days.question.in_country:
                of_step[step].append((days.given_up[line.name, place, step], 1.0))
    return of_step


def _price_sites(days: DayModel, milestone: Milestone) -> None:
    """A site counts as gone in the nights of a period if it sees no departure in a later one."""
    question = days.question
    sites = sites_counted(question.withdrawal, milestone)
    needed = amount_required(milestone, len(sites))
    price = question.withdrawal.prices.late_site_per_night / 100
    first, periods = first_night(question.minute(milestone.due_utc)), days.periods
    for period in range(periods.count):
        nights = periods.last[period] - max(first, periods.first(period)) + 1
        if nights > 0:
            late = days.model.column(price * nights)
            closing = [days.open.get((name, period + 1)) for name in sites]
            terms = [(column, -1.0) for column in closing if column is not None]
            days.model.at_least([(late, 1.0), *terms], float(needed - len(sites)))
