"""A large retail ledger comes in with every line accounted for: taken, waiting or rejected, and no sum loses one."""

import gc
from decimal import Decimal

import pytest

from bot.files.checks import Sheet
from bot.policy.catalogue import Catalogue
from bot.policy.money import SCALE, to_counts
from bot.policy.periods import all_time
from bot.results.composition import Measure, Missing, MixKey
from bot.results.imports import ImportKind, ImportOptions
from bot.results.waiting import ReferenceKind
from bot.services import waiting
from bot.services.composition import answer_crossed, answer_mix
from bot.services.imports import import_file
from bot.store import rollups
from tests.services.importing import NOW, OPERATOR, ImportDesk, open_import_desk
from tests.services.retail import CREDITED_OF_FULL, FULL, MAPPING, NAMELESS_OF_FULL, Retail, write_retail


def take(desk: ImportDesk, retail: Retail):
    options = ImportOptions("GBP", mapping=MAPPING)
    return import_file(desk.database, OPERATOR, ImportKind.SALES, retail.sales, options, now=NOW)


def cross(desk: ImportDesk):
    with desk.database.session() as session:
        return answer_crossed(
            session,
            OPERATOR,
            by=MixKey.PRODUCT,
            by2=MixKey.COUNTRY,
            period=all_time(),
            base_currency="GBP",
            now=NOW,
            catalogue=Catalogue(),
        )


def mix(desk: ImportDesk, by: MixKey, measure: Measure = Measure.AMOUNT):
    with desk.database.session() as session:
        [found] = answer_mix(
            session,
            OPERATOR,
            by=by,
            measure=measure,
            period=all_time(),
            base_currency="GBP",
            now=NOW,
            catalogue=Catalogue(),
        )
    return found


def waits(desk: ImportDesk, kind: ReferenceKind):
    with desk.database.session() as session:
        return waiting.list_groups(session, session, OPERATOR, kind, now=NOW)


def account_for(desk: ImportDesk, retail: Retail) -> None:
    """Import the three files and hold every figure against what was counted while they were written."""
    desk.take("clients", retail.clients, base_currency="GBP")
    desk.take("products", retail.products, base_currency="GBP")
    report = take(desk, retail)
    counts = report.counts
    assert (counts.added, report.rejected, counts.changed, counts.same) == (retail.lines, retail.broken, 0, 0)
    assert (counts.waiting, counts.unnamed, counts.negative) == (retail.waiting, retail.nameless, retail.negative)
    [(lines, total)] = desk.rows("SELECT count(*), sum(amount) FROM sales_line")
    assert (lines, int(total)) == (retail.lines, to_counts(retail.total))

    # What is shown and what is left out are the whole, by client and by product.
    by_client, by_product = mix(desk, MixKey.COUNTRY), mix(desk, MixKey.PRODUCT)
    for found, missing in ((by_client, Missing.CLIENT), (by_product, Missing.PRODUCT)):
        [left] = found.left_out
        assert left.missing is missing
        assert found.total + left.amount == to_counts(retail.total)
        assert sum(row.amount for row in found.rows) == found.total

    # Crossed, or in pieces, the parts and what they leave out are the whole as well.
    crossed = cross(desk)
    assert len({left.missing for left in crossed.left_out}) == 2
    assert crossed.total + sum(left.amount for left in crossed.left_out) == to_counts(retail.total)
    for by in (MixKey.GRADE, MixKey.REP, MixKey.PRODUCT):
        pieces = mix(desk, by, Measure.QUANTITY)
        assert pieces.total + sum(left.amount for left in pieces.left_out) == retail.pieces * SCALE

    # The list holds each line that waits for its client, under its customer, the nameless ones last.
    groups = waits(desk, ReferenceKind.CLIENT)
    assert groups[-1].reference == ""
    assert groups[-1].lines == retail.nameless
    assert {each.reference: each.lines for each in groups} == {
        each.reference: retail.by_customer[each.reference] for each in groups
    }
    assert sum(each.lines for each in groups) == by_client.left_out[0].lines
    for each in groups:
        assert [money.counts for money in each.sums] == [to_counts(retail.sums[each.reference])]
    products = waits(desk, ReferenceKind.PRODUCT)
    assert sum(each.lines for each in products) == by_product.left_out[0].lines
    for each in products:
        assert [money.counts for money in each.sums] == [to_counts(retail.product_sums[each.reference])]

    # Again, nothing changes; and the nameless lines, given to one client, are left out no more.
    assert take(desk, retail).counts.same == retail.lines
    before = by_client.left_out[0].amount
    [(client_id,)] = desk.rows("SELECT min(id) FROM client")
    with desk.database.session() as session:
        mark = groups[-1].mark
        decided = waiting.match_group(session, OPERATOR, ReferenceKind.CLIENT, mark, client_id, now=NOW)
    assert decided.lines == retail.nameless
    after = mix(desk, MixKey.COUNTRY)
    assert after.left_out[0].amount == before - to_counts(retail.sums[""])
    assert after.total + after.left_out[0].amount == to_counts(retail.total)
    with desk.database.reading() as session:
        assert rollups.differences(session) == []


def test_a_tenth_of_it(migrated_url, tmp_path):
    retail = write_retail(tmp_path, FULL // 10)
    with open_import_desk(migrated_url, tmp_path) as desk:
        account_for(desk, retail)


@pytest.mark.soak
def test_all_of_it(migrated_url, tmp_path):
    retail = write_retail(tmp_path)
    assert (retail.lines, retail.nameless, retail.credited) == (FULL, NAMELESS_OF_FULL, CREDITED_OF_FULL)
    assert retail.total != Decimal(0)
    with open_import_desk(migrated_url, tmp_path) as desk:
        account_for(desk, retail)


def test_what_was_read_is_given_back_without_the_collector(migrated_sqlite_url, tmp_path):
    """An import keeps the collector of cycles from walking millions of texts, so it must leave none."""
    retail = write_retail(tmp_path, 400)
    with open_import_desk(migrated_sqlite_url, tmp_path) as desk:
        take(desk, retail)
        gc.collect()
        gc.disable()
        try:
            take(desk, retail)
            kept = sum(isinstance(each, Sheet) for each in gc.get_objects())
        finally:
            gc.enable()
    assert kept == 0
