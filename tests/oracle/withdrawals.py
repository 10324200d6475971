"""Random withdrawals and random plans of them, by a seed or as hypothesis strategies."""

from random import Random

from hypothesis import strategies as st

from drawdown.model import Plan, Withdrawal
from oracle.plans import random_plan
from oracle.sized_withdrawals import SIZES, sized
from oracle.tiny_withdrawals import tiny


def withdrawals() -> st.SearchStrategy[Withdrawal]:
    """Tiny withdrawals in which every attribute of the model occurs now and then."""
    return st.randoms(use_true_random=False).map(tiny)


def plans(withdrawal: Withdrawal) -> st.SearchStrategy[Plan]:
    """Plans of a withdrawal, more often plausible than not."""
    return st.randoms(use_true_random=False).map(lambda random: random_plan(random, withdrawal))


def random_withdrawal(seed: int, size: str = "tiny") -> Withdrawal:
    """The withdrawal of a seed: ``tiny``, ``small`` (2 sites) or ``mid`` (4 sites, 60 lines)."""
    random = Random(f"{size} {seed}")
    return tiny(random) if size == "tiny" else sized(random, SIZES[size])


def random_plan_of(withdrawal: Withdrawal, seed: int) -> Plan:
    """The plan of a seed for a withdrawal."""
    return random_plan(Random(f"plan {seed}"), withdrawal)
