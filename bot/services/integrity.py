"""Proving that what is derived equals what it is derived from: rollups their lines, current values their facts."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from bot.i18n import _
from bot.policy.catalogue import Catalogue
from bot.policy.precedence import holding
from bot.store import integrity, rollups


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
    return found
