"""Saving one section's form: what its person changed is written, and nothing of anybody else's is overwritten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Gathering, InvalidInput
from bot.i18n import lazy
from bot.policy.access import Actor, Part, Right
from bot.policy.catalogue import FILE_SECTIONS, Catalogue, Field, FieldType, Source
from bot.policy.freshness import Freshness, Observation, judge_section
from bot.policy.opened import Opened, read_opened, write_opened
from bot.policy.values import Reading, clean_text, parse_value, typed_form
from bot.results.clients import Client, Edited, SectionView
from bot.results.editing import Overtaken, OvertakenField
from bot.services import gate, ties
from bot.services.clients import read_section
from bot.services.facts import lock_file, record_facts
from bot.store import clients, facts, history
from bot.store.history import StoredEvent

_LOOKED_AT = 500
"""So many events of fields that have changed meanwhile are looked through for what a form was opened with."""


@dataclass(frozen=True)
class SectionForm:
    """What a section's form brought: the text of every input it had, by field; emptied ones too.

    `opened` is what `write_opened` wrote of the section when the form was drawn. An answer to an Overtaken
    (`is_answer`) holds what its person wants in every input, touched or not.
    """

    part: Part
    typed: Mapping[str, str]
    opened: str
    source: Source
    is_answer: bool = False


@dataclass(frozen=True)
class _File:
    """The section as it stands now, and what is needed to tell how it stood when the form was opened."""

    fields: Sequence[Field]
    opened: Opened
    now: Mapping[str, str]
    events: Mapping[str, Sequence[StoredEvent]]
    """What was ever said of the fields that have changed since, what was written down last first."""

    def is_as_opened(self, key: str) -> bool:
        """Tell whether nobody has changed the field since."""
        return self.opened.held(key, self.now.get(key, ""))

    def before(self, key: str) -> str | None:
        """Return what the field held when the form was opened, None when that cannot be told any more."""
        known = ("", self.now.get(key, ""), *(event.value for event in self.events.get(key, ())))
        return next((value for value in known if self.opened.held(key, value)), None)


@dataclass(frozen=True)
class OfferedSection:
    """What a section's form is drawn from: its values, what it carries along, and where it leads."""

    shown: SectionView
    opened: str
    others: Mapping[Part, Freshness]
    """The other sections that the person may write, with their states."""


def offer_section(
    session: Session, actor: Actor, client: Client, part: Part, *, now: datetime, catalogue: Catalogue
) -> OfferedSection:
    """Return one section to be edited. Raises Refused unless the actor may write it, before they type in vain."""
    shown = read_section(session, actor, client, part, Right.WRITE, now=now, catalogue=catalogue)
    values = {each.field.key: each.value for each in shown.values}
    rights = gate.rights_on(session, actor, client, now)
    writable = [each for each in (*FILE_SECTIONS, Part.DIRECTORY) if rights[each] is Right.WRITE and each is not part]
    stored = facts.current_values(session, client.client_id)
    states = {each: _state(catalogue.of(each), stored, now) for each in writable}
    return OfferedSection(shown, write_opened(catalogue.of(part), values), states)


def _state(fields: Iterable[Field], stored: Mapping[str, facts.StoredValue], now: datetime) -> Freshness:
    known = [each for each in fields if each.key in stored]
    return judge_section([Observation(f.key, stored[f.key].observed_at, f.shelf_life) for f in known], now)


def save_section(
    session: Session,
    actor: Actor,
    client: Client,
    form: SectionForm,
    *,
    reading: Reading,
    now: datetime,
    catalogue: Catalogue,
) -> Edited | Overtaken:
    """Record what the person changed against what the form showed them; an emptied field loses its value.

    Where somebody else has changed one of these fields meanwhile, nothing is saved and the person must choose.
    Raises Refused unless the actor may write the section, and InvalidInput or InvalidForm for all that is wrong.
    """
    lock_file(session, client.client_id, form.typed, also=ties.line_of(session, form.typed))
    gate.require_right(session, actor, client, form.part, Right.WRITE, via="edit", now=now)
    file = _read_file(session, client, form, catalogue)
    wanted = {key: value for key, value in _wanted(file, form, reading).items() if value != file.now.get(key, "")}
    if form.part is Part.DIRECTORY:
        wanted = dict(ties.complete(session, client, wanted, file.now))
    if any(not file.is_as_opened(key) for key in wanted):
        gate.note_read(session, actor, client, [form.part], via="edit", now=now)
        return _overtaken(session, client, form, file, wanted)
    gate.require(session, actor, client, form.part, Right.WRITE, via="edit", now=now)
    changed = record_facts(
        session, actor, client.client_id, wanted, source=form.source, observed_at=now, now=now, catalogue=catalogue
    )
    return Edited(
        changed=tuple(key for key in changed if wanted[key]),
        noted=tuple(key for key in wanted if key not in changed),
        emptied=tuple(key for key in changed if not wanted[key]),
        fact_ids=facts.list_written(session, client.client_id, wanted, person_id=actor.person_id, at=now),
    )


