"""Names of companies, folded so that writing them differently does not hide that they are one.

Legal forms (GmbH, S.A., 有限公司), accents, case and punctuation do not matter. Used by the lookup, by the
check for duplicates and by imports alike.
"""

import re
import unicodedata
from functools import lru_cache

_FORMS = frozenset(
    """
    ab ad ag ao aps as asa bhd bt bv co company corp corporation cv dd doo dooel ead ehf eirl eood eurl fzc fzco fze gbr
    gesmbh gmbh group holding inc incorporated jsc kft kg kgaa kk lda llc llp lllp limited limitada lp ltd ltda ltee mbh
    nao nv nyrt oao ohg ojsc ood oo ooo oy oyj pao pjsc plc pllc pt pte pty pvt sa sab sae sal sapi sarl sas sca scs sdn
    se sl slu snc sp spa srl sro sti tbk tnhh ug uab ulc wll yk zao zrt
    ип ао зао нао оао ооо пао тоо тов ао ас оод еоод
    شمم ذمم شمك שמ
    αε εε επε ικε οε bvba eireli ek haftungsbeschrankt hb ivs sasu vof
    aktiebolag aktiengesellschaft kommanditgesellschaft osakeyhtio unlimited
    """.split()  # noqa: SIM905 - a list of many words reads better as words
)
_CJK_FORMS = (
    "股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "株式会社", "有限会社", "合同会社", "合資会社",
    "股份公司", "集团公司", "集團公司", "集团", "集團", "公司", "주식회사", "유한회사", "บริษัท", "จํากัด", "มหาชน",
)  # fmt: skip
_UNSPACED = re.compile(rf"({'|'.join(_CJK_FORMS)}|\((?:주|유|株|有)\))")
"""Forms of scripts that are written without spaces: they are taken out of the middle of a word."""
_PHRASES = re.compile(
    r"\b(?:(?:sp|spolka) z ?o ?o|sp j|san(?:ayi)? ve tic(?:aret)?|(?:sab?|sapi|s de rl) de cv"
    r"|gesellschaft mit beschrankter haftung|cong ty(?: tnhh| co phan| cp)?"
    r"|sociedad anonima|societe anonyme|societa per azioni|anonim sirketi|private limited|public limited company"
    r"|בע מ)\b"
)
"""Forms of several words, which are no forms each by itself."""
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
    written = _plain(name)
    words = _words(_UNSPACED.sub(" ", written)) or _words(written)
    kept = [word for word in _PHRASES.sub(" ", " ".join(words)).split() if word not in _FORMS]
    key = " ".join(kept or words) or " ".join(written.split())
    # Words that a form has parted may be a form themselves, now that they stand side by side.
    return fold(key) if kept and _PHRASES.search(key) else key


@lru_cache(maxsize=10_000)
def spell(name: str) -> str:
    """Return a name as `fold` does, with its legal forms: what is compared where one of those may be misspelt."""
    return " ".join(_words(_plain(name)))


def is_unspaced(text: str) -> bool:
    """Tell whether a text begins in a script that is written without spaces, where a character says as much as two."""
    return text[:1] > "\u2e80"


def latin_forms() -> tuple[str, ...]:
    """Return the legal forms that are words, two letters and more, some of several words written as one."""
    return (*sorted(form for form in _FORMS if len(form) > 1), "ptyltd", "coltd", "gmbhcokg", "sdnbhd", "spzoo")


def unspaced_forms() -> tuple[str, ...]:
    """Return the legal forms of scripts without spaces, the longest first."""
    return tuple(sorted(_CJK_FORMS, key=len, reverse=True))


def _plain(name: str) -> str:
    """Turn wide letters and signs such as ㈱ into the plain ones, all in one case, before anything is looked for."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


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
