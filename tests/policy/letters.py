"""Emails as colleagues forward them: what Gmail, Outlook, Apple Mail, Thunderbird, Foxmail and others make of one.

Every person, company and number here is made up; the shapes are those that the programs print.
"""

from dataclasses import dataclass, field

MEI = "Mei Tan <mei.tan@larkfield.example>"


@dataclass(frozen=True)
class Letter:
    """A forwarded email, and what a person reads out of it."""

    name: str
    subject: str
    text: str
    sender: tuple[str, str]
    about: str
    says: str
    sent: str
    """ISO 8601, with the zone where one is written."""
    region: str | None = None
    title: str = ""
    phones: tuple[str, ...] = ()
    """E.164, mobile ones with an M behind."""
    address: str = ""
    website: str = ""
    comment: str = ""
    headers: dict[str, str] = field(default_factory=dict)


GMAIL_ENGLISH = Letter(
    name="Gmail, English",
    subject="Fwd: Order 4711",
    text="""Please put this on file.

---------- Forwarded message ---------
From: Anna Schmidt <anna.schmidt@acme.example>
Date: Mon, Nov 2, 2026 at 10:11 AM
Subject: Order 4711
To: Mei Tan <mei.tan@larkfield.example>


Dear Mei,

please send us 200 drills. Are the prices of May still good?

Best regards,

Anna Schmidt
Head of Purchasing
ACME GmbH
Musterkai 14, 20457 Hamburg
Tel. +49 40 5550100 | Fax +49 40 5550199
Mobile: +49 151 23456789
www.acme.example
""",
    sender=("Anna Schmidt", "anna.schmidt@acme.example"),
    about="Order 4711",
    says="Dear Mei,\n\nplease send us 200 drills. Are the prices of May still good?",
    sent="2026-11-02T10:11:00",
    title="Head of Purchasing",
    phones=("+49405550100", "+4915123456789M"),
    address="Musterkai 14, 20457 Hamburg",
    website="www.acme.example",
    comment="Please put this on file.",
)

OUTLOOK_GERMAN = Letter(
    name="Outlook, German, with the answer's history below",
    subject="WG: AW: Anfrage Bohrhämmer",
    text="""

Von: Weber, Katrin <k.weber@nordwerk.example>
Gesendet: Dienstag, 3. November 2026 14:05
An: Mei Tan <mei.tan@larkfield.example>; Lucía Ortega <lucia@larkfield.example>
Cc: Einkauf <einkauf@nordwerk.example>
Betreff: AW: Anfrage Bohrhämmer

Hallo Frau Tan,

wir nehmen 40 Stück, Lieferung in zwei Teilen.

Mit freundlichen Grüßen

i. A. Katrin Weber
Leiterin Einkauf

Nordwerk AG
Hafenstraße 3
D-24103 Kiel
Telefon: 0431 5550123
Fax: 0431 5550124
USt-IdNr. DE123456789

Diese E-Mail kann vertrauliche Informationen enthalten. Rückfragen: 0431 5550999

Von: Mei Tan <mei.tan@larkfield.example>
Gesendet: Montag, 2. November 2026 09:00
An: Weber, Katrin <k.weber@nordwerk.example>
Betreff: Anfrage Bohrhämmer

Wie viele brauchen Sie?
""",
    sender=("Katrin Weber", "k.weber@nordwerk.example"),
    about="Anfrage Bohrhämmer",
    says="Hallo Frau Tan,\n\nwir nehmen 40 Stück, Lieferung in zwei Teilen.",
    sent="2026-11-03T14:05:00",
    region="DE",
    title="Leiterin Einkauf",
    phones=("+494315550123",),
    address="Hafenstraße 3, D-24103 Kiel",
)

OUTLOOK_ENGLISH = Letter(
    name="Outlook, English, Original Message",
    subject="FW: Complaint delivery note 88",
    text="""fyi

-----Original Message-----
From: O'Brien, Sean [mailto:sean.obrien@quayside.example]
Sent: 03 November 2026 09:12
To: Mei Tan
Subject: Complaint delivery note 88

Two boxes were wet.

Kind regards
Sean O'Brien
Warehouse Manager | Quayside Supplies Ltd
Unit 4, Harbour Road, Bristol BS1 6XY
T: 0117 496 0123
M: 07911 123456
""",
    sender=("Sean O'Brien", "sean.obrien@quayside.example"),
    about="Complaint delivery note 88",
    says="Two boxes were wet.",
    sent="2026-11-03T09:12:00",
    region="GB",
    title="Warehouse Manager",
    phones=("+441174960123", "+447911123456M"),
    address="Unit 4, Harbour Road, Bristol BS1 6XY",
)

