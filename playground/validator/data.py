"""Blocks that show figures: table, data_table and data_visualization."""

from collections import Counter

from playground.jsontypes import JsonValue
from playground.validator.rich_text import RICH_TEXT
from playground.validator.rules import (
    Found,
    array,
    boolean,
    by_type,
    choice,
    failed,
    integer,
    number,
    shape,
    string,
    tagged,
)

BLOCK = {"block_id": string(255)}
COLUMNS = 20
TABLE_CHARACTERS = 10_000

RAW_TEXT = tagged("raw_text", {"text": string(12_000)})
RAW_NUMBER = tagged("raw_number", {"value": number, "text": string(12_000)})
CELL = by_type({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT})
ROW = array(CELL, 1, COLUMNS)


def _even_rows(value: JsonValue, pointer: str) -> Found:
    width = len(value["rows"][0])
    for index, row in enumerate(value["rows"]):
        if len(row) != width:
            yield failed(
                f"{pointer}/rows/{index}", f"every row must have {width} cells", type="columns", expected=width
            )


def _plain_header(value: JsonValue, pointer: str) -> Found:
    for index, cell in enumerate(value["rows"][0]):
        if cell["type"] == "rich_text":
            yield failed(
                f"{pointer}/rows/0/{index}/type", "the header holds no rich_text", type="enum", expected=["raw_text"]
            )


def _header_column(value: JsonValue, pointer: str) -> Found:
    if value.get("row_header_column_index", 0) >= len(value["rows"][0]):
        where = f"{pointer}/row_header_column_index"
        yield failed(where, "must be a column of the table", type="max", expected=len(value["rows"][0]) - 1)


TABLE = tagged(
    "table",
    {"rows": array(ROW, 1, 100)},
    {
        **BLOCK,
        "column_settings": array(
            shape({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean}), 1, COLUMNS
        ),
    },
)
DATA_TABLE = tagged(
    "data_table",
    {"caption": string(2000), "rows": array(ROW, 2, 101)},
    {**BLOCK, "page_size": integer(1, 100), "row_header_column_index": integer(0, COLUMNS - 1)},
    _even_rows,
    _plain_header,
    _header_column,
)

LABEL = string(20)
POINT = shape({"label": LABEL, "value": number})
SERIES = shape({"name": LABEL, "data": array(POINT, 1, 20)})
AXES = shape({"categories": array(LABEL, 1, 20)}, {"x_label": string(50), "y_label": string(50)})


def _positive_slices(value: JsonValue, pointer: str) -> Found:
    for index, segment in enumerate(value["segments"]):
        if segment["value"] <= 0:
            where = f"{pointer}/segments/{index}/value"
            yield failed(where, "must be more than 0", type="min", expected="more than 0")


def _every_category(value: JsonValue, pointer: str) -> Found:
    """Every series names each category once, and series and categories have names of their own."""
    categories = value["axis_config"]["categories"]
    if len(set(categories)) != len(categories):
        yield failed(f"{pointer}/axis_config/categories", "categories must be unique", type="unique", expected="unique")
    names = [series["name"] for series in value["series"]]
    if len(set(names)) != len(names):
        yield failed(f"{pointer}/series", "series names must be unique", type="unique", expected="name")
    for index, series in enumerate(value["series"]):
        if Counter(point["label"] for point in series["data"]) != Counter(categories):
            where = f"{pointer}/series/{index}/data"
            yield failed(where, "must have one point for every category", type="categories", expected=categories)


def _plot(name: str) -> JsonValue:
    return tagged(name, {"series": array(SERIES, 1, 6), "axis_config": AXES}, {}, _every_category)


CHART = by_type(
    {
        "pie": tagged("pie", {"segments": array(POINT, 1, 6)}, {}, _positive_slices),
        "bar": _plot("bar"),
        "line": _plot("line"),
        "area": _plot("area"),
    }
)
DATA_VISUALIZATION = tagged("data_visualization", {"title": string(50), "chart": CHART}, BLOCK)


def words_in(value: JsonValue) -> int:
    """Return the characters of text in a table's cells, rich ones included."""
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(words_in(part) for key, part in value.items() if key != "text")
    return sum(words_in(part) for part in value) if isinstance(value, list) else 0
