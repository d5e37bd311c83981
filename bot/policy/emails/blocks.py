"""Where older messages begin within the text of an email: forwarded blocks, quoted answers, “On Monday Anna wrote:”."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.policy.emails.words import FORWARDED, LABELS, OPENING, ORIGINAL, WROTE, Header

_QUOTE = re.compile(r"(?:\s{0,3}>)+ ?")
_LABELLED = re.compile(r"[\s|*_]{0,4}(?P<label>[^\W\d_][^:：|]{0,23}?)[*_\s]{0,3}[:：|][*_]?(?P<value>.*)", re.DOTALL)
_RULE = re.compile(r"[-_=~*—–·.\s]{3,}")
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONGEST_HEAD = 4000
"""A line over a message that is longer than this is none: a hundred recipients fit."""
_FEW_BLANKS = 2
_LONGEST_ATTRIBUTION = 320
_ATTRIBUTION_LINES = 3


@dataclass(frozen=True)
class Line:
    """A line without its quotation marks; `depth` is how many there were."""

    depth: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing stands in the line."""
        return not self.text.strip()


@dataclass(frozen=True)
class Block:
    """An older message: where its head starts and its words begin, and what the head says.

    `is_forward` is true where the head itself says that the message is passed on; `is_quotation` where there is no
    head but a line such as “On Monday Anna wrote:”, whose words then stand under FROM.
    """

    start: int
    body: int
    depth: int
    headers: Mapping[Header, str]
    is_forward: bool = False
    is_quotation: bool = False
    is_english: bool = False
    """Its labels are English, which leaves open whether a date's day or its month comes first."""


def lines_of(text: str) -> list[Line]:
    """Part a text into lines, with the quotation marks before each counted and taken off."""
    parted = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n"):
        marks = _QUOTE.match(raw)
        parted.append(Line(marks[0].count(">"), raw[marks.end() :]) if marks else Line(0, raw))
    return parted


def find_blocks(lines: Sequence[Line]) -> list[Block]:
    """Return the older messages within a text, the outermost first."""
    blocks: list[Block] = []
    place = 0
    while place < len(lines):
        block = _headed(lines, place) or _quotation(lines, place)
        if block:
            blocks.append(block)
        place = block.body if block else place + 1
    return blocks


def labelled(line: Line) -> tuple[Header, str] | None:
    """Return what a line of a head says, None when it is no such line."""
    if len(line.text) > _LONGEST_HEAD:
        return None
    found = _LABELLED.match(_HIDDEN.sub("", line.text))
    if found is None:
        return None
    header = LABELS.get(" ".join(found["label"].split()).casefold())
    return (header, found["value"].strip(" \t|;*")) if header else None


def _headed(lines: Sequence[Line], place: int) -> Block | None:
    """Return the message whose head begins at a line."""
    first = labelled(lines[place])
    if first is None or first[0] is Header.OTHER:
        return None
    headers, body = _head(lines, place)
    marker = _marker_above(lines, place)
    others = {Header.DATE, Header.SUBJECT, Header.TO} & headers.keys()
    says_who = "@" in headers.get(Header.FROM, "") or {Header.DATE, Header.SUBJECT} <= headers.keys()
    if Header.FROM not in headers or not others or not (marker is not None or says_who):
        return None
    is_forward = marker is not None and _says(lines[marker], FORWARDED)
    is_english = any(re.match(r"\W*from\W", line.text, re.IGNORECASE) for line in lines[place:body])
    start = place if marker is None else marker
    return Block(start, body, lines[place].depth, headers, is_forward=is_forward, is_english=is_english)


def _head(lines: Sequence[Line], place: int) -> tuple[dict[Header, str], int]:
    """Read a head's lines; return what they say and where the words begin."""
    headers: dict[Header, str] = {}
    last, depth = Header.OTHER, lines[place].depth
    while place < len(lines):
        line = lines[place]
        found = labelled(line) if line.depth == depth else None
        if found and (found[0] is Header.OTHER or found[0] not in headers):
            last = found[0]
            headers[last] = found[1]
        elif not line.is_blank and line.depth == depth and _goes_on(lines, place, last, headers):
            headers[last] = f"{headers[last]} {line.text.strip()}".strip()
        elif not (
            (line.is_blank or _LABELLED.match(line.text[:_LONGEST_HEAD])) and _goes_on_below(lines, place, headers)
        ):
            break
        place += 1
    headers.pop(Header.OTHER, None)
    return headers, place


