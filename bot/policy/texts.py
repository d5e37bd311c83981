"""What was typed, as the sentence of an error repeats it."""

SHOWN = 60


def clipped(text: str) -> str:
    """Return as much of a text as a sentence has room for, with an ellipsis where something is missing."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
