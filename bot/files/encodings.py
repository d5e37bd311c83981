"""Telling how a text file is written, by its bytes alone.

A mark at the start decides; else the file is UTF-8 if all of it is; else GB18030 if its pairs of bytes make the
characters that Chinese is written with; else Latin-1.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import FileRejected
from bot.i18n import lazy

_BLOCK = 1 << 20
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Encoding:
    """A codec's name, and whether the text holds control characters that no database takes."""

    codec: str
    has_controls: bool


def detect_encoding(path: Path) -> Encoding:
    """Tell how a text file is written. Raises FileRejected when it is empty, broken or no text at all."""
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise FileRejected(lazy("{file} is empty."), file=path.name)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Encoding(codec, has_controls=codec == "utf-16" or _has_controls(path))
    if wide := _unmarked_utf16(head):
        return Encoding(wide, has_controls=True)
    controls = len(_CONTROL.findall(head))
    if b"\x00" in head or controls * 100 > len(head):
        raise FileRejected(lazy("{file} is neither a CSV nor an XLSX file."), file=path.name)
    return Encoding(_codec_of(path, head), has_controls=_has_controls(path))


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _has_controls(path: Path) -> bool:
    return any(_CONTROL.search(block) for block in _blocks(path))


def _unmarked_utf16(head: bytes) -> str | None:
    """Recognise UTF-16 without a mark: in a table most characters are ASCII, so every second byte is zero."""
    even, odd = head[0:4096:2], head[1:4096:2]
    if odd.count(0) * 2 > len(odd) and even.count(0) == 0:
        return "utf-16-le"
    if even.count(0) * 2 > len(even) and odd.count(0) == 0:
        return "utf-16-be"
    return None


def _codec_of(path: Path, head: bytes) -> str:
    if _decodes(path, "utf-8"):
        return "utf-8"
    _refuse_broken_utf8(path, head)
    if _looks_chinese(head) and _decodes(path, "gb18030"):
        return "gb18030"
    return "cp1252" if _decodes(path, "cp1252") else "latin-1"


def _decodes(path: Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_broken_utf8(path: Path, head: bytes) -> None:
    """Refuse a file that is UTF-8 but for a few bytes: read as anything else, its names would be garbled."""
    text = head.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - broken
    if good > 4 * broken > 0:
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise FileRejected(
            lazy("{file} is UTF-8, but line {line} holds bytes that are not; save it again as UTF-8."),
            file=path.name,
            line=line,
        )


def _looks_chinese(head: bytes) -> bool:
    """Tell GB18030 from Latin-1, where a letter with an accent and the plain one after it could pass for a pair.

    Nearly all Chinese in use lies in GB 2312, both of whose bytes are 0xA1 or higher; in Latin-1 two such bytes
    seldom meet.
    """
    pairs = lone = place = 0
    while place < len(head):
        if head[place] < 0x80:
            place += 1
        elif head[place] >= 0xA1 and place + 1 < len(head) and head[place + 1] >= 0xA1:
            pairs += 1
            place += 2
        else:
            lone += 1
            place += 1
    return pairs > 4 * lone
