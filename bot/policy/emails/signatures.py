"""What an email's signature says of its sender: name, title, phones, postal address, website.

Only what is certain is proposed: a name beside an address, a title that is one, a number that can be dialled.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, PhoneNumberType

from bot.policy.emails.accounts import names_account
from bot.policy.emails.addresses import Address
from bot.policy.emails.phrases import (
    ADDRESS_LABEL,
    CHINESE_PLACE,
    CLOSINGS,
    DISCLAIMERS,
    DIVIDER,
    FAX,
    MOBILE,
    NO_PHONE,
    POSTAL,
    SENT_FROM,
    STREET,
    TITLE,
    WEBSITE,
)

_MOST_LINES = 16
_LOOKED_AT = 40
"""A signature stands among the last lines; so many of them are looked at."""
_LONGEST_LINE = 160
_NAME_WORDS = 6


@dataclass(frozen=True)
class Phone:
    """A number that can be dialled, as E.164."""

    number: str
    is_mobile: bool = False


@dataclass(frozen=True)
class Signature:
    """What a signature says; what it does not say for certain is empty."""

    name: str = ""
    title: str = ""
    phones: tuple[Phone, ...] = ()
    address: str = ""
    website: str = ""


def part_signature(text: str, sender: Address) -> tuple[str, tuple[str, ...]]:
    """Return the words of a message without its signature, and the signature's lines."""
    lines = text.rstrip().split("\n")
    start = _start(lines, sender.name)
    if start is None:
        return text.strip(), ()
    signed = [line.strip(" \t|*") for line in lines[start + 1 if _is_divider(lines[start]) else start :]]
    return "\n".join(lines[:start]).strip(), tuple(_until_disclaimer(signed))


def _start(lines: Sequence[str], name: str) -> int | None:
    """Return the line with which the signature begins."""
    first = max(0, len(lines) - _LOOKED_AT)
    for place in range(first, len(lines)):
        if _is_divider(lines[place]):
            return _first_of(lines, place)
    for place in range(len(lines) - 1, first - 1, -1):
        if _closes(lines[place]) and _signs(lines[place + 1 :]):
            return _first_of(lines, place)
    if name:
        for place in range(max(first, len(lines) - _MOST_LINES), len(lines)):
            is_name = lines[place].strip(" \t*|,.").casefold() == name.casefold()
            if place and is_name and _signs(lines[place:]):
                return place
    sent_from = next((place for place in range(first, len(lines)) if SENT_FROM.match(lines[place].strip())), None)
    return sent_from if sent_from == len(lines) - 1 else None


def _signs(below: Sequence[str]) -> bool:
    """Tell whether what follows a farewell is a signature and not another thought: few words first, no long lines."""
    said = _until_disclaimer([line.strip() for line in below])
    return not said or (len(said[0].split()) <= _NAME_WORDS and all(len(line) <= _LONGEST_LINE for line in said))


def _first_of(lines: Sequence[str], place: int) -> int:
    """Return the first line of a farewell that takes several, as 此致 敬礼 does, or stands over a divider."""
    above = _above(lines, place)
    return place if above is None else _first_of(lines, above)


def _above(lines: Sequence[str], place: int) -> int | None:
    """Return the farewell over a line, blank lines between them aside."""
    above = place - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and _closes(lines[above]) else None


def _is_divider(line: str) -> bool:
    return DIVIDER.fullmatch(line.rstrip("\r")) is not None


def _closes(line: str) -> bool:
    """Tell whether a line is nothing but a farewell."""
    words = re.sub(r"[\s,.!，。！、*]+", " ", line).strip().casefold()
    return bool(words) and len(words) <= 60 and words in CLOSINGS


