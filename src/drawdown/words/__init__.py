"""Sentences, numbers and dates in English and French; knows the model and nothing else.

>>> from drawdown.words import Language
>>> Language("en").tonnes(41_240)
'41.2 t'
"""

from drawdown.words.bounds import BoundRow, bound_rows
from drawdown.words.catalogue import LANGUAGES
from drawdown.words.finding_first import opening_sentence
from drawdown.words.language import Language, language_code
from drawdown.words.milestone_title import milestone_title
from drawdown.words.replan_sentence import replanned_sentences, told_row
from drawdown.words.subject_title import subject_title

__all__ = [
    "LANGUAGES", "BoundRow", "Language", "bound_rows", "language_code", "milestone_title",
    "opening_sentence", "replanned_sentences", "subject_title", "told_row",
]  # fmt: skip
