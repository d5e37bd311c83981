"""Letting the newest fact hold once a source that outranked it has gone stale; nobody writes when that happens."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.policy.catalogue import Catalogue
from bot.services.facts import lock_file, project
from bot.store import facts


def list_outlived(session: Session, *, catalogue: Catalogue) -> Mapping[int, Sequence[str]]:
    """Return the fields, by client, whose current value is not the newest: those that may be given up with time."""
    ranked = [each.key for each in catalogue if each.outranks]
    return facts.list_contested(session, ranked)


def reproject_stale(
    session: Session, contested: Mapping[int, Sequence[str]], *, now: datetime, catalogue: Catalogue
) -> int:
    """Work out anew what holds in these fields; return how many values changed."""
    changed = 0
    for client_id in sorted(contested):
        fields = contested[client_id]
        [client, *_above] = lock_file(session, client_id, fields)
        changed += len(project(session, [client], fields, now=now, catalogue=catalogue))
    return changed
