"""Whatever happens to a plan in force: what has begun or is pinned stays, the rest is valid."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle.tiny_withdrawals import tiny

from drawdown import plan
from drawdown.model import Hold, InForce, Pin, Plan, Severity, Withdrawal
from drawdown.planning.question import Question
from drawdown.planning.replan_facts import Facts
from drawdown.rules import changed_lifts, cost_terms

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def disturbed(random: Random, withdrawal: Withdrawal, base: Plan) -> Withdrawal:
    """A tail lost, a leg closed, a fleet gone, carriers that hold less, or more to carry."""
    loaded = [lift for lift in base.lifts if lift.loads]
    if not loaded:
        return withdrawal
    hit = random.choice(loaded)
    what = random.choice(("tail", "leg", "fleet", "room", "more"))
    if what in ("tail", "fleet"):
        until_utc = hit.depart_utc if what == "fleet" else None
        return replace(
            withdrawal,
            fleets=tuple(
                replace(
                    fleet,
                    count=fleet.count if until_utc else max(1, fleet.count - 1),
                    until_utc=until_utc or fleet.until_utc,
                )
                if fleet.name == hit.fleet
                else fleet
                for fleet in withdrawal.fleets
            ),
        )
    if what == "leg":
        spans = ((withdrawal.start_utc - DAY, hit.depart_utc - HOUR),
                 (hit.depart_utc + 5 * HOUR, withdrawal.end_utc + 9 * DAY))  # fmt: skip
        ends = (hit.origin, hit.destination)
        return replace(
            withdrawal,
            legs=tuple(
                replace(leg, windows=spans) if (leg.origin, leg.destination) == ends else leg
                for leg in withdrawal.legs
            ),
        )
    if what == "room":
        less = (replace(c, seats=c.seats // 2, payload_kg=1 + c.payload_kg // 2) for c in
                withdrawal.carriers)  # fmt: skip
        return replace(withdrawal, carriers=tuple(less))
    more = (replace(line, count=line.count + random.randint(0, 3)) for line in withdrawal.lines)
    return replace(withdrawal, lines=tuple(more))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_what_is_settled_stays_and_nothing_new_breaks_a_rule(seed):
    random = Random(seed)
    withdrawal = tiny(random)
    base = plan(withdrawal, effort=1, planner="greedy").plan
    truth = disturbed(random, withdrawal, base)
    minutes = (withdrawal.end_utc - withdrawal.start_utc) // timedelta(minutes=2)
    now_utc = withdrawal.start_utc + timedelta(minutes=random.randint(0, minutes))
    pins = tuple(
        Pin(lift.name, random.choice(list(Hold))) for lift in base.lifts if random.random() < 0.15
    )
    allowed = random.choice((None, 0, 1, 2, 3, 6))
    outcome = plan(truth, base=base, now_utc=now_utc, changes=allowed, pins=pins, effort=1)

    made = {lift.name: lift for lift in outcome.plan.lifts}
    assert len(made) == len(outcome.plan.lifts)
    facts = Facts(Question(truth), InForce(base, now_utc, allowed, pins))
    for name in facts.whole:
        assert made[name] == facts.base[name]
    for name in facts.in_time:
        assert replace(made[name], loads=()) == replace(facts.base[name], loads=())
    for disposal in base.disposals:
        if disposal.at_utc <= now_utc:
            assert disposal in outcome.plan.disposals

    held = facts.in_time
    for finding in outcome.findings:
        is_new = finding.from_utc is not None and finding.from_utc > now_utc
        if finding.severity is Severity.BREACH and is_new and finding.lifts:
            assert held.issuperset(finding.lifts), finding

    replanned = outcome.replanned
    assert replanned.changed == changed_lifts(base, outcome.plan).count
    assert allowed is None or replanned.changed <= max(allowed, replanned.forced)
    assert outcome.cost_cents == sum(cost_terms(truth, outcome.plan, base).values())
    costs = [point.cost_cents for point in replanned.budget]
    assert costs == sorted(costs, reverse=True)
    assert all(p.changes is None or p.changed <= p.changes for p in replanned.budget)


def test_the_same_effort_gives_the_same_change():
    random = Random(5)
    withdrawal = tiny(random)
    base = plan(withdrawal, effort=1, planner="greedy").plan
    truth = disturbed(random, withdrawal, base)
    first, second = (
        plan(truth, base=base, now_utc=truth.start_utc, changes=3, effort=1) for _ in range(2)
    )
    assert first.plan == second.plan
    assert first.replanned == second.replanned
