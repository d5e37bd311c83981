"""Reading what people wrote into a file by hand: each part knows where it stands, so that a complaint can say it."""

from collections.abc import Iterable

from playground.jsontypes import JsonObject, JsonValue


class Misshapen(Exception):
    """Something in a file is not of the shape it must have; the words say what and where."""


class Part:
    """One object of a file; `path` names it, empty for the file itself. What is left out is read as empty."""

    def __init__(self, path: str, content: JsonValue) -> None:
        """Take an object, or nothing; raises Misshapen for anything else."""
        self._path = path
        if content is not None and not isinstance(content, dict):
            raise Misshapen(f"{path or 'its content'} must be an object with keys")
        self._content: JsonObject = content or {}

    def where(self, key: str) -> str:
        """Return the full name of a key."""
        return f"{self._path}.{key}" if self._path else key

    def only(self, keys: Iterable[str]) -> None:
        """Refuse keys beside these."""
        if unknown := sorted(str(key) for key in {*self._content} - {*keys}):
            raise Misshapen(f"nobody knows {self.where(unknown[0])}")

    def part(self, key: str) -> "Part":
        """Return the object under a key."""
        return Part(self.where(key), self._content.get(key))

    def parts(self, key: str) -> list["Part"]:
        """Return the objects of a list."""
        return [Part(f"{self.where(key)}[{index}]", one) for index, one in enumerate(self._list(key))]

    def texts(self, key: str) -> list[str]:
        """Return the texts of a list."""
        found = self._list(key)
        if not all(isinstance(one, str) for one in found):
            raise Misshapen(f"{self.where(key)} must be a list of texts")
        return found

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """Return a text; one that is required is not empty."""
        found = self._content.get(key)
        if found is None and not required:
            return default
        if not isinstance(found, str) or (required and not found.strip()):
            raise Misshapen(f"{self.where(key)} " + ("is missing" if found in (None, "") else "must be a text"))
        return found

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return a yes or no."""
        found = self._content.get(key)
        if found is None:
            return default
        if not isinstance(found, bool):
            raise Misshapen(f"{self.where(key)} must be true or false")
        return found

    def _list(self, key: str) -> list[JsonValue]:
        found = self._content.get(key)
        if found is None:
            return []
        if not isinstance(found, list):
            raise Misshapen(f"{self.where(key)} must be a list")
        return found
