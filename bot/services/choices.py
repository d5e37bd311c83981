"""The catalogue in force: the company's file, and the choices that the custodian keeps in Slack.

Every change is one transaction that begins by drawing a new generation: on PostgreSQL the second of two custodians
waits there for the first and then works on what the first has left. Other processes see that the generation has moved.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.errors import Conflict, InvalidInput
from bot.i18n import lazy, wordings
from bot.policy import choices as rules
from bot.policy.access import Actor, Deed, Part, Role
from bot.policy.catalogue import Catalogue, Choice, Field, FieldType
from bot.policy.choices import KeptChoice
from bot.results.choices import ChoiceList
from bot.services import gate
from bot.store import access, settings
from bot.store import choices as store

GENERATION = "choice_generation"
LOOK_EVERY = timedelta(seconds=1)
"""How long a process takes its copy for the newest before it looks at the generation again."""


def in_force(session: Session, declared: Catalogue) -> Catalogue:
    """Return the declared catalogue with the choices as they are kept now."""
    return rules.in_force(declared, store.list_kept(session))


class CatalogueInForce:
    """The catalogue as one process remembers it: looked after at most once a second, and anew after a change here."""

    def __init__(self, declared: Catalogue) -> None:
        """Begin with what the file declares."""
        self.declared = declared
        self._held = declared
        self._names = rules.own_names(declared, declared)
        self._generation = 0
        self._looked_at: datetime | None = None
        self._changes = 0
        self._lock = threading.Lock()

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue as it was when it was last looked after."""
        return self._held

    @property
    def names(self) -> Mapping[tuple[str, str], str]:
        """Return the company's own names for choices that stand in sentences: those that rules depend on."""
        return self._names

    def keep_up(self, session: Session, now: datetime) -> None:
        """Take over what another process has changed; usually there is nothing to ask."""
        # The demo's clock can be moved back.
        if self._looked_at is not None and abs(now - self._looked_at) < LOOK_EVERY:
            return
        changes = self._changes
        generation = settings.counter(session, GENERATION)
        held = self._held if generation == self._generation else in_force(session, self.declared)
        with self._lock:
            # What was read before a change here was saved is no answer for whoever comes after it.
            if changes == self._changes:
                self._held, self._generation, self._looked_at = held, generation, now
                self._names = rules.own_names(self.declared, held)

    def look_again(self) -> None:
        """Forget that anything was looked at: something has changed here, and is saved."""
        with self._lock:
            self._changes += 1
            self._looked_at = None


def require_custodian(actor: Actor, *, now: datetime) -> None:
    """Raise Refused unless the actor keeps the lists."""
    gate.require_role(actor, Role.CUSTODIAN, part=Part.DIRECTORY, via="settings", now=now)


def list_lists(catalogue: Catalogue) -> Sequence[Field]:
    """Return the fields with choices, those last that rules depend on: there is least to do about them."""
    return sorted((each for each in catalogue if each.type is FieldType.CHOICE), key=rules.is_fixed)


def read_list(session: Session, actor: Actor, field: str, *, now: datetime, declared: Catalogue) -> ChoiceList:
    """Return a list of choices as it is kept now, with how many files use each. Raises Refused, InvalidInput."""
    require_custodian(actor, now=now)
    kept = _require_list(in_force(session, declared), field)
    return ChoiceList(kept, store.count_uses(session, field), rules.is_fixed(kept))


def add_choice(session: Session, actor: Actor, field: str, label: str, *, now: datetime, declared: Catalogue) -> str:
    """Add a choice at the end of a list and return its key. Raises InvalidInput."""
    changed = _change(session, actor, field, "", "add", lambda kept: rules.added(kept, label), now, declared)
    return changed.choices[-1].key


def rename_choice(
    session: Session,
    actor: Actor,
    field: str,
    key: str,
    label: str,
    *,
    before: str,
    now: datetime,
    declared: Catalogue,
) -> None:
    """Give a choice another label. Raises InvalidInput, and Conflict when it is no longer called `before`."""

    def change(kept: Field) -> Field:
        present = kept.choice_label(key)
        if present != before:
            raise Conflict(
                lazy("“{before}” is called “{present}” by now; close this form and look again."),
                field=rules.CHOICE_LABEL, before=before, present=present,
            )  # fmt: skip
        return rules.renamed(kept, key, label)

    _change(session, actor, field, key, "rename", change, now, declared)


def move_choice(
    session: Session, actor: Actor, field: str, key: str, *, up: bool, now: datetime, declared: Catalogue
) -> None:
    """Move a choice one place up or down its list."""
    _change(session, actor, field, key, "move", lambda kept: rules.moved(kept, key, up=up), now, declared)


def retire_choice(session: Session, actor: Actor, field: str, key: str, *, now: datetime, declared: Catalogue) -> None:
    """Offer a choice no more; what was stored stays readable. Raises InvalidInput."""
    _change(session, actor, field, key, "retire", lambda kept: rules.retired(kept, key), now, declared)


def restore_choice(session: Session, actor: Actor, field: str, key: str, *, now: datetime, declared: Catalogue) -> None:
    """Offer a retired choice again. Raises InvalidInput."""
    _change(session, actor, field, key, "restore", lambda kept: rules.restored(kept, key), now, declared)


def _change(
    session: Session,
    actor: Actor,
    field: str,
    key: str,
    deed: str,
    change: Callable[[Field], Field],
    now: datetime,
    declared: Catalogue,
) -> Field:
    """Change a list and log it by its keys alone, that of a new choice too; the whole list is written, in its order."""
    require_custodian(actor, now=now)
    settings.bump(session, GENERATION, now)
    kept = _require_list(in_force(session, declared), field)
    changed = change(kept)
    own = {choice.key: choice for choice in declared.require(field).choices}
    rows = [_row(field, choice, own.get(choice.key), place) for place, choice in enumerate(changed.choices)]
    store.put(session, rows, actor.person_id, now)
    detail = f"{field} {key or changed.choices[-1].key} {deed}"
    entry = gate.entry(actor, Deed.WRITE, changed.section, None, via="settings", now=now, detail=detail)
    access.add_entries(session, [entry])
    return changed


def _row(field: str, choice: Choice, own: Choice | None, place: int) -> KeptChoice:
    """Return what is kept of a choice; one that is called as the catalogue calls it goes on speaking every language."""
    is_own = own is not None and str(choice.label) in {str(own.label), *wordings(own.label)}
    return KeptChoice(field, choice.key, "" if is_own else str(choice.label), place, choice.retired)


def _require_list(catalogue: Catalogue, field: str) -> Field:
    found = catalogue.get(field)
    if found is None or found.type is not FieldType.CHOICE:
        raise InvalidInput(lazy("“{name}” is no field with choices."), name=field)
    return found