APPLE_FRENCH = Letter(
    name="Apple Mail, French, quoted",
    subject="Tr: Commande de perceuses",
    text="""Bonjour, pour le dossier.

Envoyé de mon iPhone

Début du message réexpédié :

> De: Jean Dupont <jean.dupont@dupont-outillage.example>
> Objet: Rép : Commande de perceuses
> Date: 2 novembre 2026 à 10:11:12 UTC+1
> À: Mei Tan <mei.tan@larkfield.example>
>\x20
> Bonjour,
>\x20
> Nous prenons cinq perceuses.
>\x20
> Cordialement,
> Jean Dupont
> Directeur des achats
> 12 rue de la Paix, 75002 Paris
> 01 44 55 66 77
>\x20
>> Le 30 oct. 2026 à 09:00, Mei Tan <mei.tan@larkfield.example> a écrit :
>>\x20
>> Combien vous en faut-il ?
""",
    sender=("Jean Dupont", "jean.dupont@dupont-outillage.example"),
    about="Commande de perceuses",
    says="Bonjour,\n\nNous prenons cinq perceuses.",
    sent="2026-11-02T10:11:12+01:00",
    region="FR",
    title="Directeur des achats",
    phones=("+33144556677",),
    address="12 rue de la Paix, 75002 Paris",
    comment="Bonjour, pour le dossier.",
)

QQ_CHINESE = Letter(
    name="QQ Mail, Chinese",
    subject="转发：询价",
    text="""


------------------ 原始邮件 ------------------
发件人: "王丽" <wangli@huadong-pump.example>;
发送时间: 2026年11月2日(星期一) 下午3:20
收件人: "Mei"<mei.tan@larkfield.example>;
主题: 询价

您好，

请报价 200 台水泵。

此致
敬礼

王丽
采购经理
华东水泵有限公司
地址：上海市浦东新区张江路100号
电话：021-61234567
传真：021-61234568
手机：13812345678
""",
    sender=("王丽", "wangli@huadong-pump.example"),
    about="询价",
    says="您好，\n\n请报价 200 台水泵。",
    sent="2026-11-02T15:20:00",
    region="CN",
    title="采购经理",
    phones=("+862161234567", "+8613812345678M"),
    address="上海市浦东新区张江路100号",
)

FOXMAIL = Letter(
    name="Foxmail, Chinese, no farewell",
    subject="转发: 回复: 付款",
    text="""发件人： 李强
发送时间： 2026-11-02 15:20
收件人： mei.tan
抄送： finance
主题： 回复: 付款

款已付，请查收。
""",
    sender=("李强", ""),
    about="付款",
    says="款已付，请查收。",
    sent="2026-11-02T15:20:00",
)

THUNDERBIRD_SPANISH = Letter(
    name="Thunderbird, Spanish",
    subject="Fwd: Pedido de bombas",
    text="""
-------- Mensaje reenviado --------
Asunto: \tPedido de bombas
Fecha: \tMon, 2 Nov 2026 10:11:12 -0500
De: \tCarolina Ruiz <carolina.ruiz@hidrosur.example>
Para: \tMei Tan <mei.tan@larkfield.example>



Estimada Mei:

Confirmo el pedido de 12 bombas.

Saludos cordiales,
--\x20
Carolina Ruiz Peña
Jefa de Compras
Hidrosur SAS
Cel. 310 5551234
""",
    sender=("Carolina Ruiz", "carolina.ruiz@hidrosur.example"),
    about="Pedido de bombas",
    says="Estimada Mei:\n\nConfirmo el pedido de 12 bombas.",
    sent="2026-11-02T10:11:12-05:00",
    region="CO",
    title="Jefa de Compras",
    phones=("+573105551234M",),
)

OUTLOOK_ITALIAN = Letter(
    name="Outlook, Italian, bold labels",
    subject="I: Richiesta offerta",
    text="""________________________________
*Da:* Giulia Ferri <g.ferri@ferri-utensili.example>
*Inviato:* lunedì 2 novembre 2026 10:11
*A:* Mei Tan <mei.tan@larkfield.example>
*Oggetto:* Richiesta offerta

Buongiorno,
vorremmo un'offerta per 30 trapani.

Cordiali saluti
Giulia Ferri
Responsabile Acquisti
P.IVA 01234567890
Tel. 02 5550 1234
""",
    sender=("Giulia Ferri", "g.ferri@ferri-utensili.example"),
    about="Richiesta offerta",
    says="Buongiorno,\nvorremmo un'offerta per 30 trapani.",
    sent="2026-11-02T10:11:00",
    region="IT",
    title="Responsabile Acquisti",
    phones=("+390255501234",),
)

