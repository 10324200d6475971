"""Better loads for lifts that are there: block after block of them is chosen anew."""

from drawdown.planning.draft import Draft
from drawdown.planning.engine import solve
from drawdown.planning.jobs import Effort, ImproveBlocks, Solved
from drawdown.planning.load_blocks import blocks_of_lifts, blocks_of_lines
from drawdown.planning.load_model import Chosen, LoadModel
from drawdown.planning.load_order import cuts_near
from drawdown.planning.state import Planning

# Lifts of a place whose loads are chosen anew together, in one pass after another.
LIFTS_IN_A_BLOCK = (10, 20)
# A round that gains no greater share is the last.
WORTH_A_ROUND = 2e-4


def polish(planning: Planning) -> None:
    """Better loads for the lifts of the best plan at its times, from its own loads on.

    While that helps: without the lifts that nothing needs, places close earlier.
    """
    planning.tell("stow")
    while not planning.stopped():
        assert planning.best is not None
        before = planning.best.cost_cents
        draft = Draft.of_plan(planning.question, planning.best.plan)
        if not draft.entries:
            return
        assert draft.begun is not None
        cuts = cuts_near(draft.loading, draft.loading.vector_from(draft.begun))
        loading = draft.loading_with(cuts) if cuts else draft.loading
        chosen = draft.begun
        for lifts in LIFTS_IN_A_BLOCK:
            solved = better_in_blocks(planning, loading, chosen, lifts)
            if solved.x is None:
                break
            chosen = loading.chosen(solved.x)
            planning.offer(draft.plan(chosen))
            if planning.stopped():
                return
        if planning.best.cost_cents > (1 - WORTH_A_ROUND) * before:
            return


def better_in_blocks(planning: Planning, loading: LoadModel, chosen: Chosen, lifts: int) -> Solved:
    """Better loads from those chosen, so many lifts at a time."""
    seconds, work = planning.limits.share(1.0, 40)
    if seconds is not None:
        seconds = max(0.2, min(seconds, planning.left_s() - 1))
    job = ImproveBlocks(
        loading.arrays(),
        Effort(seconds=seconds, work=work),
        blocks=blocks_of_lines(loading) + blocks_of_lifts(loading, lifts),
        start=loading.start_from(chosen),
        seed=planning.seed,
    )
    return solve(job, stop=planning.stopped)
