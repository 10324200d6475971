"""Finds circles: names that wait for each other."""

from collections.abc import Iterator, Mapping, Sequence


def circles(before: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """One circle out of each knot of names that wait for each other, in the order of the names.

    ``before[name]`` are the names that ``name`` waits for. The knots are the strongly connected
    components (Tarjan 1972, DOI 10.1137/0201010), found without recursion.

    >>> list(circles({"a": ["b"], "b": ["c"], "c": ["b"]}))
    [['b', 'c']]
    """
    rank = {name: index for index, name in enumerate(before)}
    for knot in sorted(knots(before), key=lambda knot: min(rank[name] for name in knot)):
        members = set(knot)
        start = min(knot, key=lambda name: rank[name])
        if len(knot) > 1 or start in before[start]:
            yield circle_from(start, members, before)


def circle_from(start: str, members: set[str], before: Mapping[str, Sequence[str]]) -> list[str]:
    """A shortest way from a name back to itself inside its knot."""
    came: dict[str, str] = {}
    front = [start]
    while start not in came:
        ahead = []
        for name in front:
            for other in before[name]:
                if other in members and other not in came:
                    came[other] = name
                    ahead.append(other)
        front = ahead
    path = [came[start]]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]


def knots(before: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The strongly connected components."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in before:
        if root in index:
            continue
        work = [(root, 0)]
        while work:
            name, position = work.pop()
            if position == 0:
                index[name] = low[name] = len(index)
                stack.append(name)
                on_stack.add(name)
            deeper = False
            names = before[name]
            for at in range(position, len(names)):
                other = names[at]
                if other not in before:
                    continue
                if other not in index:
                    work += [(name, at + 1), (other, 0)]
                    deeper = True
                    break
                if other in on_stack:
                    low[name] = min(low[name], index[other])
            if deeper:
                continue
            if low[name] == index[name]:
                knot: list[str] = []
                while not knot or knot[-1] != name:
                    knot.append(stack.pop())
                    on_stack.discard(knot[-1])
                yield knot
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[name])
