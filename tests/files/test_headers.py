"""Headers as accounting systems write them, in English and Chinese."""

import pytest

from bot.errors import FileRejected
from bot.files.headers import columns_of, recognise
from bot.files.rejected import RejectedFile
from bot.policy.catalogue import Catalogue
from bot.results.imports import ImportKind, Rejection


def found(kind: ImportKind, *headers: str, **remembered: str) -> dict[str, str]:
    layout = recognise(headers, columns_of(kind, Catalogue()), file="f.csv", asked={}, remembered=remembered)
    return {key: headers[place] for key, place in layout.places.items()}


@pytest.mark.parametrize(
    ("kind", "headers", "expected"),
    [
        (
            ImportKind.CLIENTS,
            ("CUSTOMER_ID", "Company Name", "Yearly purchases from us, as they say", "staff", "Postal-Code"),
            {"code": 0, "name": 1, "stated_purchases": 2, "staff": 3, "postal_code": 4},
        ),
        (
            ImportKind.CLIENTS,
            ("客户编号", "客户名称", "国家", "电话"),
            {"code": 0, "name": 1, "country": 2, "phone": 3},
        ),
        (
            ImportKind.SALES,
            ("line_id", "order_date", "customer_name", "customer_id", "product", "product_id", "amount", "currency"),
            {"line_id": 0, "date": 1, "client": 3, "product_name": 4, "product": 5, "amount": 6, "currency": 7},
        ),
        (
            ImportKind.SALES,
            ("明细号", "日期", "客户", "产品名称", "数量", "金额", "币种"),
            {"line_id": 0, "date": 1, "client": 2, "product": 3, "quantity": 4, "amount": 5, "currency": 6},
        ),
        (
            ImportKind.INVOICES,
            ("Invoice No.", "Customer", "Invoice Date", "Due Date", "Total", "Curr.", "Balance"),
            {"invoice_id": 0, "client": 1, "issued": 2, "due": 3, "amount": 4, "currency": 5, "open_amount": 6},
        ),
        (ImportKind.RATES, ("币种", "日期", "汇率"), {"currency": 0, "date": 1, "rate": 2}),
    ],
)
def test_usual_headers_are_recognised(kind, headers, expected):
    assert found(kind, *headers) == {key: headers[place] for key, place in expected.items()}


def test_what_is_remembered_goes_before_what_is_usual_where_it_fits():
    headers = ("code", "name", "kunde")
    assert found(ImportKind.CLIENTS, *headers, name="kunde") == {"code": "code", "name": "kunde"}
    assert found(ImportKind.CLIENTS, *headers, name="gone") == {"code": "code", "name": "name"}


def test_a_missing_column_is_named_with_the_headers_that_are_there():
    with pytest.raises(FileRejected) as refused:
        found(ImportKind.RATES, "currency", "rate", *(f"h{number}" for number in range(30)))
    assert "no column for “date”" in str(refused.value)
    assert "currency, rate, h0, h1" in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("second", ["amount", "Amount "])
def test_a_header_that_stands_twice_is_refused_rather_than_one_of_them_taken(second):
    with pytest.raises(FileRejected) as refused:
        found(ImportKind.SALES, "line_id", "date", "client", "amount", second, "currency")
    assert (
        str(refused.value) == "f.csv has more than one column “amount”; rename those that are not meant for “amount”."
    )


def test_headers_that_stand_twice_do_no_harm_where_they_are_not_used_or_were_told_apart():
    headers = ("code", "name", "note", "note")
    assert found(ImportKind.CLIENTS, *headers) == {"code": "code", "name": "name"}
    told = found(ImportKind.CLIENTS, "code", "name", "NAME", name="NAME")
    assert told == {"code": "code", "name": "NAME"}


def test_rejected_lines_are_written_with_their_reasons_and_a_stale_file_goes(tmp_path):
    source = tmp_path / "sales.csv"
    file = RejectedFile(source, ("id", "line", "amount"))
    file.add([Rejection(3, "amount: “x” is not a number.", ("A", "7", "x")), Rejection(9, "too many", ("B",))])
    assert not file.path.exists()
    assert file.finish() == tmp_path / "sales.csv.rejected.csv"
    assert file.path.read_text(encoding="utf-8-sig").splitlines() == [
        "id,amount,line,reason",
        "A,x,3,amount: “x” is not a number.",
        "B,,9,too many",
    ]
    assert RejectedFile(source, ("id",)).finish() is None
    assert list(tmp_path.iterdir()) == []
