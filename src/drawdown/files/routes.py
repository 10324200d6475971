"""Asks whether a line can get to where it is to go at all, by any chain of legs that may carry."""

from collections.abc import Mapping

from drawdown.files.book import Book
from drawdown.files.faults import Faults
from drawdown.files.text_cells import WayBack
from drawdown.model import Disposition, Mode

Neighbours = Mapping[str, list[tuple[str, Mode]]]


def check_routes(book: Book, faults: Faults) -> None:
    """Warns of lines that no chain of legs, in modes that run and that the line allows, can move.

    Lines with the same origin, destination and modes share one warning, at the first of them.
    """
    if not (book["legs"].given and book["fleet"].given):
        return
    neighbours = neighbours_of(book)
    running = frozenset(book.fleet_modes())
    reached: dict[tuple[str, frozenset[Mode]], set[str]] = {}
    stuck: dict[tuple[str, str, frozenset[Mode]], list[int]] = {}
    for row in book["lines"]:
        origin, destination, modes = row["origin"], row["destination"], row["modes"]
        if not origin or not destination or modes is None or origin == destination:
            continue
        if Disposition.REDEPLOY not in (row["dispositions"] or (Disposition.REDEPLOY,)):
            continue
        key = (origin, modes & running)
        if key not in reached:
            reached[key] = reachable(origin, key[1], neighbours)
        if destination not in reached[key]:
            stuck.setdefault((origin, destination, modes), []).append(row.number)
    for (origin, destination, modes), numbers in stuck.items():
        facts = {
            "origin": origin,
            "n": len(numbers),
            "modes": ", ".join(mode.value for mode in Mode if mode in modes),
        }
        faults.add(
            book["lines"].warning("no_route", numbers[0], "destination", destination, **facts)
        )


def neighbours_of(book: Book) -> Neighbours:
    """Where one can be carried from each place, and in which mode."""
    found: dict[str, list[tuple[str, Mode]]] = {}
    for row in book["legs"]:
        origin, destination, mode = row["origin"], row["destination"], row["mode"]
        if origin and destination and mode and not row["empty_only"]:
            found.setdefault(origin, []).append((destination, mode))
            if row["both_ways"] is WayBack.YES:
                found.setdefault(destination, []).append((origin, mode))
    return found


def reachable(origin: str, modes: frozenset[Mode], neighbours: Neighbours) -> set[str]:
    """All places that a chain of legs in these modes reaches."""
    seen, front = {origin}, [origin]
    while front:
        for place, mode in neighbours.get(front.pop(), ()):
            if mode in modes and place not in seen:
                seen.add(place)
                front.append(place)
    return seen
