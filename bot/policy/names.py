"""Names of companies, folded so that writing them differently does not hide that they are one.

Legal forms (GmbH, S.A., 有限公司), accents, case and punctuation do not matter. Used by the lookup, by the
check for duplicates and by imports alike.
"""

import re
import unicodedata
from functools import lru_cache

_LATIN_FORMS = frozenset(
    """
    ag aps as asa bhd bv co company corp corporation eirl gmbh group holding inc incorporated kft kg kgaa kk lda llc
    llp limited ltd ltda ltdsti mbh nv oao ooo ооо оао oy oyj plc pte pty pvt sa sab sarl sas sdn se sl slu sp spa srl
    sro ab zoo
    """.split()  # noqa: SIM905 - a list of forty words reads better as words
)
_CJK_FORMS = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|株式会社|合同会社|股份公司|集团公司|集团|公司|주식회사|\(주\))"
)
# Letters that NFKD leaves whole.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
)


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """Return the lookup key of a name; a name made of legal forms only keeps them."""
    text = _CJK_FORMS.sub(" ", name).translate(_LETTERS)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    # S.A. and S. A. are one word, as are A/S and Sp. z o.o.; other punctuation parts words.
    text = re.sub(r"\b(\w)[./]\s*(?=\w\b)", r"\1", text)
    words = re.sub(r"[^\w]+", " ", text).replace("_", " ").split()
    kept = [word for word in words if word not in _LATIN_FORMS]
    return unicodedata.normalize("NFC", " ".join(kept or words))
