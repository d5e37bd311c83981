"""`clientele report`: what the chat answers, in the terminal or a file, with the operator's rights."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from bot.commands.printing import Format, Report, require_place, write
from bot.commands.running import Desk, open_desk
from bot.commands.waiting import waiting
from bot.errors import InvalidInput
from bot.i18n import lazy
from bot.policy.classification import GradeRule
from bot.policy.money import parse_money
from bot.policy.periods import Period, parse_period
from bot.policy.searching import parse_search
from bot.policy.standing import GradeMethod
from bot.policy.values import Reading, parse_date
from bot.reports import mix_sheets, published
from bot.results.composition import Composition, CrossedMix, Key, Measure, MixKey
from bot.results.sheets import Sheet
from bot.services import composition, grading, lookup
from bot.services.credit import answer_credit
from bot.services.filters import Filters
from bot.services.freshness import rank, read_items
from bot.services.mix_lines import list_lines
from bot.store.freshness import Whose

_Period = Annotated[
    str, typer.Option("--period", metavar="P", help="2026, 2026-Q3, 2026-07, last 12 months, ytd, all.")
]
_Method = Annotated[GradeMethod, typer.Option("--grade-method", help="How clients are graded.")]
_AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="As it stood on that day: nothing later is read.")]
_AsOfDay = Annotated[str, typer.Option("--as-of", metavar="DATE", help="By the end of that day, past or to come.")]
_Format = Annotated[Format, typer.Option("--format", help="How it is written.")]
_Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it to a file.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What the chat answers, in the terminal or a file.", no_args_is_help=True)
    app.add_typer(group, name="report")
    for command in (mix, grades, stale, credit, waiting):
        group.command(command.__name__)(command)


def mix(
    key: Annotated[
        str,
        typer.Argument(
            help=f"What to take sales apart by: {', '.join(MixKey)}, or a field with choices, a country or a rating.",
            show_default=False,
        ),
    ],
    key2: Annotated[str, typer.Argument(help="A second key, to take each part apart again.")] = "",
    measure: Annotated[Measure, typer.Option("--measure", help="What is added up.")] = Measure.AMOUNT,
    period: _Period = "",
    grade_method: _Method = GradeMethod.SHARE,
    where: Annotated[
        str,
        typer.Option("--where", metavar="FILTERS", help="Of these clients alone, such as “stage:present country:DE”."),
    ] = "",
    as_of: _AsOf = "",
    form: _Format = Format.TABLE,
    output: _Output = None,
) -> None:
    """Print what share of sales each grade, product, region and so on has."""
    if key2 and measure is Measure.QUANTITY:
        raise InvalidInput(lazy("Quantities are taken apart by one key; leave out “{key}”."), field="key2", key=key2)
    require_place(form, output)
    with open_desk() as desk:
        by = composition.parse_key(key, desk.catalogue)
        by2 = composition.parse_key(key2, desk.catalogue) if key2 else None
        until, asked = _dates(desk, period, as_of)
        filters = _filters(desk, where)
        with desk.database.session() as session:
            rule = grading.grade_rule(session, grade_method)
            found, report = (
                _mix(session, desk, by, measure, asked, rule, until, filters)
                if by2 is None
                else _crossed(session, desk, by, by2, asked, rule, until, filters)
            )
            if form is Format.XLSX:
                keys = [by] if by2 is None else [by, by2]
                report = replace(report, behind=_behind(session, desk, found, keys, asked, until, filters))
    write(report, form, output)


def _filters(desk: Desk, where: str) -> Filters | None:
    """Read what is typed after --where, as after `/client find`. Raises InvalidInput on words that are no filter."""
    if not where.strip():
        return None
    search = parse_search(where)
    if search.words:
        raise InvalidInput(lazy("“{words}” is no filter; write one as country:DE."), field="where", words=search.words)
    today = desk.now().astimezone(desk.settings.zone).date()
    return Filters(search.filters, search.state, Reading(desk.settings.base_currency, today))


def _behind(
    session: Session,
    desk: Desk,
    found: Sequence[Composition | CrossedMix],
    keys: Sequence[Key],
    period: Period,
    until: date | None,
    filters: Filters | None,
) -> list[Sheet]:
    """Return the pages of a workbook that stand behind its figures: the lines, and what was asked."""
    now = desk.now()
    lines = list_lines(
        session, desk.actor, keys=keys, period=period, now=now, catalogue=desk.catalogue, until=until, filters=filters
    )
    return mix_sheets.behind_sheets(
        found, lines, desk.settings.base_currency, now.astimezone(desk.settings.zone).date()
    )


def _mix(
    session: Session,
    desk: Desk,
    by: Key,
    measure: Measure,
    period: Period,
    rule: GradeRule,
    until: date | None,
    filters: Filters | None,
) -> tuple[Sequence[Composition], Report]:
    found = composition.answer_mix(
        session,
        desk.actor,
        by=by,
        measure=measure,
        period=period,
        base_currency=desk.settings.base_currency,
        now=desk.now(),
        catalogue=desk.catalogue,
        grade_rule=rule,
        until=until,
        filters=filters,
    )
    written = [published.mix_json(each) for each in found]
    sheets = [mix_sheets.mix_sheet(each) for each in found]
    return found, Report(written if measure is Measure.QUANTITY else written[0], sheets)


def _crossed(
    session: Session,
    desk: Desk,
    by: Key,
    by2: Key,
    period: Period,
    rule: GradeRule,
    until: date | None,
    filters: Filters | None,
) -> tuple[Sequence[CrossedMix], Report]:
    found = composition.answer_crossed(
        session,
        desk.actor,
        by=by,
        by2=by2,
        period=period,
        base_currency=desk.settings.base_currency,
        now=desk.now(),
        catalogue=desk.catalogue,
        grade_rule=rule,
        until=until,
        filters=filters,
    )
    return [found], Report(published.crossed_json(found), [mix_sheets.crossed_sheet(found)])


def grades(
    period: _Period = "",
    grade_method: _Method = GradeMethod.SHARE,
    as_of: _AsOf = "",
    form: _Format = Format.TABLE,
    output: _Output = None,
) -> None:
    """Print the clients by sales grade, best first."""
    require_place(form, output)
    with open_desk() as desk:
        until, asked = _dates(desk, period, as_of)
        with desk.database.session() as session:
            found = composition.answer_grades(
                session,
                desk.actor,
                period=asked,
                base_currency=desk.settings.base_currency,
                now=desk.now(),
                grade_rule=grading.grade_rule(session, grade_method),
                until=until,
            )
    write(Report(published.grades_json(found), [published.grades_sheet(found)]), form, output)


def stale(as_of: _AsOfDay = "", form: _Format = Format.TABLE, output: _Output = None) -> None:
    """Print what is, or by that day will be, known too long ago: the worst of the most valuable clients first."""
    require_place(form, output)
    with open_desk() as desk:
        until = parse_date(as_of, field="as_of") if as_of else None
        then = datetime.combine(until, time.max, tzinfo=desk.settings.zone) if until else desk.now()
        with desk.database.session() as session:
            ranked = rank(session, desk.actor, Whose(everybody=True), now=then, catalogue=desk.catalogue)
            # Ranked as of that day, but read and logged now.
            found = read_items(session, desk.actor, ranked, via="stale", now=desk.now(), catalogue=desk.catalogue)
    write(Report(published.stale_json(found), [published.stale_sheet(found)]), form, output)


def credit(
    name: Annotated[str, typer.Argument(help="The client, by name or code.", show_default=False)],
    amount: Annotated[
        str, typer.Argument(help="An amount that may be shipped or not, such as 40000 or “5000 EUR”.")
    ] = "",
    form: _Format = Format.TABLE,
    output: _Output = None,
) -> None:
    """Print a client's limit, exposure, what is available and overdue, and whether an amount fits."""
    require_place(form, output)
    with open_desk() as desk, desk.database.session() as session:
        asked = parse_money(amount, desk.settings.base_currency) if amount else None
        found = answer_credit(
            session,
            desk.actor,
            lookup.resolve(session, name, actor=desk.actor, now=desk.now()),
            asked=asked,
            base_currency=desk.settings.base_currency,
            now=desk.now(),
        )
    write(Report(published.credit_json(found), [published.credit_sheet(found)]), form, output)


def _dates(desk: Desk, period: str, as_of: str) -> tuple[date | None, Period]:
    """Return the day nothing later is read than, when one was named, and the period as of then or today."""
    until = parse_date(as_of, field="as_of") if as_of else None
    today = until or desk.now().astimezone(desk.settings.zone).date()
    return until, parse_period(period or None, today)
