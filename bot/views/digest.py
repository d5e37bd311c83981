"""The weekly digest: read in under a minute, totals only."""

from datetime import date

from babel.dates import format_date

from bot.i18n import _, ngettext
from bot.results.digest import Digest, MonthSales, TeamFiles
from bot.views.blocks import context, escape, header, section, shorten
from bot.views.grade_words import move_lines
from bot.views.message import Message
from bot.views.words import babel_language, day_text, money_text, percent_text

_MOST_FOCUS, _FOCUS_LENGTH = 3, 200


def digest_message(digest: Digest) -> Message:
    """Return the digest as it stands in its channel."""
    title = _("Client files, {first} to {last}").format(
        first=day_text(digest.week.first), last=day_text(digest.week.last)
    )
    parts = [
        _part(_("What was learned"), _learned(digest)),
        _part(_("How fresh the files are"), _freshness(digest)),
    ]
    if digest.sales is not None:
        parts.append(_part(_("Sales"), [_sales(digest.sales)]))
    if digest.focus:
        parts.append(_part(_("Sales focus of the quarter"), _focus(digest.focus)))
    if not digest.grades.is_empty:
        parts.append(_part(_("Sales grades"), move_lines(digest.grades)))
    parts.append(_part(_("Ahead"), [_ahead(digest.follow_ups)]))
    hint = _("`/client stale` shows what you could bring up to date yourself.")
    blocks = (header(title), *(section(part) for part in parts), context(hint))
    return Message("\n".join([title, *parts]).replace("*", ""), blocks)


def _part(heading: str, lines: list[str]) -> str:
    return "\n".join([f"*{heading}*", *(f"• {line}" for line in lines)])


def _focus(texts: tuple[str, ...]) -> list[str]:
    return [escape(shorten(" ".join(each.split()), _FOCUS_LENGTH)).replace("*", "∗") for each in texts[:_MOST_FOCUS]]


def _learned(digest: Digest) -> list[str]:
    new, contacts, refreshed = digest.new_clients, digest.contacts, digest.refreshed
    return [
        ngettext("{count} new client", "{count} new clients", new).format(count=new),
        ngettext(
            "{count} contact logged ({before} the week before)",
            "{count} contacts logged ({before} the week before)",
            contacts,
        ).format(count=contacts, before=digest.contacts_before),
        ngettext("{count} section refreshed", "{count} sections refreshed", refreshed).format(count=refreshed),
    ]


def _freshness(digest: Digest) -> list[str]:
    if not digest.files:
        return [_("Nothing is known of any client yet.")]
    share = percent_text(round(1000 * digest.fresh / digest.files))
    whole = _("{fresh} of {files} files are fresh ({share})").format(
        fresh=digest.fresh, files=digest.files, share=share
    )
    return [whole, *(_team(each) for each in digest.teams if each.team or each.stale)]


def _team(team: TeamFiles) -> str:
    name = escape(team.team) or _("without a team")
    return _("{team}: {stale} of {files} with something stale").format(team=name, stale=team.stale, files=team.files)


def _sales(sales: MonthSales) -> str:
    line = _("{month}: {amount}, after {before} the month before").format(
        month=_month(sales.month), amount=money_text(sales.amount), before=money_text(sales.before)
    )
    if sales.before.counts <= 0:
        return line
    change = round(1000 * (sales.amount.counts - sales.before.counts) / sales.before.counts)
    return f"{line} ({'+' if change > 0 else ''}{percent_text(change)})"


def _month(month: date) -> str:
    return format_date(month, format="LLLL yyyy", locale=babel_language())


def _ahead(follow_ups: int) -> str:
    return ngettext(
        "{count} follow-up is promised for this week", "{count} follow-ups are promised for this week", follow_ups
    ).format(count=follow_ups)
