"""Reads a report as a browser would: its elements, its text, its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import combinations

from drawdown.reports.labels import Box, label_box

VOID = frozenset(("meta", "br", "hr", "img", "input", "link"))


@dataclass
class Element:
    """An element with its attributes; children are elements and texts in their order."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str, class_: str = "") -> list[Element]:
        return [e for e in self.walk() if e.tag == tag and (not class_ or class_ in e.classes)]

    def by_id(self, identity: str) -> Element:
        return next(e for e in self.walk() if e.attributes.get("id") == identity)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def text(self, without: tuple[str, ...] = ("style", "script")) -> str:
        parts = (
            c if isinstance(c, str) else "" if c.tag in without else c.text(without)
            for c in self.children
        )  # fmt: skip
        return "".join(parts)


class Reader(HTMLParser):
    """Builds the tree, and fails where a tag is not closed in its order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {n: v or "" for n, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_page(html: str) -> Element:
    """The page as a tree; fails if it is not well formed."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root], f"never closed: {[e.tag for e in reader.open]}"
    return reader.root


def labels(picture: Element) -> list[tuple[str, Box]]:
    """The words of a picture and the space that each takes."""
    return [
        (
            e.text(),
            label_box(
                float(e.attributes["x"]), float(e.attributes["y"]), e.text(),
                e.attributes.get("text-anchor", "start"),
                float(e.attributes.get("font-size", 13)),
            ),
        )
        for e in picture.all("text")
    ]  # fmt: skip


def collisions(picture: Element) -> list[tuple[str, str]]:
    pairs = combinations(labels(picture), 2)
    return [(a, b) for (a, one), (b, other) in pairs if one.meets(other, gap=0)]
