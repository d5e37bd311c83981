"""The filters of `/client find`: each one's name and value understood, and cut to what its asker may read.

A filter on a part of the files looks only at those whose part the asker may read: what it leaves out says nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.errors import InvalidInput, Refused
from bot.i18n import LazyText, _, lazy, wordings
from bot.policy.access import Actor, Deed, Part, Relation, Right, right
from bot.policy.catalogue import FILE_SECTIONS, PART_LABELS, Catalogue
from bot.policy.classification import UNGRADED
from bot.policy.containing import WORDED, finder
from bot.policy.fields import Field, FieldType
from bot.policy.names import fold
from bot.policy.regions import countries_in, parse_country
from bot.policy.searching import STALE, Filter
from bot.policy.values import Reading, parse_value, show_value
from bot.results.composition import FilterNote
from bot.services import gate
from bot.services.grading import read_settings
from bot.services.standing import AsOf, current
from bot.store import clients, people
from bot.store import finding as store
from bot.store.finding import Among, Condition

OWNER, GRADE = "owner", "grade"
CITY, REGION, GROUP, COUNTRY = "city", "region", "group", "country"
_TEXTS = (CITY, REGION, GROUP)
_OWN_LABELS: dict[str, LazyText] = {OWNER: lazy("Owner"), GRADE: lazy("Sales grade"), REGION: lazy("Region")}
"""Filters that are no field of the catalogue, or more than the field of that name."""
_CHOSEN = frozenset({FieldType.CHOICE, FieldType.RATING, FieldType.COUNTRY})
_ME, _NOBODY = frozenset({"me", "mine", "我"}), frozenset({"none", "nobody", "-", "无"})


@dataclass(frozen=True)
class Filters:
    """Filters as they were typed, whether stale or fresh files alone are asked for, and what their values depend on."""

    filters: tuple[Filter, ...]
    state: str
    reading: Reading


@dataclass(frozen=True)
class Narrowed:
    """What filters leave: conditions for the database, clients that alone remain (None: all), the parts looked at.

    `notes` say what was asked for, in people's words.
    """

    conditions: tuple[Condition, ...] = ()
    only: Collection[int] | None = None
    parts: tuple[Part, ...] = ()
    notes: tuple[FilterNote, ...] = ()

    def holding(self, session: Session) -> tuple[Condition, ...]:
        """Return all of it as conditions for the database, the clients that alone remain among them."""
        only = () if self.only is None else (store.IsOneOf.of(session, self.only),)
        return (*self.conditions, *only)


@dataclass(frozen=True)
class _Asking:
    """Who asks what of which database."""

    session: Session
    actor: Actor
    now: datetime
    catalogue: Catalogue
    reading: Reading

    def among(self, part: Part) -> Among:
        """Return of whose files the actor may read a part. Raises Refused where there can be none."""
        roles, actor = self.actor.roles, self.actor
        if right(roles, Relation.OTHER, part) >= Right.READ:
            return Among(everybody=True)
        readable = {each for each in Relation if right(roles, each, part) >= Right.READ}
        if not readable:
            raise Refused(
                lazy("“{part}” is not open to you, so files cannot be found by it."),
                entry=gate.entry(actor, Deed.REFUSED, part, None, via="find", now=self.now),
                part=PART_LABELS[part],
            )
        team = actor.team if Relation.TEAM in readable else ""
        return Among(owner_id=actor.person_id, team=team, part=part, now=self.now)


def narrow(
    session: Session,
    actor: Actor,
    filters: Sequence[Filter],
    state: str,
    *,
    now: datetime,
    catalogue: Catalogue,
    reading: Reading,
) -> Narrowed:
    """Return what the filters leave. Raises InvalidInput with what there is, and Refused for a closed part."""
    asking = _Asking(session, actor, now, catalogue, reading)
    names = _names(catalogue)
    texts = {each.key for each in catalogue if each.type in WORDED and each.key not in _TEXTS}
    conditions: list[Condition] = []
    sets: list[Collection[int]] = []
    parts: dict[Part, None] = {}
    notes: list[FilterNote] = []
    for each in filters:
        key = names.get(fold(each.key.replace("_", " ")))
        if key is None:
            raise InvalidInput(
                lazy("“{key}:” is no filter; there are {known}, every other field by its name, “stale” and “fresh”."),
                key=each.key, known=", ".join(f"{name}:" for name in _known(catalogue)),
            )  # fmt: skip
        if key == GRADE:
            sets.append(_graded(asking, each.value))
            parts[Part.SALES] = None
            conditions.append(asking.among(Part.SALES))
        elif key in texts:
            sets.append(_worded(asking, catalogue.require(key), each.value))
            parts[catalogue.require(key).section] = None
        else:
            conditions.append(_condition(asking, key, each.value))
            parts |= dict.fromkeys([] if key == OWNER else [catalogue.require(key).section])
        notes.append(_note(asking, key, each.value))
    if state:
        notes.append(FilterNote(lazy("State"), _("stale") if state == STALE else _("fresh")))
        conditions.append(_aged(asking, parts, is_stale=state == STALE))
    only = set[int].intersection(*map(set, sets)) if sets else None
    return Narrowed(tuple(conditions), only, tuple(part for part in parts if part is not Part.DIRECTORY), tuple(notes))


def parts_of(filters: Sequence[Filter], state: str, catalogue: Catalogue) -> frozenset[Part]:
    """Return the parts of the files, beyond the directory, that such filters look at, whoever asks."""
    names = _names(catalogue)
    keys = {names.get(fold(each.key.replace("_", " "))) for each in filters} - {OWNER, None}
    fields = [catalogue.require(key).section for key in keys if key and key != GRADE]
    sales = [Part.SALES] if GRADE in keys else []
    return frozenset([*fields, *sales, *(FILE_SECTIONS if state else ())]) - {Part.DIRECTORY}


def _note(asking: _Asking, key: str, value: str) -> FilterNote:
    """Return what a filter asks for, in people's words: a choice and a country by their names, all else as typed."""
    if key in _OWN_LABELS:
        return FilterNote(_OWN_LABELS[key], value)
    field = asking.catalogue.require(key)
    is_named = field.type in {FieldType.CHOICE, FieldType.COUNTRY}
    shown = [show_value(field, stored, str) for stored in _stored(asking, field, value)] if is_named else [value]
    return FilterNote(field.label, ", ".join(shown))


