"""Writes SVG: every value is escaped, every number has at most one decimal."""

from collections.abc import Iterable

from markupsafe import Markup, escape

Value = str | float | int | None
FONT_PX = 13


def number(x: float) -> str:
    """A coordinate with one decimal, without a needless ``.0``.

    >>> number(12.04), number(12.25), number(-0.01)
    ('12', '12.2', '0')
    """
    text = f"{x:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def element(name: str, content: str = "", /, **attributes: Value) -> Markup:
    """One element; ``class_`` stands for class, ``_`` in a name for a hyphen, None is left out.

    >>> element("rect", x=1.0, class_='a"b')
    Markup('<rect x="1" class="a&#34;b"/>')
    """
    written = "".join(
        f' {attribute_name(key)}="{escape(number(value) if isinstance(value, float) else value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = f">{escape(content)}</{name}>" if content else "/>"
    return Markup(f"<{name}{written}{body}")


def attribute_name(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")


def joined(parts: Iterable[str]) -> Markup:
    """Several pieces of markup one after another; plain text among them is escaped."""
    return Markup("").join(parts)


def group(parts: Iterable[str], **attributes: Value) -> Markup:
    return element("g", joined(parts), **attributes)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return element("path", d=f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}", class_=class_)


def box(x: float, y: float, width: float, height: float, class_: str, fill: str = "") -> Markup:
    """A rectangle; ``fill`` is the id of a pattern."""
    paint = f"url(#{fill})" if fill else None
    return element(
        "rect",
        x=float(x), y=float(y), width=float(width), height=float(height), class_=class_, fill=paint,
    )  # fmt: skip


def polyline(points: Iterable[tuple[float, float]], closed: bool = False) -> str:
    """Path data through the points."""
    steps = " ".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{steps}{'Z' if closed else ''}" if steps else ""


def steps(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points of a staircase: each value holds until the next one's x."""
    stairs: list[tuple[float, float]] = []
    for x, y in points:
        if stairs:
            stairs.append((x, stairs[-1][1]))
        stairs.append((x, y))
    return stairs


def text(
    x: float, y: float, words: str, class_: str, anchor: str = "start", size: int = FONT_PX
) -> Markup:
    """A label; user's text is set apart from its surroundings by ``unicode-bidi`` in the styles."""
    return element(
        "text", words, x=float(x), y=float(y), class_=class_,
        text_anchor=None if anchor == "start" else anchor,
        font_size=None if size == FONT_PX else size,
    )  # fmt: skip


def hatching(identity: str, class_: str, gap: int = 6) -> Markup:
    """A pattern of slanted lines on a ground, to be used by its id."""
    return element(
        "pattern",
        joined(
            (
                element("rect", width=gap, height=gap, class_=f"{class_}-ground"),
                element("path", d=f"M0 0v{gap}", class_=f"{class_}-lines"),
            )
        ),
        id=identity, width=gap, height=gap, patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )  # fmt: skip


def drawing(
    identity: str, width: float, height: float, title: str, description: str, parts: Iterable[str]
) -> Markup:
    """A whole picture that says to a screen reader what it shows."""
    names = f"{identity}-t {identity}-d"
    head = (
        element("title", title, id=f"{identity}-t"),
        element("desc", description or title, id=f"{identity}-d"),
    )
    return element(
        "svg", joined((*head, *parts)),
        id=identity, viewBox=f"0 0 {number(width)} {number(height)}", width=number(width),
        height=number(height), role="img", aria_labelledby=names,
    )  # fmt: skip
