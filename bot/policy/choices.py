"""Lists of choices as the custodian keeps them: what they change of the catalogue's own, and which changes are allowed.

A choice is never taken away: a retired one keeps its key and its label, so that whatever was stored stays readable.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.errors import InvalidInput
from bot.i18n import lazy, wordings
from bot.policy.catalogue import Catalogue, Choice, Field, FieldType
from bot.policy.fields import MOST_CHOICES
from bot.policy.own_fields import FIXED_LISTS, LONGEST_LABEL
from bot.policy.values import clean_text

LONGEST_KEY = 40
CHOICE_LABEL = "choice_label"
"""The input in which a choice's name is typed, for errors to stand at."""


@dataclass(frozen=True)
class KeptChoice:
    """What the custodian has said of one choice; an empty `label` leaves it the catalogue's own, in every language."""

    field: str
    key: str
    label: str
    position: int
    retired: bool


def in_force(declared: Catalogue, kept: Iterable[KeptChoice]) -> Catalogue:
    """Return the catalogue with what the custodian has changed.

    What is said of fields, or of the catalogue's choices, that are no longer declared is passed over.
    """
    of_field: dict[str, dict[str, KeptChoice]] = {}
    for each in kept:
        of_field.setdefault(each.field, {})[each.key] = each
    if not of_field:
        return declared
    return Catalogue(tuple(_kept(each, of_field.get(each.key, {})) for each in declared))


def _kept(declared: Field, kept: dict[str, KeptChoice]) -> Field:
    if not kept or declared.type is not FieldType.CHOICE:
        return declared
    last = len(declared.choices) + len(kept)
    choices = {choice.key: choice for choice in declared.choices}
    for key, said in kept.items():
        if said.label:
            choices[key] = Choice(key, said.label, said.retired)
        elif key in choices:
            choices[key] = replace(choices[key], retired=said.retired)
    # What the file has gained since comes last, in the file's order.
    order = sorted(choices.values(), key=lambda choice: kept[choice.key].position if choice.key in kept else last)
    return replace(declared, choices=tuple(order))


def own_names(declared: Catalogue, held: Catalogue) -> Mapping[tuple[str, str], str]:
    """Return what the custodian has renamed in the lists that rules depend on, by field and key."""
    return {
        (key, choice.key): str(choice.label)
        for key in FIXED_LISTS & {each.key for each in declared}
        for choice in held.require(key).choices
        if choice not in declared.require(key).choices
    }


def is_fixed(field: Field) -> bool:
    """Tell whether rules depend on the keys of a list: its choices can be renamed and put in order, no more."""
    return field.key in FIXED_LISTS


def added(field: Field, typed: str) -> Field:
    """Return the list with one more choice, last. Raises InvalidInput."""
    _require_open(field)
    label = _label(field, typed)
    _require_room(field)
    key = made_key(label, {choice.key for choice in field.choices})
    return replace(field, choices=(*field.choices, Choice(key, label)))


def renamed(field: Field, key: str, typed: str) -> Field:
    """Return the list with another label for one choice. Raises InvalidInput."""
    label = _label(field, typed, itself=key)
    return _changed(field, key, lambda choice: replace(choice, label=label))


def retired(field: Field, key: str) -> Field:
    """Return the list with a choice that is no longer offered. Raises InvalidInput for the last that is."""
    _require_open(field)
    changed = _changed(field, key, lambda choice: replace(choice, retired=True))
    if all(choice.retired for choice in changed.choices):
        raise InvalidInput(lazy("One choice has to stay; add another before you retire this one."))
    return changed


def restored(field: Field, key: str) -> Field:
    """Return the list with a retired choice offered again. Raises InvalidInput when the menu is full."""
    _require_open(field)
    if _require(field, key).retired:
        _require_room(field)
    return _changed(field, key, lambda choice: replace(choice, retired=False))


def moved(field: Field, key: str, *, up: bool) -> Field:
    """Return the list with a choice one place further up or down; the first stays first, the last stays last."""
    choices = list(field.choices)
    place = choices.index(_require(field, key))
    other = min(max(place + (-1 if up else 1), 0), len(choices) - 1)
    choices[place], choices[other] = choices[other], choices[place]
    return replace(field, choices=tuple(choices))


def made_key(label: str, taken: Collection[str]) -> str:
    """Return a key for a new choice: its label in a-z, 0-9 and _, with a number where that is taken or empty."""
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_KEY].strip("_")
    if not stem[:1].isalpha():
        stem = f"choice_{stem}".strip("_")
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def _changed(field: Field, key: str, change: Callable[[Choice], Choice]) -> Field:
    chosen = _require(field, key)
    return replace(field, choices=tuple(change(each) if each is chosen else each for each in field.choices))


def _require(field: Field, key: str) -> Choice:
    found = next((choice for choice in field.choices if choice.key == key), None)
    if found is None:
        raise InvalidInput(lazy("This choice of {label} is no longer there."), label=field.label)
    return found


def _require_open(field: Field) -> None:
    if is_fixed(field):
        raise InvalidInput(
            lazy("Rules depend on the choices of {label}: they can be renamed and put in order, no more."),
            label=field.label,
        )


def _require_room(field: Field) -> None:
    """Refuse one more than a menu holds; a form that shows a retired choice needs a place for it beside the others."""
    offered = sum(not choice.retired for choice in field.choices)
    shown = offered + (offered < len(field.choices))
    if shown >= MOST_CHOICES:
        raise InvalidInput(
            lazy("A menu holds {most} choices; retire one before you add another."),
            field=CHOICE_LABEL, most=MOST_CHOICES,
        )  # fmt: skip


def _label(field: Field, typed: str, itself: str = "") -> str:
    """Return what was typed as a label. Raises InvalidInput when it is none, or is another choice's."""
    label = " ".join(clean_text(typed).split())
    if not label:
        raise InvalidInput(lazy("A choice needs a name."), field=CHOICE_LABEL)
    if len(label) > LONGEST_LABEL:
        raise InvalidInput(
            lazy("A choice's name takes at most {most} characters; this has {count}."),
            field=CHOICE_LABEL, most=LONGEST_LABEL, count=len(label),
        )  # fmt: skip
    same = next((each for each in field.choices if each.key != itself and label.casefold() in _names(each)), None)
    if same is not None:
        sentence = (
            lazy("“{label}” is there already, retired; bring it back instead.")
            if same.retired
            else lazy("“{label}” is there already; each choice needs a name of its own.")
        )
        raise InvalidInput(sentence, field=CHOICE_LABEL, label=label)
    return label


def _names(choice: Choice) -> set[str]:
    """Return everything that a choice answers to in forms and files."""
    return {name.casefold() for name in (choice.key, str(choice.label), *wordings(choice.label))}
