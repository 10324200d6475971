"""Text for terminals that know plain ASCII only."""

import unicodedata

STANDS_FOR = {
    "\u202f": " ", "\u00a0": " ", "\u2011": "-", "–": "-", "—": "-", "−": "-",
    "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...",
    "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "€": "EUR", "·": "-", "×": "x", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "→": "->",
    "°": " deg", "²": "2", "³": "3", "½": "1/2",
}  # fmt: skip
# French sets a narrow space inside quotation marks; plain ones stand close.
CLOSE = {"«\u202f": '"', "\u202f»": '"', "« ": '"', " »": '"'}


def ascii_text(text: str) -> str:
    """The text in ASCII: accents dropped, signs written out, ``?`` for what is left.

    >>> ascii_text("2,1\u202fM€ – « Évacué » ≥ 79\u202f%")
    '2,1 MEUR - "Evacue" >= 79 %'
    """
    for pair, stand_in in CLOSE.items():
        text = text.replace(pair, stand_in)
    text = text.translate({ord(sign): stand_in for sign, stand_in in STANDS_FOR.items()})
    return (
        unicodedata.normalize("NFKD", text)
        .translate({mark: None for mark in range(0x300, 0x370)})
        .encode("ascii", "replace")
        .decode("ascii")
    )
