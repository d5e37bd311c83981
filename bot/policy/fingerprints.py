"""Telling whether a text is the one that somebody looked at, without carrying the text along."""

from hashlib import sha256

from bot.policy.values import clean_text

LENGTH = 12


def fingerprint(text: str) -> str:
    """Return a short digest of a text as it would be stored; equal for texts that differ in outer white space only."""
    return sha256(clean_text(text).encode()).hexdigest()[:LENGTH]