def _until_disclaimer(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for line in lines[: _MOST_LINES + 4]:
        if DISCLAIMERS.search(line):
            break
        kept.append(line)
    return [line for line in kept if line and not SENT_FROM.match(line)][:_MOST_LINES]


def read_signature(lines: Sequence[str], sender: Address, *, region: str | None) -> Signature:
    """Read a signature's lines; `region` is the country in which a number without a country code is dialled."""
    said = [line for line in lines if len(line) <= _LONGEST_LINE and not _closes(line)]
    place = _name_line(said, sender)
    name = sender.name if looks_like_person(sender.name) else (_first_part(said[place]) if place is not None else "")
    return Signature(
        name=name,
        title=_title(said, place),
        phones=_phones(said, region),
        address=_address(said),
        website=_website(said, sender),
    )


def looks_like_person(name: str) -> bool:
    """Tell whether a text is likely to be a person's name, and not a department's or an address."""
    words = name.split()
    if any(c.isdigit() or c in "@/:;|&" for c in name) or TITLE.search(name):
        return False
    if len(words) == 1:
        return 2 <= len(name) <= 4 and all("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in name)
    return 2 <= len(words) <= 5 and all(word[0].isalpha() and not word[0].islower() for word in (words[0], words[-1]))


def _name_line(said: Sequence[str], sender: Address) -> int | None:
    """Return the line that names the sender: the one with their name, else the first when it is like one."""
    wanted = sender.name.casefold()
    for place, line in enumerate(said[:6]):
        if wanted and wanted in line.casefold():
            return place
    if said and not wanted and looks_like_person(_first_part(said[0])) and _belongs(said[0], sender):
        return 0
    return None


def _belongs(line: str, sender: Address) -> bool:
    """Tell whether a name fits the address, of which one part is then a part of the name; else it may be anybody's."""
    local = sender.email.partition("@")[0].casefold()
    words = [word.casefold() for word in _first_part(line).split()]
    return not local.isascii() or any(len(word) > 2 and word in local for word in words) or not words[0].isascii()


def _first_part(line: str) -> str:
    return re.split(r"\s*[,|·•–—]\s*|\s+-\s+|\s{3,}|\s*/\s*", line.strip(), maxsplit=1)[0].strip()


def _title(said: Sequence[str], place: int | None) -> str:
    """Return the sender's title: after the name in its line, or the line below."""
    if place is None:
        return ""
    line = said[place]
    after = line[len(_first_part(line)) :].strip(" \t,|·•–—-/")
    below = said[place + 1] if place + 1 < len(said) else ""
    for text in (after, below):
        parts = [part for part in re.split(r"\s*[|·•]\s*|\s{3,}", text) if TITLE.search(part)]
        if parts and not any(c.isdigit() or c == "@" for c in parts[0]):
            return parts[0][:120].strip(" ,")
    return ""


def _phones(said: Sequence[str], region: str | None) -> tuple[Phone, ...]:
    """Return the numbers that are no faxes, each once."""
    found: dict[str, Phone] = {}
    for line in said:
        if names_account(line) or NO_PHONE.search(line):
            continue
        last = 0
        for match in PhoneNumberMatcher(line, region, leniency=Leniency.VALID, max_tries=100):
            label, last = line[last : match.start], match.end
            if FAX.search(label):
                continue
            number = phonenumbers.format_number(match.number, PhoneNumberFormat.E164)
            kind = phonenumbers.number_type(match.number)
            found.setdefault(number, Phone(number, kind == PhoneNumberType.MOBILE or MOBILE.search(label) is not None))
    return tuple(found.values())[:4]


def _address(said: Sequence[str]) -> str:
    """Return the postal address: a line with street and place, or two lines of which the second has the place."""
    for place, line in enumerate(said):
        bare = ADDRESS_LABEL.sub("", line)
        parts = [part.strip() for part in re.split(r"\s*[|·•]\s*", bare)]
        if CHINESE_PLACE.search(bare):
            return parts[0][:300]
        for at, part in enumerate(parts):
            if not POSTAL.search(part) or "@" in part or names_account(part) or NO_PHONE.search(part):
                continue
            if STREET.search(POSTAL.sub("", part)):
                return part[:300]
            above = parts[at - 1] if at else (said[place - 1] if place else "")
            if above and STREET.search(above) and "@" not in above:
                return f"{above.strip(' ,')}, {part}"[:300]
    return ""


def _website(said: Sequence[str], sender: Address) -> str:
    """Return a web address of the sender's own company."""
    for line in said:
        for found in WEBSITE.finditer(line):
            host = found["host"].casefold()
            before = line[max(0, found.start() - 1) : found.start()]
            if before != "@" and sender.domain and (host == sender.domain or host.endswith(f".{sender.domain}")):
                return host
    return ""
