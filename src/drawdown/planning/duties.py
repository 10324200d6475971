"""What share of a crew's duty a run takes: how many duties some runs need at least.

A tail's crew works in duties of at most so many minutes with a rest between them. Runs that do not
fit into one duty together need two, and the rest between them, whatever their minutes come to.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from drawdown.planning.question import Run

# A run by its number in ``Question.runs``, and whether it is loaded.
Kind = tuple[int, bool]
# Where more sequences of runs than this fit into one duty, minutes are all that is counted.
MOST_SEQUENCES = 20_000


def minutes_of(run: Run, loaded: bool) -> int:
    """How long a run is under way: from when it begins to load to when it is unloaded."""
    ground = run.carrier.load_min + run.carrier.unload_min if loaded else 0
    return run.travel_min + ground


def duty_shares(runs: list[tuple[int, Run]], inside: frozenset[str]) -> dict[Kind, float]:
    """A share for each kind of run of one fleet: those of one duty never sum to more than 1.

    Shares are lifted one kind after another, as the coefficients of a cover inequality are (Balas
    1975): each as large as the sequences that fit into a duty allow, given those before. Loaded
    runs from ``inside`` the country come first, then empty ones that bring a tail there.
    """
    duty = runs[0][1].carrier.crew_duty_min
    minutes = {(i, loaded): minutes_of(run, loaded) for i, run in runs for loaded in (True, False)}
    if duty is None:
        return dict.fromkeys(minutes, 0.0)
    fitting = _fitting(dict(runs), minutes, duty)
    if fitting is None:
        return {kind: min(1.0, needed / duty) for kind, needed in minutes.items()}
    shares: dict[Kind, float] = {}
    for kind in _order(dict(runs), minutes, inside):
        rooms = [
            (1.0 - sum(shares.get(other, 0.0) * n for other, n in sequence.items()))
            / sequence[kind]
            for sequence in fitting
            if kind in sequence
        ]
        shares[kind] = max(0.0, min(rooms, default=1.0))
    return shares


def _order(runs: dict[int, Run], minutes: dict[Kind, int], inside: frozenset[str]) -> list[Kind]:
    def rank(kind: Kind) -> tuple[int, int, int]:
        number, loaded = kind
        place = runs[number].origin if loaded else runs[number].destination
        after = 2 if place not in inside else 0 if loaded else 1
        return after, -minutes[kind], number

    return sorted(minutes, key=rank)


def _fitting(
    runs: dict[int, Run], minutes: dict[Kind, int], duty: int
) -> list[Counter[Kind]] | None:
    """How often each kind occurs in each sequence that fits into a duty; None if too many."""
    found: list[Counter[Kind]] = []
    for sequence in _sequences(runs, minutes, duty):
        if len(found) >= MOST_SEQUENCES:
            return None
        found.append(Counter(sequence))
    return found


def _sequences(
    runs: dict[int, Run], minutes: dict[Kind, int], duty: int
) -> Iterator[tuple[Kind, ...]]:
    # By where they begin: each kind, its minutes, and where it ends.
    follows: dict[str, list[tuple[Kind, int, str]]] = defaultdict(list)
    for kind, needed in minutes.items():
        if needed > 0:
            run = runs[kind[0]]
            follows[run.origin].append((kind, needed, run.destination))
    waiting: list[tuple[tuple[Kind, ...], int, str]] = [
        ((), 0, origin) for origin in reversed(follows)
    ]
    while waiting:
        sequence, used, place = waiting.pop()
        for kind, needed, destination in follows[place]:
            if used + needed <= duty:
                longer = (*sequence, kind)
                yield longer
                waiting.append((longer, used + needed, destination))
