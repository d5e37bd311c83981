"""Proving that what is derived equals what it is derived from: rollups their lines, current values their facts."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from bot.i18n import _
from bot.policy.catalogue import Catalogue
from bot.policy.precedence import holding
from bot.store import clues, integrity, rollups


def check_ledger(session: Session, *, now: datetime, catalogue: Catalogue) -> Sequence[str]:
    """Return one sentence for each thing that does not follow from its source; none when all is well.

    A higher source's value may have gone stale since it was written: then the newest fact is what should hold, and
    either of the two, and whoever has said the same, is in order until somebody writes the field again.
    """
    found = [str(difference) for difference in rollups.differences(session)]
    claimed = integrity.list_current(session)
    for (client_id, field), facts in groupby(integrity.walk_facts(session), key=lambda f: (f.client_id, f.field)):
        standing = list(facts)
        fact_id = claimed.pop((client_id, field), None)
        in_order = {standing[0].id}
        if field in catalogue:
            held = holding(catalogue.require(field), standing, now)
            ranked = {each.value for each in standing if each.source in catalogue.require(field).outranks}
            in_order |= {each.id for each in standing if each.value in ranked}
            in_order |= {held.id} if held else set()
        if fact_id not in in_order:
            found.append(
                _("Client {client}: the current value of {field} does not follow from its facts.").format(
                    client=client_id, field=field
                )
            )
    found += [
        _("Client {client}: the current value of {field} has no fact.").format(client=client_id, field=field)
        for client_id, field in claimed
    ]
    return found + _check_clues(session)


def _check_clues(session: Session) -> list[str]:
    """Return the clients that are not found by what their contacts and values say."""
    return [
        _("Client {client}: what it is found by does not follow from its contacts and values.").format(client=client_id)
        for client_ids in clues.walk_client_ids(session)
        for derived, kept in [(clues.derive(session, client_ids), clues.list_kept(session, client_ids))]
        for client_id in client_ids
        if derived.get(client_id) != kept.get(client_id)
    ]
