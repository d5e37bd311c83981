"""Recognising the columns of a file: which header stands for which column of ours.

Case, spaces, underscores and punctuation of a header do not matter. For each column the names are listed best
first: where a file has both a customer's id and a customer's name, the id is taken for the client.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
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


_CLIENT_CODE = (
    "client code,client id,client no,client number,customer id,customer code,customer no,customer number,account code,"
    "account no,account reference,sold to party,sold to,bill to customer no,sell to customer no,payer,kunnr,"
    "客户编号,客户代码,客户编码,客户号,往来单位编码,售达方"
)
_CLIENT_NAME = (
    "client,client name,customer,customer name,name of sold to party,bill to name,sell to customer name,contact name,"
    "partner,partner name,invoice partner display name,company,company name,account,customer account,"
    "客户,客户名称,客户简称,公司名称,往来单位,往来单位名称,购货单位,购买方名称,付款单位"
)
_CLIENT = f"{_CLIENT_CODE},{_CLIENT_NAME}"
_PRODUCT_CODE = (
    "product code,product id,product no,product number,sku,item code,item no,item number,item id,material,material no,"
    "material number,matnr,article,article no,internal reference,"
    "产品编号,产品代码,产品编码,商品编号,商品代码,商品编码,存货编码,存货编号,物料编码,物料代码,物料长代码,货号"
)
_PRODUCT_NAME = (
    "product name,product,product service,item,item name,item description,material description,arktx,"
    "产品名称,产品,商品名称,商品,存货名称,物料名称,品名,货物名称,货物或应税劳务名称"
)
_CATEGORY = (
    "product category,product group,item group,item category,material group,product line,"
    "类别,品类,分类,产品类别,产品分类,商品类别,商品分类,存货分类,存货大类,物料分组"
)
_NET = (
    "line amount,net amount,net value,line total,net total,subtotal,untaxed amount,amount excl vat,amount excl tax,"
    "amount in doc curr,amount in document currency,wrbtr,netwr,"
    "金额,不含税金额,无税金额,原币无税金额,原币金额,销售额,销售金额"
)
_GROSS = (
    "gross amount,total,total amount,amount incl vat,amount incl tax,amount including vat,total incl tax,grand total,"
    "amount in doc curr,amount in document currency,wrbtr,"
    "价税合计,含税金额,原币价税合计,总金额,合计"
)
_CURRENCY = (
    "currency code,curr,ccy,doc currency,document currency,transaction currency,waers,"
    "币种,货币,币别,结算币别,交易币种,货币代码"
)
_UNIT_PRICE = "price,list price,sales price,rate per unit,net price,单价,价格,无税单价,不含税单价,原币单价,销售单价"
_UNIT = (
    "uom,unit of measure,unit of measure code,sales unit,base unit of measure,"
    "单位,计量单位,主计量单位,主计量,基本单位,销售单位,计价单位"
)
_ORDER = (
    "order id,order no,order number,order reference,sales order,sales order no,sales order number,sales document,vbeln,"
    "so number,订单号,订单编号,销售订单号,销售订单编号"
)
_INVOICE = (
    "invoice id,invoice no,invoice number,bill no,billing document,document no,document number,doc no,belnr,reference,"
    "发票号,发票号码,发票编号,销售发票号,应收单号,单据号,单据编号"
)
_NUMBER = "number,num,no,id"
_DAY = "document date,posting date,budat,bldat,日期,单据日期,业务日期,制单日期,过账日期,凭证日期"

_COLUMNS: dict[ImportKind, tuple[Column, ...]] = {
    ImportKind.CLIENTS: (
        _column("code", f"{_CLIENT_CODE},编号,编码,代码,{_NUMBER}", required=True),
        _column(
            "name",
            "client name,customer name,company name,display name,company,customer,client,account name,name 1,"
            "客户名称,公司名称,客户全称,名称,客户",
            required=True,
        ),
        _column("country", "country code,country region,country region code,国家,国家地区,国别"),
        _column("city", "town,billing city,城市,市"),
        _column("address", "street,street address,address line 1,address 1,billing address,地址,详细地址,通讯地址"),
        _column("postal_code", "postcode,post code,zip,zip code,billing zip,邮编,邮政编码"),
        _column("region", "state,province,state province,county,billing state,省,省份,州,州省,地区,所属地区"),
        _column("phone", "telephone,telephone 1,tel,phone number,phone no,main phone,电话,联系电话,公司电话"),
        _column("website", "web,url,homepage,home page,web site,网站,网址,主页"),
        _column("industry", "sector,行业,所属行业"),
        _column("type", "client type,customer type,类型,客户类型"),
        _column("nature", "client nature,ownership,性质,企业性质,公司性质"),
        _column("stage", "client stage,阶段,客户阶段"),
        _column("owner", "owner id,owner slack id"),
        _column("contact_name", "contact,contact person,primary contact,联系人,联系人姓名"),
        _column("contact_title", "contact position,job title,职务,联系人职务,职位"),
        _column("contact_email", "email,e mail,main email,邮箱,电子邮箱,联系人邮箱,电子邮件"),
        _column("contact_phone", "contact telephone,mobile,mobile phone no,contact mobile,手机,联系人电话,联系人手机"),
    ),
    ImportKind.PRODUCTS: (
        _column("code", f"{_PRODUCT_CODE},编号,编码,代码,{_NUMBER}", required=True),
        _column("name", f"{_PRODUCT_NAME},description,名称", required=True),
        _column("category", f"{_CATEGORY},category name,group"),
        _column("unit", _UNIT),
        _column("unit_price", f"{_UNIT_PRICE},参考售价,零售价"),
        _column("currency", _CURRENCY),
    ),
    ImportKind.SALES: (
        _column(
            "line_id",
            "sales line id,entry no,external id,line no,line number,明细号,明细编号,流水号,行标识,分录内码,明细id,id",
            required=True,
        ),
        _column(
            "date",
            f"sales date,invoice date,order date,billing date,fkdat,{_DAY},销售日期,订单日期,开票日期,发票日期",
            required=True,
        ),
        _column("client", _CLIENT, required=True),
        _column("amount", f"{_NET},{_GROSS},sales", required=True, instead=("quantity", "unit_price")),
        _column("currency", _CURRENCY, required=True),
        _column("product", f"{_PRODUCT_CODE},{_PRODUCT_NAME}"),
        _column("product_name", f"{_PRODUCT_NAME},description,memo description"),
        _column("category", _CATEGORY),
        _column(
            "quantity",
            "qty,quantity sold,units,ordered quantity,order quantity,billed quantity,invoiced quantity,fkimg,"
            "数量,销售数量,实发数量,开票数量,主数量",
        ),
        _column("unit", _UNIT),
        _column("unit_price", _UNIT_PRICE),
        _column("discount", "discount rate,disc,折扣,折扣率"),
        _column("document", f"{_INVOICE},{_ORDER},凭证号,出库单号,num"),
    ),
    ImportKind.ORDERS: (
        _column("order_id", f"{_ORDER},document no,document number,单据编号,单据号,{_NUMBER}", required=True),
        _column("client", _CLIENT, required=True),
        _column("date", f"order date,{_DAY},订单日期,下单日期", required=True),
        _column("amount", f"order amount,订单金额,{_GROSS},{_NET}", required=True),
        _column("currency", _CURRENCY, required=True),
        _column(
            "ship_date",
            "shipping date,shipment date,delivery date,requested delivery date,req dlv dt,commitment date,"
            "发货日期,交货日期,预发货日期,预计发货日期,要货日期,预完工日期",
        ),
        _column("billed_amount", "billed,invoiced,invoiced amount,amount invoiced,已开票金额,已开票,累计开票金额"),
        _column("prepaid_amount", "prepaid,prepayment,deposit,down payment,预付金额,预收金额,预收款,定金"),
        _column("status", "order status,state,delivery status,状态,订单状态,单据状态"),
    ),
    ImportKind.INVOICES: (
        _column("invoice_id", f"{_INVOICE},{_NUMBER}", required=True),
        _column("client", _CLIENT, required=True),
        _column(
            "issued",
            f"invoice date,invoice bill date,issue date,issued on,billing date,date,{_DAY},开票日期,发票日期",
            required=True,
        ),
        _column(
            "due",
            "due date,net due date,due on,payment due,faedt,到期日,到期日期,应付日期,付款到期日,应收到期日",
            required=True,
        ),
        _column("amount", f"invoice amount,发票金额,应收金额,{_GROSS},{_NET},original amount", required=True),
        _column("currency", _CURRENCY, required=True),
        _column(
            "open_amount",
            "open,open balance,outstanding,outstanding amount,amount due,invoice amount due,amount residual,"
            "remaining amount,balance,balance due,未付金额,未结金额,未收金额,未核销金额,原币余额,余额,欠款,应收余额",
        ),
        _column("disputed", "dispute,in dispute,争议,有争议"),
        _column("order_id", _ORDER),
        _column("kind", "type,document type,invoice type,transaction type,类型,发票类型,单据类型"),
    ),
    ImportKind.PAYMENTS: (
        _column(
            "payment_id",
            "payment no,payment number,receipt no,receipt number,document no,document number,entry no,"
            f"收款单号,付款单号,收款编号,收款单编号,单据编号,单据号,{_NUMBER}",
            required=True,
        ),
        _column("client", _CLIENT, required=True),
        _column("date", f"payment date,received on,receipt date,{_DAY},收款日期,付款日期,到账日期", required=True),
        _column(
            "amount",
            f"payment amount,paid amount,amount received,收款金额,付款金额,实收金额,{_GROSS},{_NET}",
            required=True,
        ),
        _column("currency", _CURRENCY, required=True),
        _column(
            "invoice_id",
            "invoice no,invoice number,bill no,applied to,发票号,发票号码,发票编号,应收单号,销售发票号",
        ),
        _column("cleared", "is cleared,到账,已到账"),
    ),
    ImportKind.RATES: (
        _column("currency", f"{_CURRENCY},from currency,source currency,code,原币别", required=True),
        _column("date", f"rate date,valid from,starting date,effective date,生效日期,汇率日期,{_DAY}", required=True),
        _column("rate", "exchange rate,fx rate,conversion rate,汇率,直接汇率,记账汇率,固定汇率", required=True),
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
    missing, or when the header of one that is used stands there more than once.
    """
    _check_asked(headers, columns, asked, file=file)
    layout = lay_out(headers, columns, asked=asked, remembered=remembered)
    if missing := missing_columns(layout, columns):
        raise missing_column(missing[0].key, headers, file=file)
    _check_single(headers, layout, {*asked.values(), *remembered.values()}, file=file)
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


def _check_single(headers: tuple[str, ...], layout: Layout, told: Collection[str], *, file: str) -> None:
    """Refuse a file of which nobody can tell which column is meant; one that was `told` by its exact name is."""
    folded = [fold_header(header) for header in headers]
    for key, place in layout.places.items():
        header = headers[place]
        alike = headers.count(header) if header in told else folded.count(folded[place])
        if alike > 1:
            raise FileRejected(
                lazy("{file} has more than one column “{header}”; rename those that are not meant for “{column}”."),
                field=key, file=file, header=header[:40], column=key,
            )  # fmt: skip


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
