"""The page that compares variants: one file that opens without a network and prints on A4."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from drawdown.model import RunMode, WhatIf
from drawdown.reports.marks import shared_shapes
from drawdown.reports.page import LANGUAGE_NAMES, environment, page
from drawdown.words import Language
from drawdown.words.what_if import finding, variant_sentences, variant_title
from drawdown.words.what_if_table import what_if_rows


def what_if_html(what_if: WhatIf, languages: Sequence[str], folders: Mapping[str, str]) -> str:
    """The whole page; the first language is shown first.

    ``folders`` are where the plans lie beside the page, by name of variant; blank: as it is.
    """
    withdrawal = what_if.as_is.withdrawal
    body = environment().get_template("what_if.html.j2").render(
        blocks=[block(what_if, Language(code), folders) for code in languages],
        withdrawal=withdrawal,
        marked=withdrawal.mode is not RunMode.REAL,
        language_names=LANGUAGE_NAMES,
        shapes=shared_shapes(),
    )  # fmt: skip
    return page(withdrawal, body, languages[0])


def block(what_if: WhatIf, language: Language, folders: Mapping[str, str]) -> dict[str, Any]:
    """All that the page says in one language."""
    names = language.names(what_if.as_is.withdrawal)
    plans = {plan.variant.name if plan.variant else "": plan
             for plan in (what_if.as_is, *what_if.plans)}  # fmt: skip
    return {
        "code": language.code,
        "language": language,
        "say": lambda key, **facts: language.say("what_if", key, **facts),
        "title": names.title,
        "marking": names.marking,
        "finding": finding(language, what_if),
        "variants": [
            {
                "title": variant_title(language, what_if, plan),
                "name": name,
                "report": quote(f"{folders[name]}/report.html"),
                "sentences": variant_sentences(language, what_if, plan) if plan.variant else [],
            }
            for name, plan in plans.items()
        ],
        "rows": what_if_rows(language, what_if),
        "not_planned": [
            names.said(each.variant.title or each.variant.name) for each in what_if.not_planned
        ],
    }
