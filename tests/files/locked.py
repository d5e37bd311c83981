"""A workbook with a password, as far as anybody can see who does not know it."""

import struct

SECTOR = 512
END, FAT, FREE, NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF, 0xFFFFFFFF


def locked_workbook() -> bytes:
    """Office puts the encrypted workbook into a container of Microsoft's own; this one has the names, and no bytes."""
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0, 0) + struct.pack("<108I", *[FREE] * 108)
    table = struct.pack("<128I", FAT, END, *[FREE] * 126)
    names = ("Root Entry", "EncryptionInfo", "EncryptedPackage", "")
    entries = (_entry(name, place) for place, name in enumerate(names))
    return header + table + b"".join(entries)


def _entry(name: str, place: int) -> bytes:
    kind = 0 if not name else 5 if place == 0 else 2
    child, right = (1 if place == 0 else NONE), (2 if place == 1 else NONE)
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return struct.pack("<64sHBBIII36xIQ", text, length, kind, 1, NONE, right, child, END, 0)