GMAIL_PORTUGUESE = Letter(
    name="Gmail, Portuguese",
    subject="Enc: Cotação",
    text="""---------- Forwarded message ---------
De: João Souza <joao@souzaferramentas.example>
Date: seg., 2 de nov. de 2026 às 10:11
Subject: Cotação
To: <mei.tan@larkfield.example>


Bom dia, podem cotar 15 serras?

Atenciosamente,
João Souza
Gerente de Compras
+55 11 91234-5678
""",
    sender=("João Souza", "joao@souzaferramentas.example"),
    about="Cotação",
    says="Bom dia, podem cotar 15 serras?",
    sent="2026-11-02T10:11:00",
    title="Gerente de Compras",
    phones=("+5511912345678M",),
)

JAPANESE = Letter(
    name="Japanese",
    subject="Fwd: 見積依頼",
    text="""---------- Forwarded message ---------
差出人: 佐藤 健 <sato@kanto-kikai.example>
日時: 2026年11月2日(月) 10:11
件名: 見積依頼
宛先: Mei Tan <mei.tan@larkfield.example>


いつもお世話になっております。
ポンプ20台の見積をお願いします。

よろしくお願いいたします。

佐藤 健
購買部 部長
関東機械株式会社
〒100-0005 東京都千代田区丸の内1-2-3
TEL 03-5550-1234 / FAX 03-5550-1235
""",
    sender=("佐藤 健", "sato@kanto-kikai.example"),
    about="見積依頼",
    says="いつもお世話になっております。\nポンプ20台の見積をお願いします。",
    sent="2026-11-02T10:11:00",
    region="JP",
    title="購買部 部長",
    phones=("+81355501234",),
    address="〒100-0005 東京都千代田区丸の内1-2-3",
)

YANDEX_RUSSIAN = Letter(
    name="Yandex, Russian, no head but a line",
    subject="Пересл: Заказ насосов",
    text="""-------- Пересылаемое сообщение --------
02.11.2026, 10:11, "Иван Петров" <petrov@volga-nasos.example>:

Добрый день! Нужны 10 насосов.
--\x20
С уважением, Иван Петров
""",
    sender=("Иван Петров", "petrov@volga-nasos.example"),
    about="Заказ насосов",
    says="Добрый день! Нужны 10 насосов.",
    sent="2026-11-02T10:11:00",
)

RUSSIAN_OUTLOOK = Letter(
    name="Outlook, Russian",
    subject="FW: Заказ насосов",
    text="""От: Иван Петров <petrov@volga-nasos.example>
Отправлено: 2 ноября 2026 г. 10:11
Кому: Mei Tan <mei.tan@larkfield.example>
Тема: Заказ насосов

Добрый день! Нужны 10 насосов.

С уважением,
Иван Петров
Начальник отдела закупок
+7 495 555-12-34
ИНН 7701234567
""",
    sender=("Иван Петров", "petrov@volga-nasos.example"),
    about="Заказ насосов",
    says="Добрый день! Нужны 10 насосов.",
    sent="2026-11-02T10:11:00",
    title="Начальник отдела закупок",
    phones=("+74955551234",),
)

DUTCH = Letter(
    name="Outlook, Dutch",
    subject="FW: Bestelling",
    text="""Van: Sanne de Vries <s.devries@vriesbouw.example>
Verzonden: maandag 2 november 2026 10:11
Aan: Mei Tan <mei.tan@larkfield.example>
Onderwerp: Bestelling

Hallo Mei, graag 6 boormachines.

Met vriendelijke groet,

Sanne de Vries
Inkoper
Keizersgracht 12, 1015 CS Amsterdam
T 020 555 0123
""",
    sender=("Sanne de Vries", "s.devries@vriesbouw.example"),
    about="Bestelling",
    says="Hallo Mei, graag 6 boormachines.",
    sent="2026-11-02T10:11:00",
    region="NL",
    title="Inkoper",
    phones=("+31205550123",),
    address="Keizersgracht 12, 1015 CS Amsterdam",
)

