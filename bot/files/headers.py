"""Recognising the columns of a file: which header stands for which column of ours.

Case, spaces, underscores and punctuation of a header do not matter. For each column the names are listed best
first: where a file has both a customer's id and a customer's name, the id is taken for the client.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bot.errors import FileRejected, InvalidInput
from bot.i18n import lazy, wordings
from bot.policy.bank import is_bank_word
from bot.policy.catalogue import Catalogue, FieldType
from bot.results.imports import ImportKind

MOST_HEADERS_SHOWN = 20


@dataclass(frozen=True)
class Column:
    """A column of ours and the headers that usually name it; a needed one may have others that do `instead` of it."""

    key: str
    names: tuple[str, ...]
    required: bool = False
    instead: tuple[str, ...] = ()


def _column(key: str, names: str = "", *, required: bool = False, instead: tuple[str, ...] = ()) -> Column:
    listed = [fold_header(name) for name in names.split(",") if name]
    own = fold_header(key)
    return Column(key, tuple(listed if own in listed else [own, *listed]), required, instead)


def fold_header(header: str) -> str:
    """Return a header without case, spaces, underscores and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", header)).casefold()


_CLIENT = (
    "client code,client id,client no,client number,customer id,customer code,customer no,customer number,account code,"
    "account no,客户编号,客户代码,客户编码,客户号,client,client name,customer,customer name,company,company name,"
    "account,客户,客户名称,公司名称,往来单位,购货单位"
)
_PRODUCT_CODE = (
    "product code,product id,product no,product number,sku,item code,item no,item number,item id,material,material no,"
    "article,article no,产品编号,产品代码,产品编码,商品编号,商品代码,商品编码,存货编码,物料编码,货号"
)
_PRODUCT_NAME = "product name,product,item name,item,产品名称,产品,商品名称,商品,存货名称,物料名称,品名"
_CATEGORY = "product category,product group,item group,类别,品类,分类,产品类别,商品类别,存货分类"
_AMOUNT = "line amount,net amount,line total,net total,total,total amount,sales,金额,销售额,销售金额,总金额,合计"
_CURRENCY = "currency code,curr,ccy,币种,货币,币别"
_UNIT_PRICE = "price,list price,单价,价格"
_UNIT = "uom,unit of measure,单位,计量单位"
_ORDER = "order id,order no,order number,sales order,订单号,订单编号,销售订单号"
_INVOICE = "invoice id,invoice no,invoice number,bill no,发票号,发票号码,发票编号,单据号"

