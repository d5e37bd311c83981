"""The weekly digest: composing it, and deciding that one is due."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.policy.access import Actor, Part, Role
from bot.policy.catalogue import FILE_SECTIONS
from bot.policy.money import Money
from bot.policy.periods import add_months
from bot.reports.digest import count_sections, team_files
from bot.results.digest import Digest, MonthSales, Week
from bot.results.outbox import Company
from bot.services import gate, graded, outbox
from bot.services.progress import list_focus_texts
from bot.store import digest as store
from bot.store import freshness

_WEEK = timedelta(days=7)


def decide_digest(session: Session, company: Company, *, monday: date, due: datetime, now: datetime) -> bool:
    """Put the digest of the week before `monday` in the outbox; tell whether there is one.

    There is none before the first client file: a company that starts on Wednesday has not missed Monday.
    """
    first = store.first_opened(session)
    if first is None or first >= due:
        return False
    week_start = monday - _WEEK
    return outbox.enqueue(
        session,
        "digest",
        company.digest_channel,
        {"week_start": week_start.isoformat()},
        now=now,
        dedupe_key=f"digest:{week_start}",
    )


def preview(session: Session, actor: Actor, company: Company, *, now: datetime) -> Digest:
    """Return what the clock posts for the last full week. Raises Refused for all but the custodian."""
    gate.require_role(actor, Role.CUSTODIAN, part=Part.SALES, via="digest", now=now)
    today = now.astimezone(ZoneInfo(company.timezone)).date()
    this_monday = today - timedelta(days=today.weekday())
    return compose_digest(session, actor, company, week_start=this_monday - _WEEK, now=now)


def compose_digest(session: Session, actor: Actor, company: Company, *, week_start: date, now: datetime) -> Digest:
    """Return the digest of the week that starts on the Monday `week_start`, company time.

    Counts of events are that week's; freshness is as of `now`; sales are of the last month that had closed by the
    end of the week, in the base currency. The caller has passed the gate; the reading of totals is logged.
    """
    zone = ZoneInfo(company.timezone)
    start, end = _midnight(week_start, zone), _midnight(week_start + _WEEK, zone)
    fields = [each for section in FILE_SECTIONS for each in company.catalogue.of(section)]
    cutoffs = {each.key: now - each.shelf_life for each in fields}
    stale = freshness.list_stale_clients(session, cutoffs)
    known = store.list_known(session, list(cutoffs))
    gate.note_figures(session, actor, Part.SALES, via="digest", now=now, detail=week_start.isoformat())
    return Digest(
        week=Week(week_start, week_start + _WEEK - timedelta(days=1)),
        new_clients=store.count_new_clients(session, start, end),
        contacts=store.count_contacts(session, start, end),
        contacts_before=store.count_contacts(session, _midnight(week_start - _WEEK, zone), start),
        refreshed=count_sections(store.list_refreshed(session, start, end), company.catalogue),
        files=len(known),
        fresh=sum(client_id not in stale for client_id, _ in known),
        teams=team_files(known, stale),
        grades=graded.count_between(session, start, end),
        sales=_sales(session, company, week_start + _WEEK),
        follow_ups=store.count_follow_ups(session, week_start + _WEEK, week_start + 2 * _WEEK - timedelta(days=1)),
        focus=list_focus_texts(session),
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _sales(session: Session, company: Company, day: date) -> MonthSales | None:
    """Return the sales of the last month that had closed by `day`."""
    if not store.has_sales(session):
        return None
    month = add_months(day.replace(day=1), -1)
    amount, before = (store.sum_month(session, each) for each in (month, add_months(month, -1)))
    return MonthSales(month, Money(amount, company.base_currency), Money(before, company.base_currency))
