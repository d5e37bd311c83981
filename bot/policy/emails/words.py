"""What mail programs write around a forwarded or quoted message, in the languages of those who export and import.

The words are those of Gmail, Outlook, Apple Mail, Thunderbird, Foxmail, QQ and NetEase. Labels are compared in small
letters and without a colon.
"""

import re
from enum import StrEnum


class Header(StrEnum):
    """What a line over a forwarded message says."""

    FROM = "from"
    TO = "to"
    CC = "cc"
    DATE = "date"
    SUBJECT = "subject"
    MESSAGE_ID = "message_id"
    OTHER = "other"


_NAMES: dict[Header, str] = {
    Header.FROM: """
        from | von | de | da | van | от | от кого | від | 发件人 | 發件人 | 寄件者 | 寄件人 | 差出人 | 送信者
        | 보낸 사람 | 보낸사람
        | från | fra | lähettäjä | od | nadawca | odesílatel | feladó | kimden | gönderen | من | מאת | expéditeur
        | remitente | mittente | remetente | afzender | absender | de la | από
        """,
    Header.TO: """
        to | an | à | para | a | per | aan | кому | 收件人 | 收件者 | 宛先 | 받는 사람 | 받는사람 | till | til
        | vastaanottaja | do | komu | címzett | kime | alıcı | إلى | אל | destinataire | destinatario | către | προς
        """,
    Header.CC: """
        cc | kopie | kopie (cc) | copie | copie à | copia | kopia | kopi | копия | 抄送 | 抄送人 | 抄送至
        | 副本 | 참조 | bcc | dw
        | bilgi | نسخة
        """,
    Header.DATE: """
        date | sent | datum | gesendet | gesendet am | envoyé | envoyé le | date d'envoi | fecha | enviado
        | enviado el
        | enviada em | enviado em | enviada | data | inviato | data di invio | verzonden | дата | отправлено
        | надіслано
        | 日期 | 发送时间 | 发送日期 | 發送時間 | 寄件日期 | 傳送時間 | 时间 | 日時 | 送信日時 | 日付
        | 보낸 날짜 | 날짜 | skickat
        | sendt | lähetetty | wysłano | data wysłania | odesláno | elküldve | tarih | gönderildi | gönderme tarihi
        | التاريخ | تاريخ | נשלח | תאריך | trimis | ημερομηνία
        """,
    Header.SUBJECT: """
        subject | betreff | objet | asunto | oggetto | assunto | onderwerp | тема | 主题 | 主題 | 主旨 | 标题
        | 件名 | 제목 | ämne
        | emne | aihe | temat | předmět | tárgy | konu | الموضوع | נושא | subiect | θέμα
        """,
    Header.MESSAGE_ID: "message-id | nachrichten-id | id du message",
    Header.OTHER: """
        reply-to | antwort an | répondre à | responder a | rispondi a | importance | priority | wichtigkeit
        | priorität
        | attachments | anlagen | pièces jointes | adjuntos | allegati | anexos | bijlagen | вложения
        | 附件 | 添付ファイル | importancia | importanza | importância | urgentie | organization | mailed-by
        | signed-by
        """,
}


def phrases(text: str) -> list[str]:
    """Return phrases that bars part, however they are broken over lines."""
    return [" ".join(phrase.split()) for phrase in text.split("|")]


LABELS: dict[str, Header] = {name: header for header, names in _NAMES.items() for name in phrases(names)}
"""What a label means, by the label."""

FORWARDED = tuple(
    phrases("""
        forwarded message | forwarded by | weitergeleitete nachricht | weitergeleiteten nachricht
        | weitergeleitete e-mail
        | message transféré | message réexpédié | courriel transféré | mensaje reenviado | messaggio inoltrato
        | mensagem encaminhada | mensagem reencaminhada | doorgestuurd bericht | пересылаемое сообщение
        | пересланное сообщение | переадресованное сообщение | переадресованного сообщения | переслане повідомлення
        | 转发的邮件 | 转发邮件 | 被转发的邮件 | 已转发邮件 | 轉寄郵件 | 轉寄的郵件 | 轉寄 | 転送メッセージ
        | 転送されたメッセージ | 전달된 메시지 | 전달된 메일
        | vidarebefordrat meddelande | videresendt melding | videresendt meddelelse | välitetty viesti
        | przekazana wiadomość | wiadomość przekazana | přeposlaná zpráva | továbbított üzenet | iletilmiş mesaj
        | iletilen ileti | رسالة معاد توجيهها | הודעה שהועברה | mesaj redirecționat
        """)
)
"""A line with one of these says that what follows is passed on."""

ORIGINAL = tuple(
    phrases("""
        original message | original | ursprüngliche nachricht | originalnachricht | original-nachricht
        | message d'origine
        | message original | mensaje original | messaggio originale | mensagem original | oorspronkelijk bericht
        | исходное сообщение | 原始邮件 | 原始郵件 | 原邮件 | 元のメッセージ | 원본 메시지 | 원본 메일
        | ursprungligt meddelande
        | opprinnelig melding | oprindelig meddelelse | alkuperäinen viesti | oryginalna wiadomość | původní zpráva
        | eredeti üzenet | orijinal mesaj | الرسالة الأصلية
        """)
)
"""A line with one of these stands over what is passed on or answered; it does not say which."""

_FORWARDING = "fwd|fw|wg|wtr|tr|rv|enc|i|doorst|пер|пересл|fs|vs|vb|pd|podaj dalej|i̇lt|ilt|转发|轉寄|转|転送|전달"
_ANSWERING = "re|rép|aw|antw|antwort|rif|r|res|ref|sv|odp|ynt|yan|vá|回复|答复|回覆|返信|答|отв|на|회신|답장"
_PREFIX = r"\s*(?:{words})\s*(?:\[\d+\]|\(\d+\)|\d+)?\s*[:：]\s*"

FORWARD_PREFIX = re.compile(_PREFIX.format(words=_FORWARDING), re.IGNORECASE)
ANSWER_PREFIX = re.compile(_PREFIX.format(words=_ANSWERING), re.IGNORECASE)

WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|geschrieben|a écrit|écrivait|escribió|ha scritto|escreveu|schreef|heeft geschreven"
    r"|skrev"
    r"|kirjoitti|napisał\(?a?\)?|napsala?|napsal\(a\)|написала?|написал\(а\)|пишет|писал|yazdı|írta|a scris|έγραψε)\b"
    r"|写道|寫道|のメール|書きました|님이 작성|작성:|كتب|כתב",
    re.IGNORECASE,
)
"""What stands in the line over a quoted message: “On Monday Anna wrote:”."""

OPENING = re.compile(
    r"(?:on|am|le|el|il|em|op|den|dne|w dniu|dnia|в|во|vào|pe|στις|בתאריך|ב|في)\b|\d|在|于", re.IGNORECASE
)
"""How such a line begins."""


def without_prefixes(subject: str) -> str:
    """Return a subject without FW:, WG:, 转发：, RE: and their like, however many stand before it."""
    bare = " ".join(subject.split())
    while found := FORWARD_PREFIX.match(bare) or ANSWER_PREFIX.match(bare):
        bare = bare[found.end() :]
    return bare


def is_forward(subject: str) -> bool:
    """Tell whether a subject says, before anything else, that the message is passed on."""
    return FORWARD_PREFIX.match(subject) is not None


def is_answer(subject: str) -> bool:
    """Tell whether a subject says, before anything else, that the message is an answer."""
    return ANSWER_PREFIX.match(subject) is not None and not is_forward(subject)
