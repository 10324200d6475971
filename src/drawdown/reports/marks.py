"""The marks of the status language: shape and colour; the word stands beside them.

Each is drawn in a square of 16 px; the shapes differ, so that grey print and colour-blind readers
lose nothing.
"""

from markupsafe import Markup

from drawdown.reports.svg import element, hatching, joined

SHAPES: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "planned": (("circle", {"cx": "8", "cy": "8", "r": "6.2", "class_": "m-planned"}),),
    "done": (
        ("circle", {"cx": "8", "cy": "8", "r": "7.2", "class_": "m-done"}),
        ("path", {"d": "M4.4 8.3l2.5 2.6 4.8-5.4", "class_": "m-tick"}),
    ),
    "risk": (
        ("path", {"d": "M8 1.1L15.4 14.4H.6z", "class_": "m-risk"}),
        ("path", {"d": "M8 5.4v4.6M8 11.4v1.6", "class_": "m-onrisk"}),
    ),
    "late": (
        ("path", {"d": "M8-.2L16.2 8 8 16.2-.2 8z", "class_": "m-late"}),
        ("path", {"d": "M8 3.9v5.2M8 10.6v1.9", "class_": "m-onlate"}),
    ),
    "assumption": (
        ("rect", {"x": "1.6", "y": "1.6", "width": "12.8", "height": "12.8", "class_": "m-assume"}),
        ("circle", {"cx": "8", "cy": "8", "r": "2", "class_": "m-dot"}),
    ),
}


def shape(status: str) -> Markup:
    return joined(element(name, **attributes) for name, attributes in SHAPES[status])


def mark(status: str) -> Markup:
    """The mark of a status, for a line of text; the page holds its shape once."""
    return element("svg", element("use", href=f"#m-{status}"), class_="ic", aria_hidden="true")


def mark_at(status: str, x: float, y: float, size: float = 16) -> Markup:
    """The mark of a status in a picture, its upper left corner at x, y."""
    return element(
        "use", href=f"#m-{status}", x=float(x), y=float(y), width=float(size), height=float(size)
    )


def bracket(x: float, y: float, reach: float = 22) -> Markup:
    """The limit of a milestone: a black bracket that closes at its date."""
    path = f"M{x:.1f} {y:.1f}h{-reach:.1f}M{x:.1f} {y - 7:.1f}v14"
    return element("path", d=path, class_="limit")


FLOOR_HATCHING, BREACH_HATCHING, CLOSED_HATCHING = "hatch-floor", "hatch-breach", "hatch-closed"


def shared_shapes() -> Markup:
    """The hatchings and marks that the pictures of a page use; they stand in the page once.

    A pattern inside a picture that is not displayed would be lost for the others.
    """
    symbols = (
        element("symbol", shape(status), id=f"m-{status}", viewBox="0 0 16 16", overflow="visible")
        for status in SHAPES
    )
    patterns = (
        hatching(FLOOR_HATCHING, "hf"),
        hatching(BREACH_HATCHING, "hb", 7),
        hatching(CLOSED_HATCHING, "hc"),
    )
    definitions = element("defs", joined((*patterns, *symbols)))
    return element("svg", definitions, class_="defs", width="0", height="0", aria_hidden="true")
