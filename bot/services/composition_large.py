"""A large ledger crossed by something of the product and something of the client, in one walk over its lines.

How many clients a cell has is not counted there: that would take the database several times as long as the sums.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.reports.composition import Frame
from bot.results.composition import PRODUCT_KEYS, Key, LeftOut, Missing, MixKey, Sum
from bot.store import sales, sales_crossed
from bot.store.sales import Slice
from bot.store.sales_crossed import ClassSum, ClientKey


def sum_crossed(
    session: Session, asked: Slice, keys: tuple[Key, Key], frame: Frame
) -> tuple[Sequence[Sum], list[LeftOut]]:
    """Return the sums by a key of products and a key of clients, in their order, and what those cannot place."""
    of_products, of_clients = sorted(keys, key=lambda key: key not in PRODUCT_KEYS)
    known = sales_crossed.list_client_keys(session, asked, of_clients)
    classes: dict[object, int] = {}
    # Any client of a class stands for it: clients of one grade in each of the spans are one class.
    members = {each.client_id: classes.setdefault(_class(each, of_clients, frame), len(classes)) for each in known}
    stands_for = {members[each.client_id]: each for each in known}
    found = sales_crossed.sum_by_class(session, asked, members)
    goods = {each.product_id: each for each in sales_crossed.list_goods(session)}
    sums = []
    for each in found:
        if each.product_id is None:
            continue
        good, client = goods[each.product_id], stands_for[each.class_id]
        product = (good.code, good.name) if of_products is MixKey.PRODUCT else (good.category, "")
        sides = (product, (client.key, client.label))
        first, second = sides if keys[0] is of_products else sides[::-1]
        sums.append(_sum(each, (first[0], second[0]), (first[1], second[1])))
    return sums, _left_out(session, asked, found)


def _class(each: ClientKey, key: Key, frame: Frame) -> object:
    """Return what tells a client's class from others: the value it counts under, or its grade in each span."""
    if key is not MixKey.GRADE:
        return each.key
    client_id = int(each.key)
    return tuple(of.get(client_id) for of in (frame.grades, frame.grades_before, frame.grades_year_before))


def _sum(found: ClassSum, keys: tuple[str | int, str | int], labels: tuple[str, str]) -> Sum:
    return Sum(keys, labels, "", found.amount, found.previous, None, found.year_before)


def _left_out(session: Session, asked: Slice, found: Sequence[ClassSum]) -> list[LeftOut]:
    without = [each for each in found if each.product_id is None and each.lines]
    nowhere = sales.sum_unmatched(session, asked, Missing.CLIENT, of_known_clients=False)
    if not without:
        return list(nowhere)
    amount, lines = sum(each.amount for each in without), sum(each.lines for each in without)
    return [*nowhere, LeftOut(Missing.PRODUCT, amount, lines)]
