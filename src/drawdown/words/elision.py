"""French: *de* and *que* lose their vowel before a vowel or a mute h: d'Agadez, but de Niamey."""

import re
import unicodedata
from collections.abc import Mapping

LEAD = re.compile(r"\b([Dd]|[Qq]u|[Jj]usqu)e \{(\w+)\}")
VOWELS = "aeiouœæ"
# An h is taken for one that is heard, as in *hub* and *hangar*, unless the word begins like these.
MUTE = ("habit", "helico", "helio", "helipo", "heure", "histo", "homme", "hopit", "hotel", "huma")


def elided(form: str, said: Mapping[str, str]) -> str:
    """The template with *de* and *que* as what follows asks for.

    >>> elided("de {origin} vers {at}", {"origin": "Agadez", "at": "Niamey"})
    'd’{origin} vers {at}'
    >>> elided("de {origin}", {"origin": "Niamey"})
    'de {origin}'
    """
    return LEAD.sub(
        lambda found: (
            f"{found[1]}’{{{found[2]}}}" if begins_with_vowel(said.get(found[2], "")) else found[0]
        ),
        form,
    )


def begins_with_vowel(words: str) -> bool:
    """Whether the words begin with a vowel that is heard.

    >>> [begins_with_vowel(w) for w in ("Évreux", "hôpital", "hub", "Yaoundé", "Ypres", "12 t")]
    [True, True, False, False, True, False]
    """
    bare = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    if bare[:1] == "y":
        return bare[1:2] not in VOWELS
    return bare[:1] in tuple(VOWELS) or bare.startswith(MUTE)
