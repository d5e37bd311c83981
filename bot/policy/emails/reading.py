"""Reading an email that somebody put into the workspace: who wrote it, to whom, about what, when, and what it says.

Where a colleague forwards an email, the outer sender is the colleague, and the writer stands in the forwarded block.
Of several blocks, one in another, the writer is the first who is not one of ours, counted from the outside; from
there we go on inwards only through blocks that say of themselves that they are forwarded and whose sender has added
nothing of their own: whoever merely passes a letter on is not its writer. What is quoted below an answer is history.

Nobody tells us our own addresses. Those at the outer sender's host are ours where that is no free mail host, or else
the outer sender's address alone; and only where there is a block within, because a message that is not forwarded may
come from the client.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.policy.emails.addresses import NOBODY, Address, company_domain, parse_address, parse_addresses
from bot.policy.emails.blocks import Block, Line, find_blocks, lines_of
from bot.policy.emails.dates import parse_sent
from bot.policy.emails.phrases import SENT_FROM
from bot.policy.emails.signatures import part_signature
from bot.policy.emails.words import Header, is_answer, is_forward, without_prefixes
from bot.policy.values import clean_text

MOST_READ = 300_000
"""Characters of a text that are read; Slack gives fewer."""


@dataclass(frozen=True)
class EmailFile:
    """An email as the workspace gives it: the outer one, with whatever stands in its text."""

    subject: str = ""
    sender: Address = NOBODY
    recipients: tuple[Address, ...] = ()
    text: str = ""
    headers: Mapping[str, str] | None = None

    def header(self, name: str) -> str:
        """Return a header by its name in small letters with underscores, however it is spelt."""
        for key, value in (self.headers or {}).items():
            if key.casefold().replace("-", "_") == name:
                return value
        return ""


@dataclass(frozen=True)
class Email:
    """What an email says once it is read.

    `sent` has a zone where one was written. `parties` are all who wrote or got it and are not ours, the writer
    first. `comment` is what a colleague wrote over what they forwarded. `signature` are the lines of the writer's,
    for `signatures.read_signature`; of one of ours there are none.
    """

    sender: Address
    parties: tuple[Address, ...]
    subject: str
    text: str
    comment: str
    signature: tuple[str, ...]
    sent: datetime | None
    is_ours: bool
    is_forwarded: bool
    """A colleague has put it in: then the writer is none of ours unless `is_ours` says so."""
    key: str
    answers: str
    """The Message-ID that it answers, as its key; empty where unknown."""


@dataclass(frozen=True)
class _Layer:
    """One message of several in a text: who wrote it, and its own words."""

    sender: Address
    recipients: tuple[Address, ...]
    words: str
    block: Block | None = None


def read_email(file: EmailFile) -> Email:
    """Read an email; whatever is odd or missing comes out empty."""
    lines = lines_of(clean_text(file.text[:MOST_READ]))
    blocks = find_blocks(lines)
    first = blocks[0] if blocks else None
    outer = _Layer(file.sender, file.recipients, _words(lines, None, blocks))
    if first is None or not _passes_on(file.subject, first, outer.words):
        return _email(file, outer, (), "")
    layers = [_layer(lines, block, blocks) for block in blocks]
    ours = _Ours(file.sender)
    written, within = _writer(layers, ours)
    comment = "" if is_trivial(outer.words) else part_signature(outer.words, file.sender)[0]
    return _email(file, written, (outer, *within), comment, ours)


def _passes_on(subject: str, first: Block, above: str) -> bool:
    """Tell whether the outer message forwards the first block, and does not merely answer it."""
    if first.is_forward:
        return True
    if first.is_quotation:
        return is_forward(subject) and is_trivial(above)
    return not is_answer(subject) or not above.strip()


@dataclass(frozen=True)
class _Ours:
    """Who is one of ours, as far as the outer sender tells."""

    outer: Address

    def has(self, address: Address) -> bool:
        """Tell whether somebody is one of ours."""
        if not address.email:
            return bool(address.name) and address.name == self.outer.name
        domain = company_domain(self.outer.email)
        return address.email == self.outer.email or (bool(domain) and company_domain(address.email) == domain)


def _writer(layers: Sequence[_Layer], ours: _Ours) -> tuple[_Layer, tuple[_Layer, ...]]:
    """Return the layer that was written, and those through which it came."""
    place = 0
    while place + 1 < len(layers):
        inner = layers[place + 1]
        goes_on = inner.block is not None and not inner.block.is_quotation
        merely_passed = inner.block is not None and inner.block.is_forward and is_trivial(layers[place].words)
        if not (goes_on and (ours.has(layers[place].sender) or merely_passed)) or ours.has(inner.sender):
            break
        place += 1
    return layers[place], tuple(layers[:place])


def is_trivial(words: str) -> bool:
    """Tell whether somebody who passes a message on has written nothing but FYI, a farewell or their name."""
    bare = " ".join(line for line in words.split("\n") if not SENT_FROM.match(line.strip()))
    return (
        len(re.sub(r"(?i)\b(?:fyi|zur info|zk|pour info|para su información|doorgestuurd|to file)\b|\W", "", bare)) < 3
    )


def _layer(lines: Sequence[Line], block: Block, blocks: Sequence[Block]) -> _Layer:
    said = block.headers
    recipients = parse_addresses(f"{said.get(Header.TO, '')}; {said.get(Header.CC, '')}")
    sender = _quoted_sender(said[Header.FROM]) if block.is_quotation else parse_address(said.get(Header.FROM, ""))
    return _Layer(sender, recipients, _words(lines, block, blocks), block)


def _quoted_sender(words: str) -> Address:
    """Return who wrote, of a line such as “On 2 Nov 2026 at 10:11, Anna <a@b.c> wrote:” that has an address."""
    found = parse_address(words)
    name = re.split(r"[,，:]|\d\s|\b(?:schrieb|um|at|by)\b", words.partition("<")[0])[-1].strip(" \"'")
    return Address(name if any(map(str.isalpha, name)) else "", found.email) if found.email else NOBODY


def _words(lines: Sequence[Line], block: Block | None, blocks: Sequence[Block]) -> str:
    """Return the words of one message: up to the next one within it, without what it quotes."""
    start, depth = (block.body, block.depth) if block else (0, 0)
    end = next((each.start for each in blocks if each.start >= start and each is not block), len(lines))
    within = lines[start:end]
    if block and block.depth == 0 and any(line.text for line in within) and all(
        line.depth for line in within if not line.is_blank
    ):  # fmt: skip
        depth = 1  # Apple Mail quotes what it forwards below a head that it does not quote.
    kept: list[str] = []
    for line in within:
        if line.depth < depth and not line.is_blank:
            break
        if line.depth == depth or line.is_blank:
            kept.append(line.text.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _email(
    file: EmailFile, written: _Layer, through: tuple[_Layer, ...], comment: str, ours: _Ours | None = None
) -> Email:
    """Put together what is known of the message that was written."""
    said = written.block.headers if written.block else {}
    subject = without_prefixes(said.get(Header.SUBJECT) or file.subject)[:300]
    is_ours = ours is not None and ours.has(written.sender)
    text, signature = part_signature(written.words, written.sender)
    parties = _parties(written, through, ours)
    return Email(
        sender=written.sender,
        parties=parties,
        subject=subject,
        text=text or written.words,
        comment=comment,
        signature=() if is_ours else signature,
        sent=_sent(file, written),
        is_ours=is_ours,
        is_forwarded=written.block is not None,
        key=_key(file, written, subject),
        answers=_message_id(file.header("in_reply_to")) if written.block is None else "",
    )


def _parties(written: _Layer, through: tuple[_Layer, ...], ours: _Ours | None) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    senders = [layer.sender for layer in through[1:]]
    for address in (written.sender, *written.recipients, *senders):
        if address.email and not (ours and ours.has(address)):
            found.setdefault(address.email, address)
    return tuple(found.values())


def _sent(file: EmailFile, written: _Layer) -> datetime | None:
    if written.block is None:
        return parse_sent(file.header("date"))
    words = written.block.headers.get(Header.DATE, "")
    if written.block.is_quotation:
        words = written.block.headers[Header.FROM].partition("<")[0]
    return parse_sent(words, day_first=not written.block.is_english)


def _message_id(text: str) -> str:
    found = re.search(r"<?([^<>\s]{3,250})>?", text)
    return f"id:{found[1]}" if found else ""


def _key(file: EmailFile, written: _Layer, subject: str) -> str:
    """Return what tells this email from every other one, however often it is forwarded."""
    own = written.block.headers.get(Header.MESSAGE_ID, "") if written.block else file.header("message_id")
    if found := _message_id(own):
        return found
    sent = _sent(file, written)
    when = sent.strftime("%Y-%m-%dT%H:%M") if sent else ""
    words = " ".join(written.words.split())
    content = "\n".join([written.sender.email or written.sender.name, subject.casefold(), when, words])
    return f"hash:{sha256(content.encode()).hexdigest()}"