KOREAN = Letter(
    name="Naver, Korean",
    subject="Fwd: 견적 요청",
    text="""-----Original Message-----
From: "김민준" <minjun@hanriver.example>
To: "Mei Tan" <mei.tan@larkfield.example>;
Cc:
Sent: 2026-11-02 (월) 10:11:12 (GMT+09:00)
Subject: 견적 요청

펌프 10대 견적 부탁드립니다.

감사합니다.
김민준
과장
010-1234-5678
""",
    sender=("김민준", "minjun@hanriver.example"),
    about="견적 요청",
    says="펌프 10대 견적 부탁드립니다.",
    sent="2026-11-02T10:11:12+09:00",
    region="KR",
    title="과장",
    phones=("+821012345678M",),
)

POLISH = Letter(
    name="Outlook, Polish",
    subject="PD: Zamówienie",
    text="""Od: Piotr Nowak <p.nowak@narzedzia.example>
Wysłano: poniedziałek, 2 listopada 2026 10:11
Do: Mei Tan
Temat: Zamówienie

Proszę o 8 wiertarek.

Z poważaniem
Piotr Nowak
Kierownik zakupów
""",
    sender=("Piotr Nowak", "p.nowak@narzedzia.example"),
    about="Zamówienie",
    says="Proszę o 8 wiertarek.",
    sent="2026-11-02T10:11:00",
    title="Kierownik zakupów",
)

NETEASE = Letter(
    name="NetEase 163, a table over the text",
    subject="转发：回复：订单",
    text="""请存档，谢谢

---- 转发的原邮件 ----
| 发件人 | 王丽<wangli@huadong-pump.example> |
| 日期 | 2026年11月02日 15:20 |
| 收件人 | mei<mei.tan@larkfield.example> |
| 抄送至 | |
| 优先级 | 高 |
| 主题 | 回复：订单 |
您好，订单已确认。
""",
    sender=("王丽", "wangli@huadong-pump.example"),
    about="订单",
    says="您好，订单已确认。",
    sent="2026-11-02T15:20:00",
    comment="请存档，谢谢",
)

NOTES = Letter(
    name="Lotus Notes, no addresses",
    subject="Fw: Order",
    text="""----- Forwarded by Mei Tan/Larkfield on 03.11.2026 10:11 -----

From:   Anna Schmidt/ACME
To:     Mei Tan/Larkfield
Date:   02.11.2026 09:00
Subject:        Order

200 please.
""",
    sender=("Anna Schmidt", ""),
    about="Order",
    says="200 please.",
    sent="2026-11-02T09:00:00",
)

OUTLOOK_PHONE = Letter(
    name="Outlook for iOS, recipients folded",
    subject="FW: Order",
    text="""Get Outlook for iOS<https://aka.ms/o0ukef>
________________________________
From: Anna Schmidt <anna@acme.example>
Sent: Monday, November 2, 2026 10:11:12 AM
To: Mei Tan <mei.tan@larkfield.example>; Bob <bob@acme.example>;
 carl@acme.example
Subject: Order

200 please.

Thanks,
Anna

Sent from my iPhone
""",
    sender=("Anna Schmidt", "anna@acme.example"),
    about="Order",
    says="200 please.",
    sent="2026-11-02T10:11:12",
)

ARABIC = Letter(
    name="Gmail, Arabic",
    subject="Fwd: عرض سعر",
    text="""---------- Forwarded message ---------
من: أحمد علي <ahmed@nile-tools.example>
Date: الاثنين، 2 نوفمبر 2026 في 10:11
Subject: عرض سعر
To: Mei <mei.tan@larkfield.example>


مرحبا، نحتاج ١٠ مضخات.

مع تحياتي
أحمد علي
مدير المشتريات
+20 2 2555 0123
""",
    sender=("أحمد علي", "ahmed@nile-tools.example"),
    about="عرض سعر",
    says="مرحبا، نحتاج ١٠ مضخات.",
    sent="2026-11-02T10:11:00",
    title="مدير المشتريات",
    phones=("+20225550123",),
)

FORWARDED = (
    GMAIL_ENGLISH, OUTLOOK_GERMAN, OUTLOOK_ENGLISH, APPLE_FRENCH, QQ_CHINESE, FOXMAIL, THUNDERBIRD_SPANISH,
    OUTLOOK_ITALIAN, GMAIL_PORTUGUESE, JAPANESE, YANDEX_RUSSIAN, RUSSIAN_OUTLOOK, DUTCH, KOREAN, POLISH,
    NETEASE, NOTES, OUTLOOK_PHONE, ARABIC,
)  # fmt: skip
