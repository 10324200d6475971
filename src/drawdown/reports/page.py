"""The report of a plan: one file that opens without a network and prints on A4."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from drawdown.model import Outcome, RunMode, Withdrawal
from drawdown.reports.agreement_section import milestone_rows, staying
from drawdown.reports.case import Case, Figures
from drawdown.reports.change_section import change_section
from drawdown.reports.curve_section import curve_section
from drawdown.reports.digest import digest
from drawdown.reports.key_figures import cost_title, key_figures
from drawdown.reports.marks import mark, shared_shapes
from drawdown.reports.movement_sections import gantt_section, map_section
from drawdown.reports.provenance import assumptions, is_assumed, published
from drawdown.reports.tables import (
    LIFT_COLUMNS,
    NUMBER_COLUMNS,
    cost_rows,
    finding_rows,
    lift_rows,
    night_table,
)
from drawdown.words import Language, bound_rows, opening_sentence

Opening = Callable[[Language, Withdrawal, Outcome], str]
FILES = ("lifts.csv", "loads.csv", "outcome.json")
LANGUAGE_NAMES = {"en": "English", "fr": "Français"}
# The signs that the second font file draws; the first has those of English and French.
EXTENDED = (range(0x100, 0x2BB), range(0x1E00, 0x1F00), range(0x2C60, 0x2C80))
IN_FIRST = frozenset(range(0x152, 0x154)) | {0x131}


def report_html(
    withdrawal: Withdrawal,
    outcome: Outcome,
    languages: Sequence[str] = ("en", "fr"),
    opening: Opening | None = None,
    made_utc: datetime | None = None,
    file_links: Sequence[str] = FILES,
) -> str:
    """The whole page; the first language is shown first, the others are one click away.

    ``opening`` makes the sentence at the head, by default that of ``words``. ``made_utc`` is
    shown if given; without it the same input gives the same bytes. ``file_links`` are names of
    files that lie beside the page.
    """
    figures = Figures(withdrawal, outcome)
    sentence = opening or opening_sentence
    blocks = [block(Case(figures, Language(code)), sentence) for code in languages]
    body = environment().get_template("report.html.j2").render(
        blocks=blocks,
        withdrawal=withdrawal,
        outcome=outcome,
        marked=withdrawal.mode is not RunMode.REAL,
        made_utc=made_utc,
        file_links=file_links,
        language_names=LANGUAGE_NAMES,
        lift_columns=LIFT_COLUMNS,
        number_columns=NUMBER_COLUMNS,
        withdrawal_digest=digest(withdrawal),
        plan_digest=digest(outcome.plan),
        shapes=shared_shapes(),
    )  # fmt: skip
    return page(withdrawal, body, languages[0])


def block(case: Case, opening: Opening) -> dict[str, Any]:
    """All sections in one language."""
    withdrawal, outcome = case.figures.withdrawal, case.figures.outcome
    return {
        "case": case,
        "code": case.language.code,
        "say": case.say,
        "language": case.language,
        "title": case.title(withdrawal.title or withdrawal.name),
        "marking": case.title(withdrawal.marking),
        "sentence": opening(case.language, withdrawal, outcome),
        "figures": key_figures(case),
        "curves": curve_section(case),
        "nights": night_table(case),
        "milestones": milestone_rows(case),
        "changes": change_section(case),
        "staying": staying(case),
        "map": map_section(case),
        "gantt": gantt_section(case),
        "costs": cost_rows(case),
        "cost_title": cost_title(case),
        "bounds": bound_rows(case.language, outcome),
        "cost_sum": case.language.number(outcome.cost_cents / 100),
        "lifts": lift_rows(case),
        "findings": finding_rows(case),
        "published": published(case),
        "assumptions": assumptions(case),
        "count_of": lambda origins: sum(origin.count for origin in origins),
        "prices_assumed": is_assumed(withdrawal, "prices", "*", "*"),
    }


def page(withdrawal: Withdrawal, body: str, language: str) -> str:
    """The body with its styles, fonts and script, and a policy that lets nothing else in."""
    script = asset_text("templates/report.js")
    return environment().get_template("page.html.j2").render(
        body=Markup(body),
        language=language,
        title=withdrawal.title or withdrawal.name,
        mode="" if withdrawal.mode is RunMode.REAL else withdrawal.mode.value,
        style=Markup(asset_text("templates/report.css") + paper_margins(withdrawal)),
        fonts=Markup("".join(font_faces(body))),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode(),
    )  # fmt: skip


def environment() -> Environment:
    """Escapes every value: what stands in the user's files is text, whatever it looks like."""
    made = Environment(
        loader=PackageLoader("drawdown.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["mark"] = mark
    return made


def asset_text(path: str) -> str:
    return files("drawdown.reports").joinpath(path).read_text(encoding="utf-8")


def font_faces(text: str) -> Iterable[str]:
    """Inter within the page; its second file only where a sign of it occurs."""
    yield font_face("inter-latin.woff2", LATIN)
    if any(is_extended(ord(sign)) for sign in set(text)):
        yield font_face("inter-latin-ext.woff2", LATIN_EXTENDED)


LATIN = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"  # noqa: E501
LATIN_EXTENDED = "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1E00-1E9F,U+1EF2-1EFF,U+2C60-2C7F"  # noqa: E501


def is_extended(sign: int) -> bool:
    return sign not in IN_FIRST and any(sign in signs for signs in EXTENDED)


def font_face(file: str, signs: str) -> str:
    packed = files("drawdown.reports").joinpath(f"assets/{file}").read_bytes()
    data = base64.b64encode(packed).decode("ascii")
    return (
        "@font-face{font-family:Inter;font-style:normal;font-weight:100 900;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2');unicode-range:{signs}}}\n"
    )


def paper_margins(withdrawal: Withdrawal) -> str:
    """What stands on every printed page: marking and mode at the top, title and page below."""
    mode = "" if withdrawal.mode is RunMode.REAL else withdrawal.mode.value
    top = " · ".join(text for text in (withdrawal.marking, mode) if text)
    title = withdrawal.title or withdrawal.name
    return (
        "@page{size:A4;margin:16mm 14mm;"
        f"@top-center{{content:{css_string(top)};font:600 9pt Inter,sans-serif}}"
        f"@bottom-left{{content:{css_string(title)};font:8.2pt Inter,sans-serif}}"
        '@bottom-right{content:counter(page) " / " counter(pages);font:8.2pt Inter,sans-serif}}\n'
    )


def css_string(text: str) -> str:
    """Text as a string of CSS; every sign but plain letters and digits is escaped.

    >>> css_string('a"</style>')
    '"a\\\\22 \\\\3c \\\\2f style\\\\3e "'
    """
    signs = (c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text)
    return '"' + "".join(signs) + '"'