_COLUMNS: dict[ImportKind, tuple[Column, ...]] = {
    ImportKind.CLIENTS: (
        _column(
            "code",
            "client code,client id,client no,client number,customer id,customer code,customer no,customer number,"
            "account code,account no,客户编号,客户代码,客户编码,客户号,编号,代码",
            required=True,
        ),
        _column(
            "name",
            "client name,customer name,company name,company,customer,client,account name,客户名称,公司名称,名称,客户",
            required=True,
        ),
        _column("country", "country code,country region,国家,国家地区,国别"),
        _column("city", "town,城市,市"),
        _column("address", "street,street address,address line 1,地址,详细地址"),
        _column("postal_code", "postcode,zip,zip code,邮编,邮政编码"),
        _column("region", "state,province,state province,county,省,省份,州,州省,地区"),
        _column("phone", "telephone,tel,phone number,电话,联系电话,公司电话"),
        _column("website", "web,url,homepage,web site,网站,网址,主页"),
        _column("industry", "sector,行业,所属行业"),
        _column("type", "client type,customer type,类型,客户类型"),
        _column("nature", "client nature,ownership,性质,企业性质,公司性质"),
        _column("stage", "client stage,阶段,客户阶段"),
        _column("owner", "owner id,owner slack id"),
        _column("contact_name", "contact,contact person,联系人,联系人姓名"),
        _column("contact_title", "contact position,job title,职务,联系人职务,职位"),
        _column("contact_email", "email,e mail,邮箱,电子邮箱,联系人邮箱,电子邮件"),
        _column("contact_phone", "contact telephone,mobile,contact mobile,手机,联系人电话,联系人手机"),
    ),
    ImportKind.PRODUCTS: (
        _column("code", f"{_PRODUCT_CODE},编号,代码", required=True),
        _column("name", f"{_PRODUCT_NAME},description,名称", required=True),
        _column("category", f"{_CATEGORY},category name,group"),
        _column("unit", _UNIT),
        _column("unit_price", _UNIT_PRICE),
        _column("currency", _CURRENCY),
    ),
    ImportKind.SALES: (
        _column("line_id", "sales line id,entry no,id,明细号,明细编号,流水号", required=True),
        _column("date", "sales date,order date,invoice date,posting date,日期,销售日期,订单日期", required=True),
        _column("client", _CLIENT, required=True),
        _column("amount", _AMOUNT, required=True, instead=("quantity", "unit_price")),
        _column("currency", _CURRENCY, required=True),
        _column("product", f"{_PRODUCT_CODE},{_PRODUCT_NAME}"),
        _column("product_name", _PRODUCT_NAME),
        _column("category", _CATEGORY),
        _column("quantity", "qty,quantity sold,units,数量,销售数量"),
        _column("unit", _UNIT),
        _column("unit_price", _UNIT_PRICE),
        _column("discount", "discount rate,折扣,折扣率"),
        _column("document", f"document no,doc no,{_INVOICE},{_ORDER},单据编号,凭证号"),
    ),
    ImportKind.ORDERS: (
        _column("order_id", f"{_ORDER},id,单据编号", required=True),
        _column("client", _CLIENT, required=True),
        _column("date", "order date,日期,订单日期,下单日期", required=True),
        _column("amount", f"order amount,{_AMOUNT},订单金额", required=True),
        _column("currency", _CURRENCY, required=True),
        _column("ship_date", "shipping date,delivery date,发货日期,交货日期"),
        _column("billed_amount", "billed,invoiced,invoiced amount,已开票金额,已开票"),
        _column("prepaid_amount", "prepaid,prepayment,deposit,预付金额,预收金额,定金"),
        _column("status", "order status,state,状态,订单状态"),
    ),
    ImportKind.INVOICES: (
        _column("invoice_id", f"{_INVOICE},id", required=True),
        _column("client", _CLIENT, required=True),
        _column("issued", "invoice date,issue date,issued on,date,开票日期,发票日期,日期", required=True),
        _column("due", "due date,due on,payment due,到期日,到期日期,应付日期,付款到期日", required=True),
        _column("amount", f"invoice amount,{_AMOUNT},发票金额", required=True),
        _column("currency", _CURRENCY, required=True),
        _column("open_amount", "open,outstanding,outstanding amount,balance,amount due,未付金额,未结金额,余额,欠款"),
        _column("disputed", "dispute,in dispute,争议,有争议"),
        _column("order_id", _ORDER),
        _column("kind", "type,document type,invoice type,类型,发票类型,单据类型"),
    ),
    ImportKind.PAYMENTS: (
        _column("payment_id", "payment no,payment number,receipt no,id,收款单号,付款单号,收款编号", required=True),
        _column("client", _CLIENT, required=True),
        _column("date", "payment date,received on,receipt date,日期,收款日期,付款日期,到账日期", required=True),
        _column("amount", f"payment amount,paid amount,{_AMOUNT},收款金额,付款金额", required=True),
        _column("currency", _CURRENCY, required=True),
        _column("invoice_id", _INVOICE),
        _column("cleared", "is cleared,到账,已到账"),
    ),
    ImportKind.RATES: (
        _column("currency", f"{_CURRENCY},code", required=True),
        _column("date", "rate date,valid from,日期,汇率日期", required=True),
        _column("rate", "exchange rate,fx rate,汇率", required=True),
    ),
}  # fmt: skip


def columns_of(kind: ImportKind, catalogue: Catalogue) -> tuple[Column, ...]:
    """Return the columns that a file of this kind may have; a client's include every field of the catalogue."""
    columns = _COLUMNS[kind]
    if kind is not ImportKind.CLIENTS:
        return columns
    known = {column.key for column in columns}
    return columns + tuple(
        Column(field.key, (fold_header(field.key), *map(fold_header, wordings(field.label))))
        for field in catalogue
        # Another client is chosen from a list; no header of a file says which one is meant.
        if field.key not in known and field.type is not FieldType.CLIENT
    )


