"""Reading what was typed after `/client edit`: a client, and the section or the one field that is meant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.errors import Ambiguous, ClientNotFound, InvalidInput
from bot.handlers import typed
from bot.handlers.answering import Case
from bot.i18n import lazy, wordings
from bot.policy.access import Part
from bot.policy.catalogue import FILE_SECTIONS, PART_LABELS, Catalogue
from bot.policy.names import fold
from bot.results.clients import Client
from bot.services import lookup

_OTHER_NAMES: dict[Part, str] = {
    Part.DIRECTORY: "客户名录 名录",
    Part.BASIC: "basics 客户基础资料 基础资料 基础",
    Part.CHARACTERISTICS: "characteristic 客户特征 特征",
    Part.BUSINESS: "业务状况 业务",
    Part.TRADING: "交易活动现状 交易活动 交易",
}
"""What sections are called beside their keys and labels; Chinese names serve whatever language Slack speaks."""

_KEPT_BESIDE = "contact contacts people site sites bank 联系人 地点 银行"
"""What is kept in windows of its own, behind the card's menu."""

_MOST_WORDS = 4
"""No name of a section or a field is longer."""


@dataclass(frozen=True)
class Place:
    """A section, and the one field in it that was named; empty for all of it."""

    part: Part = Part.BASIC
    field: str = ""


def read(case: Case, rest: str, catalogue: Catalogue) -> tuple[Client, Place]:
    """Return the client and the place that are meant; basic data where only a client was named.

    Somebody whose whole name was typed is meant before a section that stands at the end of it: “ACME Trading”. A
    name in quotes ends where they do. Raises InvalidInput without a name, Ambiguous and ClientNotFound.
    """
    if not rest:
        raise InvalidInput(lazy("Which client? Write `/client edit`, its name and a section such as trading."))
    if quoted := typed.quoted(rest):
        name, ending = quoted
        return _meant(case, name), _certain(ending, catalogue) or _likely(ending, catalogue) or Place()
    if whole := lookup.get_called(case.session, rest):
        return whole, Place()
    sections, fields = _section_names(), _field_names(catalogue)
    for name, ending in _splits(rest):
        if place := sections.get(ending):
            return _meant(case, name), place
    try:
        return _meant(case, rest), Place()
    except (Ambiguous, ClientNotFound):
        if found := _by_ending(case, rest, fields) or _by_mistyped_ending(case, rest, {**fields, **sections}):
            return found
        _point_to_card(case, rest)
        raise


def _point_to_card(case: Case, rest: str) -> None:
    """Raise InvalidInput for what is kept beside the sections, where it is asked for of a client that is there."""
    for name, ending in _splits(rest):
        if ending in _beside() and (client := lookup.get_called(case.session, name)):
            raise InvalidInput(
                lazy("That is changed from the card: `/client show {client}`, then the menu “⋯” behind its buttons."),
                client=client.name,
            )


def _meant(case: Case, name: str) -> Client:
    """Return the client that is certainly meant, by whatever leads to it."""
    return lookup.resolve(case.session, name, actor=case.actor, now=case.now)


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Return each way of taking words off the end, the most first: what is left, and those words, folded."""
    words = text.split()
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        yield " ".join(words[:-count]), fold(" ".join(words[-count:]))


def _section_names() -> Mapping[str, Place]:
    names: dict[str, Place] = {}
    for part in (*FILE_SECTIONS, Part.DIRECTORY):
        called = (part.value, str(PART_LABELS[part]), *wordings(PART_LABELS[part]), *_OTHER_NAMES[part].split())
        names |= {fold(name): Place(part) for name in called}
    return names


def _beside() -> frozenset[str]:
    """Return what is called for in vain here: contacts, sites and bank details have windows of their own."""
    labels = (PART_LABELS[Part.CONTACTS], PART_LABELS[Part.BANK])
    names = (*_KEPT_BESIDE.split(), *(word for label in labels for word in (str(label), *wordings(label))))
    return frozenset(fold(name) for name in names)


def _field_names(catalogue: Catalogue) -> Mapping[str, Place]:
    return {
        fold(name): Place(each.section, each.key)
        for each in catalogue
        for name in (each.key.replace("_", " "), str(each.label), *wordings(each.label))
    }


def _certain(ending: str, catalogue: Catalogue) -> Place | None:
    return _section_names().get(fold(ending)) or _field_names(catalogue).get(fold(ending))


def _likely(ending: str, catalogue: Catalogue) -> Place | None:
    """Return the place whose mistyped name this is likely to be."""
    names = {**_field_names(catalogue), **_section_names()}
    nearest = typed.nearest(fold(ending), tuple(names)) if ending else None
    return names[nearest] if nearest else None


def _by_ending(case: Case, text: str, names: Mapping[str, Place]) -> tuple[Client, Place] | None:
    for name, ending in _splits(text):
        if place := names.get(ending):
            return _meant(case, name), place
    return None


def _by_mistyped_ending(case: Case, text: str, names: Mapping[str, Place]) -> tuple[Client, Place] | None:
    """Forgive a typing error in the last words, where what stands before them is certainly a client."""
    for name, ending in _splits(text):
        nearest = typed.nearest(ending, tuple(names))
        client = lookup.get_called(case.session, name) if nearest else None
        if client and nearest:
            return client, names[nearest]
    return None
