"""The small vocabulary in which the tables of Block Kit are written: a rule looks at a value and yields problems."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from playground.jsontypes import JsonObject, JsonValue


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where (a JSON pointer), which kind, in words, and the limit that was broken."""

    pointer: str
    code: str
    message: str
    constraint: JsonObject

    def as_json(self) -> JsonObject:
        """Return the shape in which blocks.validate lists it."""
        return {
            "pointer": self.pointer,
            "code": self.code,
            "message": self.message,
            "constraint": self.constraint,
        }


Found = Iterator[Problem]
Rule = Callable[[JsonValue, str], Found]


def failed(pointer: str, message: str, **constraint: JsonValue) -> Problem:
    """Describe a limit that does not hold."""
    return Problem(pointer, "failed_constraint", message, constraint)


def wrong_type(pointer: str, expected: str) -> Problem:
    """Describe a value of another JSON type than the one expected."""
    return Problem(pointer, "wrong_type", f"must provide {expected}", {"type": "type", "expected": expected})


def string(most: int, least: int = 1, pattern: str = "", what: str = "") -> Rule:
    """Text of a length, and of a form where a pattern is given (`what` names it)."""

    def check(value: JsonValue, pointer: str) -> Found:
        if not isinstance(value, str):
            yield wrong_type(pointer, "a string")
        elif len(value) < least:
            yield failed(pointer, f"must be more than {least - 1} characters", type="min_length", expected=least)
        elif len(value) > most:
            yield failed(pointer, f"must be less than {most + 1} characters", type="max_length", expected=most)
        elif pattern and not re.fullmatch(pattern, value):
            yield failed(pointer, f"must be {what}", type="pattern", expected=what)

    return check


def integer(least: int | None = None, most: int | None = None) -> Rule:
    """Ask for a whole number within bounds."""

    def check(value: JsonValue, pointer: str) -> Found:
        if not isinstance(value, int) or isinstance(value, bool):
            yield wrong_type(pointer, "an integer")
        elif least is not None and value < least:
            yield failed(pointer, f"must be at least {least}", type="min", expected=least)
        elif most is not None and value > most:
            yield failed(pointer, f"must be at most {most}", type="max", expected=most)

    return check


def number(value: JsonValue, pointer: str) -> Found:
    """Any number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield wrong_type(pointer, "a number")


def boolean(value: JsonValue, pointer: str) -> Found:
    """Ask for true or false."""
    if not isinstance(value, bool):
        yield wrong_type(pointer, "a boolean")


def choice(*allowed: JsonValue) -> Rule:
    """One of a few values."""

    def check(value: JsonValue, pointer: str) -> Found:
        if value not in allowed:
            words = ", ".join(str(one) for one in allowed)
            yield failed(
                pointer, f"must be a valid enum value: {words}", type="enum", expected=list(allowed), got=value
            )

    return check


def array(of: Rule, least: int = 1, most: int | None = None) -> Rule:
    """Ask for a list whose items all follow a rule."""

    def check(value: JsonValue, pointer: str) -> Found:
        if not isinstance(value, list):
            yield wrong_type(pointer, "an array")
            return
        if len(value) < least:
            yield failed(pointer, f"no fewer than {least} items allowed", type="min_items", expected=least)
        if most is not None and len(value) > most:
            yield failed(pointer, f"no more than {most} items allowed", type="max_items", expected=most)
        for index, item in enumerate(value):
            yield from of(item, f"{pointer}/{index}")

    return check


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *also: Rule) -> Rule:
    """Ask for an object with these keys and no others; `also` looks at the whole once its parts are right."""
    known = {**required, **(optional or {})}

    def check(value: JsonValue, pointer: str) -> Found:
        if not isinstance(value, dict):
            yield wrong_type(pointer, "an object")
            return
        wrong = [*_keys(value, pointer, required, known)]
        for key, rule in known.items():
            if key in value:
                wrong += rule(value[key], f"{pointer}/{key}")
        yield from wrong
        if not wrong:
            for rule in also:
                yield from rule(value, pointer)

    return check


def _keys(value: JsonObject, pointer: str, required: Mapping[str, Rule], known: Mapping[str, Rule]) -> Found:
    for key in required:
        if key not in value:
            yield Problem(
                pointer, "missing_field", f"missing required field: {key}", {"type": "required", "expected": key}
            )
    for key in value:
        if key not in known:
            yield Problem(
                f"{pointer}/{key}", "unknown_field", f"invalid additional property: {key}", {"type": "additional"}
            )


def by_type(table: Mapping[str, Rule]) -> Rule:
    """Ask for an object whose `type` says which rule of a table it follows."""

    def check(value: JsonValue, pointer: str) -> Found:
        if not isinstance(value, dict):
            yield wrong_type(pointer, "an object")
            return
        kind = value.get("type")
        if kind is None:
            yield Problem(
                pointer, "missing_field", "missing required field: type", {"type": "required", "expected": "type"}
            )
        elif not isinstance(kind, str) or kind not in table:
            constraint = {"type": "enum", "expected": sorted(table), "got": kind}
            yield Problem(f"{pointer}/type", "unsupported_type", f"unsupported type: {kind}", constraint)
        else:
            yield from table[kind](value, pointer)

    return check


def tagged(name: str, required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *also: Rule) -> Rule:
    """Ask for a shape whose `type` is given."""
    return shape({"type": choice(name), **required}, optional, *also)


def exactly_one(*keys: str) -> Rule:
    """One of these keys and not two."""

    def check(value: JsonValue, pointer: str) -> Found:
        if sum(key in value for key in keys) != 1:
            yield failed(pointer, f"must define exactly one of: {', '.join(keys)}", type="one_of", expected=list(keys))

    return check


def at_least_one(*keys: str) -> Rule:
    """Any of these keys."""

    def check(value: JsonValue, pointer: str) -> Found:
        if not any(key in value for key in keys):
            yield failed(pointer, f"must define one of: {', '.join(keys)}", type="any_of", expected=list(keys))

    return check