def _known(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the filters that are named when one is wrong, by the name that is shown."""
    chosen = [each.key for each in catalogue if each.type in _CHOSEN and each.key != COUNTRY]
    return (COUNTRY, *_TEXTS, OWNER, GRADE, *chosen)


def _names(catalogue: Catalogue) -> Mapping[str, str]:
    """Return what each filter is called, folded: its key, and its field's label in every language."""
    keys = dict.fromkeys([*_known(catalogue), *(each.key for each in catalogue)])
    names = {fold(key.replace("_", " ")): key for key in keys}
    for key in keys:
        if field := catalogue.get(key):
            names = {fold(wording): key for wording in wordings(field.label)} | names
    return names


def _condition(asking: _Asking, key: str, value: str) -> Condition:
    if key == OWNER:
        return store.OwnedBy(_owners(asking, value))
    field = asking.catalogue.require(key)
    if key == REGION and (countries := countries_in(value)):
        return store.ColumnIs(COUNTRY, countries)
    values = _like(asking.session, key, value) if key in _TEXTS else _stored(asking, field, value)
    return store.ColumnIs(key, values) if field.column else store.ValueIs(key, values, asking.among(field.section))


def _worded(asking: _Asking, field: Field, value: str) -> set[int]:
    """Return the clients of whose field, where the asker may read it, the text has this in it."""
    is_in = finder(field.type, value)
    known = store.list_values(asking.session, field.key, asking.among(field.section))
    return {client_id for client_id, text in known if is_in(text)}


def _stored(asking: _Asking, field: Field, value: str) -> Collection[str]:
    """Return the stored forms that a value may have. Raises InvalidInput, for a choice with those that there are."""
    if field.type is FieldType.COUNTRY:
        return [parse_country(value, field=field.key)]
    if field.type is FieldType.PERSON:
        return _colleagues(asking, field, value)
    if field.type is FieldType.CLIENT:
        return _clients(asking.session, field, value)
    if field.type is not FieldType.CHOICE:
        return [parse_value(field, value, asking.reading)]
    # Files that have a retired choice are found by it, though no new value may be.
    choice = field.called(value)
    if choice is None:
        raise InvalidInput(
            lazy("“{value}” is no choice for “{label}”; there are {known}."),
            value=value, label=field.label, known=", ".join(str(each.label) for each in field.offered()),
        )  # fmt: skip
    return [choice.key]


def _colleagues(asking: _Asking, field: Field, value: str) -> Collection[str]:
    """Return the Slack ids of the colleagues meant. Raises InvalidInput for a stranger and for nobody."""
    meant = _owners(asking, value)
    if not meant:
        raise InvalidInput(lazy("Write a colleague's name here, such as {key}:@name."), key=field.key)
    return [each.slack_id for each in people.list_all(asking.session) if each.slack_id and each.person_id in meant]


def _clients(session: Session, field: Field, value: str) -> Collection[str]:
    """Return the ids, as they are stored, of the clients in whose name this is; names are open to every member."""
    is_in = finder(FieldType.TEXT, value)
    ids = [text for text in store.list_texts(session, field.key) if text.isdigit()]
    known = {text: clients.get(session, int(text)) for text in ids}
    return [text for text, client in known.items() if client and is_in(client.name)]


def _like(session: Session, key: str, value: str) -> Sequence[str]:
    """Return the texts that a field holds which are this one, or else begin with it, accents and case aside."""
    wanted = fold(value)
    known = [(text, fold(text)) for text in store.list_texts(session, key)]
    same = [text for text, folded in known if folded == wanted]
    return same or [text for text, folded in known if wanted and folded.startswith(wanted)]


def _owners(asking: _Asking, value: str) -> Collection[int]:
    """Return the people who are meant; none for files that nobody owns. Raises InvalidInput for a stranger."""
    wanted = value.removeprefix("@")
    if fold(wanted) in _NOBODY or value in _NOBODY:
        return ()
    if fold(wanted) in _ME and asking.actor.person_id is not None:
        return (asking.actor.person_id,)
    known = people.list_all(asking.session)
    found = [each for each in known if each.slack_id == wanted.upper() or fold(each.name) == fold(wanted)]
    found = found or [each for each in known if fold(wanted) in fold(each.name).split()]
    if not found:
        raise InvalidInput(
            lazy("Nobody here is called “{value}”; write owner:@name, owner:me or owner:none."), value=value
        )
    return tuple(each.person_id for each in found)


def _graded(asking: _Asking, value: str) -> set[int]:
    """Return the clients on which this sales grade stands."""
    names = read_settings(asking.session).grades
    wanted = next((each for each in (*names, UNGRADED) if each.casefold() == value.strip().casefold()), None)
    if wanted is None:
        raise InvalidInput(lazy("“{value}” is no sales grade; there are {known}."), value=value, known=", ".join(names))
    as_of = AsOf(asking.now, ZoneInfo("UTC"), asking.reading.base_currency)
    return {client_id for client_id, each in current(asking.session, as_of).items() if each.grade == wanted}


def _aged(asking: _Asking, parts: "dict[Part, None]", *, is_stale: bool) -> Condition:
    """Return the condition on how old what is known is, in the sections that the actor may read of any files."""
    cutoffs = []
    for part in FILE_SECTIONS:
        try:
            among = asking.among(part)
        except Refused:
            continue
        cutoffs.append(({each.key: asking.now - each.shelf_life for each in asking.catalogue.of(part)}, among))
        parts[part] = None
    if not cutoffs:
        asking.among(FILE_SECTIONS[0])
    return store.Aged(tuple(cutoffs), is_stale)