@dataclass(frozen=True)
class Layout:
    """Where each column of ours stands in a file, and the headers that stand for nothing."""

    places: Mapping[str, int]
    ignored: tuple[str, ...]

    def __contains__(self, key: object) -> bool:
        """Tell whether the file has a column."""
        return key in self.places


def recognise(
    headers: tuple[str, ...],
    columns: tuple[Column, ...],
    *,
    file: str,
    asked: Mapping[str, str],
    remembered: Mapping[str, str],
) -> Layout:
    """Find the columns among a file's headers.

    `asked` (column of ours to header of theirs) goes first and must fit; what was `remembered` from an earlier file
    is used where it fits. Raises InvalidInput for a mapping that does not fit, FileRejected when a needed column is
    missing.
    """
    _check_asked(headers, columns, asked, file=file)
    layout = lay_out(headers, columns, asked=asked, remembered=remembered)
    if missing := missing_columns(layout, columns):
        raise missing_column(missing[0].key, headers, file=file)
    return layout


def lay_out(
    headers: tuple[str, ...], columns: tuple[Column, ...], *, asked: Mapping[str, str], remembered: Mapping[str, str]
) -> Layout:
    """Find what columns there are, whether or not all that are needed are among them; see `recognise`."""
    taken = _mapped(headers, asked)
    for key, place in _mapped(headers, remembered).items():
        if key not in taken and place not in taken.values():
            taken[key] = place
    folded = [fold_header(header) for header in headers]
    for column in columns:
        if column.key in taken:
            continue
        free = next((name for name in column.names if _is_free(name, folded, taken)), None)
        if free is not None:
            taken[column.key] = folded.index(free)
    used = set(taken.values())
    return Layout(taken, tuple(header for place, header in enumerate(headers) if place not in used and header))


def missing_columns(layout: Layout, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the needed columns that no header stands for, nor all those that would do instead."""
    return tuple(
        column
        for column in columns
        if column.required
        and column.key not in layout
        and not (column.instead and all(each in layout for each in column.instead))
    )


def missing_column(key: str, headers: tuple[str, ...], *, file: str) -> FileRejected:
    """Return the error for a needed column that no header stands for."""
    shown = ", ".join(header[:40] for header in headers[:MOST_HEADERS_SHOWN])
    return FileRejected(
        lazy(
            "{file} has no column for “{column}”. Its headers are: {headers}. "
            "Name the right one with --map {column}=HEADER."
        ),
        field=key, file=file, column=key, headers=shown + (" ..." if len(headers) > MOST_HEADERS_SHOWN else ""),
    )  # fmt: skip


def _is_free(name: str, folded: list[str], taken: Mapping[str, int]) -> bool:
    return name in folded and folded.index(name) not in taken.values()


def _mapped(headers: tuple[str, ...], mapping: Mapping[str, str]) -> dict[str, int]:
    folded = [fold_header(header) for header in headers]
    return {
        ours: headers.index(theirs) if theirs in headers else folded.index(fold_header(theirs))
        for ours, theirs in mapping.items()
        if theirs in headers or fold_header(theirs) in folded
    }


def _check_asked(headers: tuple[str, ...], columns: tuple[Column, ...], asked: Mapping[str, str], *, file: str) -> None:
    known = [column.key for column in columns]
    for ours, theirs in asked.items():
        if ours not in known:
            raise InvalidInput(
                lazy("“{column}” is no column of this kind; the columns are {columns}."),
                field=ours, column=ours, columns=", ".join(known),
            )  # fmt: skip
        if is_bank_word(theirs):
            raise InvalidInput(
                lazy("“{header}” holds bank details, and no file ever writes those: two people do, after a call."),
                field=ours, header=theirs,
            )  # fmt: skip
        if not _mapped(headers, {ours: theirs}):
            raise InvalidInput(
                lazy("{file} has no header “{header}” to take for “{column}”."), field=ours,
                file=file, header=theirs, column=ours,
            )  # fmt: skip
