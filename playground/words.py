"""The readable words of blocks, and the parts of them that a reader would name: labels, options, table rows."""

from collections.abc import Iterator

from playground.jsontypes import JsonObject, JsonValue
from playground.values import options_of

SPOKEN = (
    "title",
    "label",
    "text",
    "caption",
    "alt_text",
    "hint",
    "placeholder",
    "description",
    "name",
    "x_label",
    "y_label",
)
UNSPOKEN = {"value", "confirm"}


def readable(text: str) -> str:
    """Text as it is shown: the three escaped characters are themselves again."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def words_of(value: JsonValue) -> str:
    """All words of a block, a view or a list of them, a line each."""
    return "\n".join(readable(line) for line in _lines(value))


def _lines(value: JsonValue) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _lines(one)
    elif isinstance(value, dict):
        if value.get("type") == "rich_text_section":
            yield "".join(_inline(one) for one in value["elements"])
            return
        for key, inner in value.items():
            if key in SPOKEN and isinstance(inner, str) and not (key == "name" and "type" in value):
                yield inner
            elif key == "segments":
                yield from (f"{one['label']} {one['value']}" for one in inner)
            elif key not in UNSPOKEN and isinstance(inner, dict | list):
                yield from _lines(inner)


def _inline(one: JsonObject) -> str:
    kind = one.get("type")
    if kind == "user":
        return f"<@{one['user_id']}>"
    if kind == "emoji":
        return f":{one['name']}:"
    return str(one.get("text") or one.get("url") or one.get("fallback") or "")


def text_of(composed: JsonValue) -> str:
    """Return the words of a text object, or nothing."""
    return readable(str(composed["text"])) if isinstance(composed, dict) else ""


def option_named(element: JsonObject, wanted: str) -> JsonObject | None:
    """Return the option of a menu with that text or value."""
    return next(
        (one for one in options_of(element) if wanted in {text_of(one["text"]), one["text"]["text"], one.get("value")}),
        None,
    )


def table_rows(blocks: list[JsonObject]) -> list[list[str]]:
    """Return the cells of the first table, as text."""
    for block in blocks:
        if block["type"] in {"table", "data_table"}:
            return [[words_of([cell]) for cell in row] for row in block["rows"]]
    return []
