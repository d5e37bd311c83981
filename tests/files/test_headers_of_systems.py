"""The headers of usual accounting systems, in English and Chinese, as their lists and exports have them."""

import re

import pytest

from bot.files.headers import columns_of, recognise
from bot.policy.catalogue import Catalogue
from bot.results.imports import ImportKind

SYSTEMS = """
SAP customers: clients
    Customer No=code | Name 1=name | Street=address | Postal Code | City | Country | Telephone 1=phone
SAP materials: products
    Material=code | Material Description=name | Material Group=category | Base Unit of Measure=unit
SAP billing list: sales
    ID=line_id | Billing Document=document | Billing Date=date | Sold-to party=client | Material=product |
    Item Description=product_name | Billed quantity=quantity | Sales unit=unit | Net value=amount |
    Doc. Currency=currency
SAP, technical: sales
    line_id | FKDAT=date | KUNNR=client | MATNR=product | ARKTX=product_name | NETWR=amount | WAERS=currency
SAP sales orders: orders
    Sales Document=order_id | Sold-to party=client | Document Date=date | Net value=amount |
    Document Currency=currency | Req.dlv.dt=ship_date
SAP open items: invoices
    Customer=client | Document Number=invoice_id | Document Type=kind | Document Date=issued |
    Net due date=due | Amount in doc. curr.=amount | Document currency=currency | Amount in local currency=
SAP payments: payments
    Document Number=payment_id | Customer=client | Posting Date=date | Amount in doc. curr.=amount |
    Document currency=currency
Kingdee customers: clients
    编码=code | 名称=name | 国家=country | 地区=region | 通讯地址=address | 联系电话=phone |
    联系人=contact_name
Kingdee materials: products
    编码=code | 名称=name | 规格型号= | 物料分组=category | 基本单位=unit
Kingdee deliveries: sales
    分录内码=line_id | 单据编号=document | 日期=date | 客户=client | 物料编码=product | 物料名称=product_name |
    销售单位=unit | 实发数量=quantity | 单价=unit_price | 金额=amount | 价税合计= | 结算币别=currency
Kingdee orders: orders
    单据编号=order_id | 日期=date | 客户=client | 要货日期=ship_date | 金额= | 价税合计=amount |
    结算币别=currency
Kingdee receivables: invoices
    单据编号=invoice_id | 业务日期=issued | 客户=client | 币别=currency | 价税合计=amount | 到期日=due |
    未收金额=open_amount
Kingdee receipts: payments
    单据编号=payment_id | 业务日期=date | 付款单位=client | 币别=currency | 收款金额=amount
Kingdee rates: rates
    原币别=currency | 生效日期=date | 直接汇率=rate
Yonyou customers: clients
    客户编码=code | 客户名称=name | 所属地区=region | 所属行业=industry | 地址=address | 邮政编码=postal_code
Yonyou goods: products
    存货编码=code | 存货名称=name | 存货大类=category | 主计量单位=unit | 参考售价=unit_price | 币种=currency
Yonyou sales: sales
    流水号=line_id | 开票日期=date | 销售发票号=document | 客户编码=client | 客户简称= | 存货编码=product |
    存货名称=product_name | 主计量=unit | 数量=quantity | 无税单价=unit_price | 无税金额=amount | 价税合计= |
    币种=currency
Yonyou orders: orders
    订单号=order_id | 订单日期=date | 客户简称=client | 预发货日期=ship_date | 价税合计=amount | 币种=currency
Yonyou receivables: invoices
    单据号=invoice_id | 单据日期=issued | 到期日=due | 客户=client | 币种=currency | 原币金额=amount |
    原币余额=open_amount | 单据类型=kind
Yonyou receipts: payments
    单据编号=payment_id | 单据日期=date | 客户=client | 币种=currency | 原币金额=amount
Yonyou rates: rates
    币种=currency | 日期=date | 记账汇率=rate
QuickBooks customers: clients
    No.=code | Customer=name | Main Phone=phone | Main Email=contact_email | Billing Address=address |
    Billing City=city | Billing State=region | Billing ZIP=postal_code
QuickBooks items: products
    SKU=code | Product/Service=name | Category | Sales Price=unit_price
QuickBooks sales: sales
    Line ID=line_id | Date | Num=document | Product/Service=product | Qty=quantity | Sales Price=unit_price |
    Amount | Balance= | Customer=client | Currency
QuickBooks invoices: invoices
    Num=invoice_id | Customer=client | Invoice Date=issued | Due Date=due | Amount | Open Balance=open_amount |
    Currency
QuickBooks payments: payments
    Num=payment_id | Customer=client | Date | Amount | Currency
Odoo contacts: clients
    Reference= | ID=code | Display Name=name | Street=address | City | Zip=postal_code | Country | Phone |
    Email=contact_email
Odoo products: products
    Internal Reference=code | Name | Product Category=category | Unit of Measure=unit | Sales Price=unit_price
Odoo order lines: sales
    External ID=line_id | Order Reference=document | Order Date=date | Customer=client | Product | Quantity |
    Unit of Measure=unit | Unit Price=unit_price | Subtotal=amount | Total= | Currency
Odoo orders: orders
    Order Reference=order_id | Order Date=date | Customer=client | Untaxed Amount= | Total=amount | Currency |
    Delivery Date=ship_date | Status
Odoo invoices: invoices
    Number=invoice_id | Invoice Partner Display Name=client | Invoice/Bill Date=issued | Due Date=due |
    Untaxed Amount= | Total=amount | Amount Due=open_amount | Currency
Odoo payments: payments
    Number=payment_id | Date | Customer=client | Amount | Currency
Business Central entries: invoices
    Document No.=invoice_id | Posting Date=issued | Due Date=due | Document Type=kind | Customer No.=client |
    Currency Code=currency | Original Amount=amount | Remaining Amount=open_amount
Business Central rates: rates
    Currency Code=currency | Starting Date=date | Exchange Rate=rate
Xero invoices: invoices
    ContactName=client | InvoiceNumber=invoice_id | InvoiceDate=issued | DueDate=due | Total=amount |
    InvoiceAmountDue=open_amount | Currency
"""
"""`Header=ours`, `Header=` for one that is left out, and a header alone that is called as ours is."""


BLOCKS = re.findall(r"^(\S.*): (\w+)\n((?: .*\n)+)", SYSTEMS, re.MULTILINE)
CASES = [(ImportKind(kind), [each.strip().split("=") for each in pairs.split("|")]) for _, kind, pairs in BLOCKS]


@pytest.mark.parametrize(("kind", "pairs"), CASES, ids=[name for name, _, _ in BLOCKS])
def test_the_headers_of_a_usual_system_are_recognised(kind, pairs):
    headers = tuple(pair[0] for pair in pairs)
    expected = {pair[-1].casefold().replace(" ", "_"): pair[0] for pair in pairs if pair[-1]}
    layout = recognise(headers, columns_of(kind, Catalogue()), file="f.csv", asked={}, remembered={})
    assert {key: headers[place] for key, place in layout.places.items()} == expected


def test_every_kind_is_tried_in_both_languages():
    tried = {(kind, any(letter > "\u2e00" for header, *_ in pairs for letter in header)) for kind, pairs in CASES}
    assert tried == {(kind, is_chinese) for kind in ImportKind for is_chinese in (False, True)}
