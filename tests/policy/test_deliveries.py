"""What the names of delivered files say."""

from datetime import date

import pytest

from bot.policy.deliveries import Named, control_names, is_night_control, read_name

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sales-2026-11-24.csv", Named("sales", DAY, False)),
        ("Invoices_Snapshot_20261124.XLSX", Named("invoices", DAY, True)),
        ("orders.de.2026-11-24.snapshot.txt", Named("orders", DAY, True)),
        ("rates 2026-11-24 (2).csv", Named("rates", DAY, False)),
        ("clients2026-11-24.csv", Named("clients", DAY, False)),
        # Not meant for the ledger, not whole, without a day, or something of our own.
        ("salesmen-2026-11-24.csv", None),
        ("sales-2026-11-24.csv.part", None),
        ("sales-2026-11-24.tmp", None),
        ("sales.csv", None),
        ("sales-2026-13-24.csv", None),
        ("sales-2026-11-24.totals.csv", None),
        ("sales-2026-11-24.csv.rejected.csv", None),
        ("report-2026-11-24.csv", None),
    ],
)
def test_a_name_says_kind_day_and_whether_it_is_a_snapshot(name, expected):
    assert read_name(name) == expected


def test_control_files_are_known_by_their_names():
    assert control_names("sales-2026-11-24.csv") == ("sales-2026-11-24.totals.csv", "sales-2026-11-24.totals.json")
    assert is_night_control("control-2026-11-24.csv")
    assert is_night_control("Control.JSON")
    assert not is_night_control("uncontrolled.csv")
