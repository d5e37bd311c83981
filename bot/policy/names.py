"""Names of companies, folded so that writing them differently does not hide that they are one.

Legal forms (GmbH, S.A., 有限公司), accents, case and punctuation do not matter. Used by the lookup, by the
check for duplicates and by imports alike.
"""

import re
import unicodedata
from functools import lru_cache

_LATIN_FORMS = frozenset(
    """
    ab ag aps as asa bhd bv co company corp corporation eirl gmbh group holding inc incorporated kft kg kgaa kk lda llc
    llp limited ltd ltda mbh nv oao ooo ооо оао oy oyj plc pte pty pvt sa sab sarl sas sdn se sl slu sp spa srl sro sti
    """.split()  # noqa: SIM905 - a list of forty words reads better as words
)
_CJK_FORMS = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|株式会社|合同会社|股份公司|集团公司|集团|公司|주식회사|\((?:주|유|株|有)\))"
)
_POLISH_FORM = re.compile(r"\bsp\. ?z ?o\. ?o\b\.?|\bsp z ?o ?o\b")
# Letters that NFKD leaves whole, in lower case.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
_POINTS = range(10, 37)
"""Combining classes of Hebrew and Arabic points, which most people leave out."""
_FIRST_ACCENT = 200
"""Combining classes from here on are accents. Lower ones are letters' own parts, as in ガ, which is not カ."""


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """Return the lookup key of a name; one made of legal forms or of signs only keeps them.

    Folding a key again returns it.
    """
    # Wide letters and signs such as ㈱ become the plain ones, before anything is looked for.
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    words = _words(_POLISH_FORM.sub(" ", _CJK_FORMS.sub(" ", plain))) or _words(plain)
    kept = [word for word in words if word not in _LATIN_FORMS]
    return " ".join(kept or words) or " ".join(plain.split())


def _words(text: str) -> list[str]:
    """Part a text into words without accents."""
    parted = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in parted if not _is_accent(c)).translate(_LETTERS)
    bare = unicodedata.normalize("NFC", bare)
    # S.A. and S. A. are one word, as is A/S; other punctuation parts words.
    joined = re.sub(r"\b(\w)[./]\s*(?=\w\b)", r"\1", bare)
    # Vowel signs of Indic scripts and of Thai are no letters to `\w`, yet they tell words apart.
    return "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in joined).split()


def _is_accent(character: str) -> bool:
    kind = unicodedata.combining(character)
    return kind >= _FIRST_ACCENT or kind in _POINTS
