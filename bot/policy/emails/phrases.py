"""How signatures begin, end and speak, in the languages that we read; compared in small letters."""

import re

from bot.policy.emails.words import phrases

DIVIDER = re.compile(r"\s?(?:--|—|–|__)\s*")
"""The line that programs put over a signature."""

CLOSINGS = frozenset(
    phrases("""
        best regards | kind regards | warm regards | warmest regards | regards | with kind regards
        | with best regards | many thanks and best regards | thanks and regards | thanks & regards
        | thank you and best regards | best wishes | kindest regards | sincerely | sincerely yours
        | yours sincerely | yours faithfully | yours truly | cheers | many thanks | thanks | thank you | best
        | br | rgds | brgds | all the best | mit freundlichen grüssen | mit besten grüssen
        | mit freundlichem gruss | freundliche grüsse | viele grüsse | beste grüsse | schöne grüsse
        | liebe grüsse | herzliche grüsse | mfg | vg | lg | besten dank und freundliche grüsse | cordialement
        | bien cordialement | très cordialement | bien à vous | meilleures salutations | salutations
        | sincères salutations | salutations distinguées | bonne journée | cdt | saludos | un saludo
        | saludos cordiales | un cordial saludo | cordiales saludos | atentamente | reciba un cordial saludo
        | muchas gracias | gracias | cordialmente | cordiali saluti | distinti saluti | saluti
        | un saluto cordiale | grazie | buona giornata | atenciosamente | com os melhores cumprimentos
        | melhores cumprimentos | cumprimentos | abraços | obrigado | obrigada | att | met vriendelijke groet
        | met vriendelijke groeten | vriendelijke groet | vriendelijke groeten | groeten | mvg | с уважением
        | с наилучшими пожеланиями | всего доброго | спасибо | з повагою | med vänlig hälsning
        | med vänliga hälsningar | vänliga hälsningar | mvh | med venlig hilsen | venlig hilsen
        | med vennlig hilsen | vennlig hilsen | hilsen | ystävällisin terveisin | terveisin | z poważaniem
        | pozdrawiam | z pozdrowieniami | s pozdravem | üdvözlettel | saygılarımla | iyi çalışmalar | cu stimă
        | με εκτίμηση | 此致 | 敬礼 | 此致 敬礼 | 顺祝商祺 | 顺颂商祺 | 祝商祺 | 商祺 | 祝好 | 谢谢 | 多谢
        | 敬上 | 顺祝 商祺 | 祝 商祺 | 祝您工作愉快 | よろしくお願いいたします | 宜しくお願いいたします
        | よろしくお願い致します | 何卒よろしくお願いいたします | 敬具 | 以上 | 감사합니다 | 감사드립니다
        | مع تحياتي | مع أطيب التحيات | تحياتي | בברכה | בתודה
        """)
)
"""Farewells that stand in a line of their own over a signature."""

SENT_FROM = re.compile(
    r"(?:sent from|get outlook for|envoyé de|envoyé depuis|von meinem|gesendet von|enviado desde|enviado do"
    r"|enviado de mi"
    r"|inviato da|verstuurd vanaf|отправлено с|发自我的|發自我的|来自我的|iphoneから|skickat från|sendt fra|wysłane z)",
    re.IGNORECASE,
)

DISCLAIMERS = re.compile(
    r"confidential|vertraulich|disclaimer|confidentiel|confidencial|riservat|конфиденциальн|保密|機密"
    r"|intended (?:only|solely)"
    r"|please consider the environment|denken sie an die umwelt|think before (?:you print|printing)|unsubscribe"
    r"|virus|diese e-?mail|this e-?mail|ce message|este mensaje|este correo|questa e-?mail|esta mensagem"
    r"|本邮件|このメール",
    re.IGNORECASE,
)