def _read_file(session: Session, client: Client, form: SectionForm, catalogue: Catalogue) -> _File:
    fields = catalogue.of(form.part)
    opened = read_opened(form.opened, fields)
    stored = facts.current_values(session, client.client_id)
    now = {each.key: stored[each.key].value for each in fields if each.key in stored}
    moved = [each.key for each in fields if each.key in form.typed and not opened.held(each.key, now.get(each.key, ""))]
    events: dict[str, list[StoredEvent]] = {key: [] for key in moved}
    if moved:
        for event in history.list_events(session, client.client_id, moved, skip=0, most=_LOOKED_AT):
            events[event.field].append(event)
    return _File(fields, opened, now, events)


def _wanted(file: _File, form: SectionForm, reading: Reading) -> dict[str, str]:
    """Return what the person wants of the fields they changed, in stored form, empty for no value."""
    wanted: dict[str, str] = {}
    gathering = Gathering()
    for declared in file.fields:
        typed = clean_text(form.typed.get(declared.key, ""))
        before = file.before(declared.key) or ""
        is_untouched = typed == clean_text(typed_form(declared, before)) and not form.is_answer
        if declared.key not in form.typed or is_untouched:
            continue
        with gathering.catching():
            value = parse_value(declared, typed, reading) if typed else _emptied(declared)
            if value != before or form.is_answer:
                wanted[declared.key] = value
    gathering.finish()
    return wanted


def _emptied(declared: Field) -> str:
    if declared.needed:
        raise InvalidInput(lazy("{label} cannot be left empty."), field=declared.key, label=declared.label)
    return ""


def _overtaken(
    session: Session, client: Client, form: SectionForm, file: _File, wanted: Mapping[str, str]
) -> Overtaken:
    declared = {each.key: each for each in file.fields}
    fields = [_field(declared[key], file, mine) for key, mine in wanted.items() if not file.is_as_opened(key)]
    others = [(declared[key], mine) for key, mine in wanted.items() if file.is_as_opened(key)]
    values = [(each.field, value) for each in fields for value in (each.before or "", each.theirs, each.mine)]
    return Overtaken(
        client=client,
        part=form.part,
        fields=tuple(fields),
        others=tuple(others),
        opened=write_opened(file.fields, file.now),
        source=form.source,
        names=_names(session, [*values, *others]),
    )


def _names(session: Session, values: Iterable[tuple[Field, str]]) -> Mapping[str, str]:
    """Return what the clients are called that stand among these values; names are open to every member."""
    ids = {value for field, value in values if field.type is FieldType.CLIENT and value.isdigit()}
    found = {value: clients.get(session, int(value)) for value in ids}
    return {value: client.name for value, client in found.items() if client}


def _field(declared: Field, file: _File, mine: str) -> OvertakenField:
    """Say who made the field what it is now: whoever wrote that last, or undid what stood there."""
    key = declared.key
    theirs = file.now.get(key, "")
    latest = max(file.events[key], key=lambda event: event.retracted_at or event.recorded_at, default=None)
    if latest is None:
        return OvertakenField(declared, file.before(key), theirs, mine)
    is_undone = latest.retracted_at is not None
    return OvertakenField(
        field=declared,
        before=file.before(key),
        theirs=theirs,
        mine=mine,
        person=latest.retracted_by if is_undone else latest.person,
        source=latest.source,
        at=latest.retracted_at or latest.recorded_at,
    )