def _goes_on(lines: Sequence[Line], place: int, last: Header, headers: Mapping[Header, str]) -> bool:
    """Tell whether a line without a label belongs to the one above it: an empty value, a long list of recipients."""
    if last is Header.OTHER:
        return False
    text = lines[place].text
    is_list = last in {Header.TO, Header.CC} and ("@" in text or ";" in text)
    follows = place + 1 < len(lines) and labelled(lines[place + 1]) is not None
    return (not headers[last] and last is not Header.CC) or is_list or (follows and text[:1].isspace())


def _goes_on_below(lines: Sequence[Line], place: int, headers: Mapping[Header, str]) -> bool:
    """Tell whether a head goes on after a line that says nothing to us: a blank one, or a label we do not know."""
    if place + 1 >= len(lines):
        return False
    found = labelled(lines[place + 1])
    return found is not None and found[0] not in headers and found[0] is not Header.OTHER


def _marker_above(lines: Sequence[Line], place: int) -> int | None:
    """Return the line over a head that says a message begins there, or a rule; blank lines may part them."""
    above = place - 1
    while above >= 0 and lines[above].is_blank and place - above <= _FEW_BLANKS:
        above -= 1
    if above < 0:
        return None
    line = lines[above]
    is_rule = _RULE.fullmatch(line.text) is not None
    return above if is_rule or _says(line, FORWARDED) or _says(line, ORIGINAL) else None


def _says(line: Line, phrases: Sequence[str]) -> bool:
    """Tell whether a line says one of the phrases and hardly anything else: between rules, or before a colon."""
    text = _HIDDEN.sub("", line.text).strip()
    bare = text.strip("-_=~*—–·>|:： \t").casefold()
    is_framed = text[:1] in "-_=~*—–|" or text[-1:] in ":："
    return bool(bare) and is_framed and len(bare) < 60 and any(phrase in bare for phrase in phrases)


def _quotation(lines: Sequence[Line], place: int) -> Block | None:
    """Return the message over which a line such as “On Monday Anna wrote:” stands, folded over a few lines or not."""
    depth, words = lines[place].depth, ""
    if lines[place].is_blank:
        return None
    marker = _marker_above(lines, place)
    opens = OPENING.match(lines[place].text.strip()) is not None
    if not opens and "@" not in lines[place].text:
        return None
    for end in range(place, min(place + (_ATTRIBUTION_LINES if opens else 1), len(lines))):
        line = lines[end]
        if line.is_blank or line.depth != depth or (end > place and _attributes(line.text.strip())):
            return None
        words = f"{words} {line.text.strip()}".strip()
        if len(words) > _LONGEST_ATTRIBUTION:
            return None
        is_forward = marker is not None and _says(lines[marker], FORWARDED)
        if _closes(words) or (is_forward and "@" in words and words[-1] in ":："):
            start = place if marker is None else marker
            below = _depth_below(lines, end + 1, depth)
            return Block(start, end + 1, below, {Header.FROM: words}, is_forward=is_forward, is_quotation=True)
    return None


def _closes(words: str) -> bool:
    return words[-1] in ":：" and WROTE.search(words) is not None and re.search(r"\d", words) is not None


def _attributes(text: str) -> bool:
    """Tell whether a line is such a one by itself, so that the line above it is none of its own."""
    return OPENING.match(text) is not None and len(text) <= _LONGEST_ATTRIBUTION and _closes(text)


def _depth_below(lines: Sequence[Line], place: int, depth: int) -> int:
    """Return how often the words under such a line are quoted: once more than the line, or as it is."""
    while place < len(lines) - 1 and lines[place].is_blank:
        place += 1
    return depth + 1 if place < len(lines) and lines[place].depth > depth else depth
