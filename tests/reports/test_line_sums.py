"""Sums of the lines of a file, by client and month and by product, country and month."""

from bot.reports.line_sums import LineSums, Meanings

MEANINGS = Meanings({"ACME": 7, "Acme Ltd": 7, "BETA": 8}, {"P1": 3}, {7: "DE", 8: "FR"})


def added(*lines: tuple[int, str, str, str, int, int | None]) -> LineSums:
    """Add lines given as number, day, client, product, base amount and quantity, in two parts."""
    sums = LineSums()
    for part in (lines[:2], lines[2:]):
        numbers, days, clients, products, amounts, quantities = zip(*part, strict=True)
        columns = {"date": days, "client_ref": clients, "product_ref": products, "unit": ["pc"] * len(part)}
        sums.add(numbers, columns | {"base_amount": amounts, "quantity": quantities})
    return sums


def rows(columns: dict[str, list[object]]) -> set[tuple[object, ...]]:
    return set(zip(*columns.values(), strict=True))


def test_lines_are_added_up_by_what_their_texts_stand_for():
    sums = added(
        (2, "2026-01-05", "ACME", "P1", 100, 5),
        (3, "2026-01-31", "Acme Ltd", "P1", -30, None),
        (4, "2026-02-01", "BETA", "P9", 7, 1),
        (5, "2026-01-09", "", "", 1, 2),
        (6, "2026-01-10", "GONE", "P1", 2, 3),
    )
    total = sums.total([], MEANINGS)
    assert list(total.by_client) == ["client_id", "month", "amount", "lines"]
    assert rows(total.by_client) == {
        (7, "2026-01-01", 70, 2),
        (8, "2026-02-01", 7, 1),
        (0, "2026-01-01", 3, 2),
    }
    assert list(total.by_product) == ["product_id", "country", "unit", "month", "amount", "quantity", "lines"]
    assert rows(total.by_product) == {
        (3, "DE", "pc", "2026-01-01", 70, 5, 2),
        (0, "FR", "pc", "2026-02-01", 7, 1, 1),
        (0, "", "pc", "2026-01-01", 1, 2, 1),
        (3, "", "pc", "2026-01-01", 2, 3, 1),
    }


def test_lines_that_were_there_already_are_left_out():
    sums = added(*((line, "2026-01-05", "ACME", "P1", 10**line, 1) for line in (2, 3, 4)))
    assert rows(sums.total([2, 4], MEANINGS).by_client) == {(7, "2026-01-01", 1_000, 1)}


def test_sums_beyond_64_bits_are_exact():
    sums = added(*((line, "2026-01-05", "ACME", "P1", 9 * 10**18, 1) for line in (2, 3, 4)))
    assert rows(sums.total([], MEANINGS).by_client) == {(7, "2026-01-01", 27 * 10**18, 3)}
