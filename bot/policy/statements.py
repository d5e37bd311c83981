"""What a full statement of open items may close without anybody looking at it."""

MANY = 50
"""Fewer items than these can be opened again by hand."""


def is_drastic(closed: int, were_open: int) -> bool:
    """Tell whether a snapshot closes so much that its file is rather cut off: more than half, and many at that."""
    return closed >= MANY and closed * 2 > were_open
