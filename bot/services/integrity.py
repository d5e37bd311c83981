"""Proving that what is derived equals what it is derived from: rollups their lines, current values their facts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from bot.i18n import _, ngettext
from bot.policy.catalogue import Catalogue
from bot.policy.money import convert, decimal_string
from bot.policy.precedence import held_value
from bot.policy.rates import RateBook
from bot.store import base_currency, clues, conversions, grades, integrity, rates, rollups
from bot.store.integrity import WalkedFact


def check_ledger(session: Session, *, now: datetime, catalogue: Catalogue) -> Sequence[str]:
    """Return one sentence for each thing that does not follow from its source; none when all is well."""
    current = integrity.list_current(session)
    return [
        *(str(difference) for difference in rollups.differences(session)),
        *_check_rates(session),
        *_check_conversions(session),
        *_check_columns(session, current),
        *_check_values(session, current, now, catalogue),
        *_check_clues(session),
        *_check_grades(session),
    ]


def _check_rates(session: Session) -> Iterator[str]:
    """Hold the rate at which lines stand against the one that the rates give them, day by day."""
    base = base_currency.get_base(session)
    if base is None:
        return
    book = RateBook(base, rates.list_rates(session))
    for found in conversions.list_rated_days(session):
        given = book.rate_on(found.currency, found.day)
        if given != found.rate:
            yield ngettext(
                "{count} sales line in {currency} of {day} stands at {rate}; the rates give {given}.",
                "{count} sales lines in {currency} of {day} stand at {rate}; the rates give {given}.",
                found.lines,
            ).format(
                count=found.lines,
                currency=found.currency,
                day=found.day.isoformat(),
                rate=format(found.rate, "f"),
                given=_("none") if given is None else format(given, "f"),
            )


def _check_conversions(session: Session) -> Iterator[str]:
    """Convert every line anew."""
    for line in integrity.walk_converted(session):
        if line.base_amount != convert(line.amount, line.rate):
            yield _("Sales line {line}: {base_amount} is not {amount} {currency} at {rate}.").format(
                line=line.line_id,
                base_amount=decimal_string(line.base_amount),
                amount=decimal_string(line.amount),
                currency=line.currency,
                rate=format(line.rate, "f"),
            )


def _check_values(
    session: Session, current: dict[tuple[int, str], tuple[int, str]], now: datetime, catalogue: Catalogue
) -> Iterator[str]:
    """Work out anew what holds in each file, those that went into another included."""
    for (client_id, field), walked in groupby(integrity.walk_facts(session), key=lambda f: (f.file_id, f.field)):
        standing = list(walked)
        claimed = current.pop((client_id, field), None)
        held = held_value(catalogue.get(field), client_id, standing, now)
        if claimed == ((held.fact_id, held.value) if held else None):
            continue
        if _held_once(catalogue, field, claimed, standing):
            yield _(
                "Client {client}: another value of {field} holds by now; `clientele run rescore` follows it."
            ).format(client=client_id, field=field)
        else:
            yield _("Client {client}: the current value of {field} does not follow from its facts.").format(
                client=client_id, field=field
            )
    for client_id, field in current:
        yield _("Client {client}: the current value of {field} has no fact.").format(client=client_id, field=field)


def _held_once(
    catalogue: Catalogue, field: str, claimed: tuple[int, str] | None, standing: Sequence[WalkedFact]
) -> bool:
    """Tell whether this was right until a source that outranks the others went stale."""
    declared = catalogue.get(field)
    ranked = {each.value for each in standing if declared and each.source in declared.outranks}
    return claimed in {(each.fact_id, each.value) for each in standing if each.value in ranked}


def _check_columns(session: Session, current: Mapping[tuple[int, str], tuple[int, str]]) -> Iterator[str]:
    """Compare the directory's columns with the current values that they repeat."""
    for client_id, columns in integrity.walk_columns(session):
        for field, value in columns.items():
            held = current.get((client_id, field))
            if held is not None and held[1] != value:
                yield _("Client {client}: the directory's {field} is not its current value.").format(
                    client=client_id, field=field
                )


def _check_clues(session: Session) -> list[str]:
    """Return the clients that are not found by what their contacts and values say."""
    return [
        _("Client {client}: what it is found by does not follow from its contacts and values.").format(client=client_id)
        for client_ids in clues.walk_client_ids(session)
        for derived, kept in [(clues.derive(session, client_ids), clues.list_kept(session, client_ids))]
        for client_id in client_ids
        if derived.get(client_id) != kept.get(client_id)
    ]


def _check_grades(session: Session) -> list[str]:
    """Return the clients whose standing grades are not those of their last event."""
    return [
        _("Client {client}: the {kind} grade that stands is not that of its last event.").format(
            client=client_id, kind=kind
        )
        for client_id, kind in grades.list_unfounded(session)
    ]
