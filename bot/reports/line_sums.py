"""What the sales lines of a file come to, by client and month and by product, country and month.

The lines are kept as arrays while the file is read, 56 bytes a line, and added up once it is known which of them are
new. Sums are exact: 64-bit integers, or Python's own where those might not hold them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_SAFE = 2**62
_NUMBERED = ("client_ref", "product_ref", "unit", "month")

Numbers = NDArray[np.int64]
Columns = dict[str, Sequence[object]]


@dataclass(frozen=True)
class Sums:
    """Rows for the two rollups as columns: sums of base amounts and quantities, and how many lines there are."""

    by_client: Columns
    by_product: Columns


@dataclass(frozen=True)
class Meanings:
    """What the texts of a file stand for: ids of clients and products, 0 for none, and the country of each client."""

    clients: Mapping[str, int]
    products: Mapping[str, int]
    countries: Mapping[int, str]


@dataclass
class LineSums:
    """Keeps what the rollups need of each line."""

    _texts: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in _NUMBERED})
    _parts: list[dict[str, Numbers]] = field(default_factory=list)

    def add(self, lines: Sequence[int], columns: Mapping[str, Sequence[object]]) -> None:
        """Keep some lines, given as columns: date, client_ref, product_ref, unit, base_amount and quantity."""
        part: dict[str, Numbers] = {"line": np.array(lines, np.int64)}
        for name in _NUMBERED:
            part[name] = self._number(name, columns["date" if name == "month" else name])
        part["base_amount"] = _counts(columns["base_amount"])
        part["quantity"] = _counts(columns["quantity"])
        self._parts.append(part)

    def _number(self, name: str, texts: Sequence[object]) -> Numbers:
        known = self._texts[name]
        numbers: dict[object, int] = {}
        for text in dict.fromkeys(texts):
            key = f"{str(text)[:8]}01" if name == "month" else str(text)
            numbers[text] = known.setdefault(key, len(known))
        return np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))

    def total(self, known: Sequence[int], meanings: Meanings) -> Sums:
        """Add up all lines but those whose numbers are `known`."""
        kept = {name: np.concatenate([part[name] for part in self._parts]) for name in self._parts[0]}
        if known:
            is_new = ~np.isin(kept["line"], np.array(known, np.int64))
            kept = {name: values[is_new] for name, values in kept.items()}
        clients = [meanings.clients.get(text, 0) for text in self._texts["client_ref"]]
        countries = [meanings.countries.get(client, "") for client in clients]
        products = [meanings.products.get(text, 0) for text in self._texts["product_ref"]]
        client, country = (_Key.of(each, kept["client_ref"]) for each in (clients, countries))
        product, month = _Key.of(products, kept["product_ref"]), _Key.of(list(self._texts["month"]), kept["month"])
        unit = _Key.of(list(self._texts["unit"]), kept["unit"])
        amount, quantity = kept["base_amount"], kept["quantity"]
        return Sums(
            _group({"client_id": client, "month": month}, {"amount": amount}),
            _group(
                {"product_id": product, "country": country, "unit": unit, "month": month},
                {"amount": amount, "quantity": quantity},
            ),
        )


def _counts(values: Sequence[object]) -> Numbers:
    return np.array([value if isinstance(value, int) else 0 for value in values], np.int64)


@dataclass(frozen=True)
class _Key:
    """A part of a rollup's key: the values it has, and for each line the place of its own among them."""

    values: Sequence[object]
    places: Numbers

    @classmethod
    def of(cls, meant: Sequence[object], numbers: Numbers) -> "_Key":
        """Make a key of what each number stands for; several may stand for the same."""
        values = {value: place for place, value in enumerate(dict.fromkeys(meant))}
        return cls(list(values), np.array([values[value] for value in meant], np.int64)[numbers])


def _group(keys: Mapping[str, _Key], counted: Mapping[str, Numbers]) -> Columns:
    """Add up lines that have the same key."""
    combined = np.zeros(len(next(iter(counted.values()))), np.int64)
    for key in keys.values():
        combined = combined * len(key.values) + key.places
    order = np.argsort(combined, kind="stable")
    in_order = combined[order]
    firsts = np.flatnonzero(np.concatenate(([True], in_order[1:] != in_order[:-1])))
    columns: Columns = {
        name: [key.values[place] for place in key.places[order[firsts]].tolist()] for name, key in keys.items()
    }
    for name, values in counted.items():
        columns[name] = np.add.reduceat(_exact(values)[order], firsts).tolist()
    return columns | {"lines": np.diff(firsts, append=len(order)).tolist()}


def _exact(values: Numbers) -> NDArray[np.int64] | NDArray[np.object_]:
    """Return the values in a form in which no sum of theirs overflows."""
    largest = max(abs(int(values.max())), abs(int(values.min())))
    return values if largest * len(values) < _SAFE else values.astype(object)
