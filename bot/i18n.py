"""Every word that a person reads passes through here.

`_` translates at once into the language of the current reader; `lazy` marks a text that is defined before
its reader is known (labels of the catalogue, sentences of errors) and translates it when it becomes a string.
The language is a context variable: each listener and each outgoing message sets it for its own reader.
"""

import gettext as _gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

DOMAIN = "clientele"
LOCALES = Path(__file__).parent / "locale"
DEFAULT_LANGUAGE = "en"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, localedir=str(LOCALES), languages=[language], fallback=True)


def current_language() -> str:
    """Return the reader's language as a locale identifier with underscores, such as ``en`` or ``zh_CN``."""
    return _language.get()


@cache
def _spoken(language: str | None) -> str:
    """Return the locale that a reader is spoken to in: their own where it is translated, else English.

    Words in one language with dates in another read worse than English throughout.
    """
    wanted = (language or DEFAULT_LANGUAGE).replace("-", "_")
    is_english = wanted.split("_")[0] == DEFAULT_LANGUAGE
    if is_english or _gettext.find(DOMAIN, localedir=str(LOCALES), languages=[wanted]):
        return wanted
    return DEFAULT_LANGUAGE


@contextmanager
def use_language(language: str | None) -> Iterator[None]:
    """Translate for a reader of `language` (``en-GB`` and ``en_GB`` both do) inside the block."""
    token = _language.set(_spoken(language))
    try:
        yield
    finally:
        _language.reset(token)


def speak(language: str | None) -> None:
    """Translate for a reader of `language` from here on; the block of `use_language` around it still ends it."""
    _language.set(_spoken(language))


def _(message: str) -> str:
    """Translate `message` now; placeholders are filled by the caller with ``.format(name=...)``."""
    return _catalogue(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Translate a text that depends on `number`, in the plural form of the reader's language."""
    return _catalogue(_language.get()).ngettext(singular, plural, number)


@dataclass(frozen=True)
class LazyText:
    """A text marked for translation where it is written, translated each time it is shown."""

    message: str

    def __str__(self) -> str:
        """Translate into the current reader's language."""
        return _(self.message)

    def format(self, **values: object) -> str:
        """Translate, then fill the named placeholders."""
        return _(self.message).format(**values)


@dataclass(frozen=True)
class OwnText(LazyText):
    """A text of the company's own: `message` for everybody, unless `wordings` has it in the reader's language."""

    wordings: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Return it in the current reader's language."""
        language = current_language()
        known = dict(self.wordings)
        return known.get(language) or known.get(language.split("_")[0]) or self.message


_own_names: ContextVar[Mapping[tuple[str, str], str]] = ContextVar("own_names", default=MappingProxyType({}))


def call(names: Mapping[tuple[str, str], str]) -> None:
    """Call choices, by field and key, as the company does from here on: for sentences that no catalogue comes to."""
    _own_names.set(names)


def own_name(field: str, key: str) -> str | None:
    """Return what the company calls a choice, None where it has no name of its own for it."""
    return _own_names.get().get((field, key))


IMPORTED_LANGUAGES = ("en", "zh_CN")
"""Files come in with English and with Chinese headers, whoever brings them."""


@cache
def wordings(text: LazyText | str) -> tuple[str, ...]:
    """Return every way in which a text may stand in a file, each once: in all its languages."""
    if isinstance(text, OwnText):
        return tuple(dict.fromkeys(wording for _language, wording in text.wordings))
    spoken = []
    for language in IMPORTED_LANGUAGES:
        with use_language(language):
            spoken.append(str(text))
    return tuple(dict.fromkeys(spoken))


def lazy(message: str) -> LazyText:
    """Mark `message` for translation later."""
    return LazyText(message)