TITLE = re.compile(
    r"\b(?:manager|director|head of|president|vice[- ]president|vp|ceo|cfo|coo|cto|owner|founder|partner"
    r"|buyer|purchas\w*"
    r"|procurement|sales|engineer|assistant|executive|officer|coordinator|specialist|consultant|supervisor|accountant"
    r"|secretary|lead|representative|controller|planner|logistics|merchandiser|chairman|managing"
    r"|geschäftsführer(?:in)?|geschäftsleit\w*|leiter(?:in)?|\w*leiter(?:in)?|einkauf|einkäufer(?:in)?"
    r"|vertrieb|prokurist(?:in)?"
    r"|sachbearbeiter(?:in)?|inhaber(?:in)?|assistenz|disponent(?:in)?|buchhaltung"
    r"|directeur|directrice|gérante?|responsable|acheteur|acheteuse|achats|chef de|ingénieure?|président|présidente"
    r"|gerente|jefe|jefa|compras|comprador|compradora|directora?|ventas|ingeniero|ingeniera|propietario|encargado"
    r"|responsabile|acquisti|direttore|direttrice|titolare|amministratore|ufficio|vendite|ingegnere"
    r"|diretora?|comprador|vendas|sócio|sócia|engenheir[oa]|coordenador|supervisora?"
    r"|inkoper|inkoop|directeur|verkoop|eigenaar|medewerker|hoofd|bedrijfsleider"
    r"|директор|менеджер|начальник|руководитель|специалист|инженер|закуп\w*|бухгалтер"
    r"|inköp\w*|indkøb\w*|innkjøp\w*|chef|säljare|direktør|kierownik|dyrektor|specjalista|ředitel|müdürü?|uzmanı)\b"
    r"|经理|總經理|经 理|总监|采购|主管|主任|董事|总裁|销售|业务|工程师|厂长|助理|负责人|部長|課長|係長"
    r"|主任|取締役|社長|担当|専務|대리|과장|부장|차장|팀장|대표|이사"
    r"|مدير|رئيس|מנהל",
    re.IGNORECASE,
)

FAX = re.compile(r"\bfax|传真|傳真|факс|ファックス|팩스|\bf\s*[:.]\s*$|فاكس|פקס|\btelefax", re.IGNORECASE)
MOBILE = re.compile(
    r"mob|cell|handy|funk|portable|móvil|celular|cellulare|\bgsm|手机|手機|行動|携帯|휴대|моб|جوال|נייד"
    r"|\bm\s*[:.]\s*\+?$|whats",
    re.IGNORECASE,
)

NO_PHONE = re.compile(
    r"\b(?:iban|bic|swift|hrb|hra|ust|vat|tva|siret|siren|nif|cif|p\.?\s?iva|cnpj|cpf|kvk|btw|инн|кпп|огрн"
    r"|rut|rfc|abn|eori"
    r"|steuer|reg\.?\s?(?:no|nr)|order|invoice|rechnung|qq|wechat|po box|postfach)\b|税号|纳税|微信|订单|注册号",
    re.IGNORECASE,
)
"""Words beside numbers that are not dialled."""

POSTAL = re.compile(
    r"(?:\b(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?\s+[^\W\d_][\w.'’ -]{1,40}"
    r"|\b\d{4}\s?[A-Z]{2}\b\s+[^\W\d_]\w+|\b\d{2}-\d{3}\s+[^\W\d_]\w+|\b\d{3}\s\d{2}\s+[^\W\d_]\w+"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|〒\s?\d{3}-\d{4})",
)
"""A postal code with its place, or one that says it is one by its shape alone."""

STREET = re.compile(
    r"[^\W\d_][\w.'’ -]*\s\d{1,5}\s?[a-z]?\b|^\d{1,5}[a-z]?,?\s+[^\W\d_]"
    r"|\b(?:street|road|avenue|straße|strasse|rue|calle|via|rua|улица|ул\.)\b",
    re.IGNORECASE,
)


CHINESE_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,8}[省市县區区][\u4e00-\u9fff\d]*?(?:路|街|道|村|镇|园|大厦|工业区"
    r"|弄)[\u4e00-\u9fff\dA-Za-z()()#-]*"
    r"|(?:東京都|北海道|大阪府|京都府|[\u4e00-\u9fff]{2,3}県)[\u3040-\u9fff]+[\u3040-\u9fff\d０-９－ー-]*\d",
)

ADDRESS_LABEL = re.compile(
    r"^\s*(?:add(?:ress)?|addr|adresse|dirección|indirizzo|endereço|adres|адрес|地址|住所|주소)\s*[.:：]\s*",
    re.IGNORECASE,
)

WEBSITE = re.compile(r"(?:https?://)?(?P<host>(?:www\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})", re.IGNORECASE)
