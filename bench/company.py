"""A company of a given size, made from a seed: the rows of every table that a listener reads.

Every value stands as text or int in the form that both databases take: instants and days in ISO, in UTC. So one
generator feeds sqlite3's `executemany` and PostgreSQL's COPY alike.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from bot.policy.catalogue import BUILT_IN_FIELDS, Field, FieldType
from bot.policy.names import fold

Row = tuple[object, ...]

SEED = 20260701
CUSTODIAN, FINANCE = "U0CUSTODIAN", "U0FINANCE"
CHUNK = 50_000
_COUNTRIES = ("DE", "FR", "BR", "CN", "JP", "US", "IN", "ZA", "PL", "MX", "VN", "AE", "TR", "GB", "SE")
_CITIES = ("Köln", "Lyon", "São Paulo", "上海", "大阪", "Denver", "Pune", "Durban", "Łódź", "Puebla", "Hanoi", "Dubai")
_BEGINNINGS = ("Al", "Bel", "Cor", "Dra", "El", "Far", "Gra", "Hel", "Iv", "Jor", "Kal", "Lum", "Mar", "Nor", "Or")
_MIDDLES = ("an", "bri", "ca", "do", "en", "fi", "gu", "ha", "il", "ka", "lo", "mi", "ne", "ro", "sta", "tu")
_ENDINGS = ("bach", "cia", "dex", "gard", "lin", "mont", "nov", "port", "rex", "sund", "ton", "vale", "wick", "zen")
_TRADES = ("Textiles", "Machinery", "Foods", "Packaging", "Optics", "Tools", "Chemicals", "Paper", "Logistics", "Steel")
_FORMS = ("GmbH", "S.A.", "Ltd", "Inc.", "B.V.", "Sp. z o.o.", "Pty Ltd", "株式会社", "有限公司", "SARL")


@dataclass(frozen=True)
class Size:
    """How large the company is; `months` is the length of its ledger."""

    clients: int = 10_000
    lines: int = 1_000_000
    reps: int = 50
    products: int = 200
    months: int = 36


QUICK = Size(clients=2_000, lines=50_000, reps=20)


@dataclass(frozen=True)
class Table:
    """The rows of one table, in the order of its columns."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Row]


def rep_of(client: int, size: Size) -> str:
    """Return the Slack id of the rep who owns a client."""
    return f"U0REP{client % size.reps:03d}"


def code_of(client: int) -> str:
    """Return a client's code."""
    return f"C{client:05d}"


def names(size: Size) -> list[str]:
    """Return the name of every client, each one different."""
    choose = random.Random(SEED)
    found: dict[str, None] = {}
    while len(found) < size.clients:
        parts = [
            choose.choice(_BEGINNINGS),
            *choose.choices(_MIDDLES, k=choose.choice((1, 2))),
            choose.choice(_ENDINGS),
        ]
        found["".join(parts) + f" {choose.choice(_TRADES)} {choose.choice(_FORMS)}"] = None
    return list(found)


def tables(size: Size, now: datetime) -> Iterator[Table]:
    """Yield every table of the company as it stands at `now`, parents before children."""
    yield _people(size, now)
    yield _clients(size, now)
    yield from _known(size, now)
    yield _contacts(size, now)
    yield _interactions(size, now)
    yield _products(size)
    yield _sales_lines(size, now.date())
    yield _rates(now.date(), size.months)
    yield _invoices(size, now.date())
    yield _limits(size, now.date())
    yield _import_runs(now)


def instant(at: datetime) -> str:
    """Write an instant as both databases keep it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _people(size: Size, now: datetime) -> Table:
    roles = [(f"U0REP{number:03d}", "rep", f"T{number % 5}") for number in range(size.reps)]
    roles += [(f"U0MANAGER{number}", "manager", f"T{number}") for number in range(5)]
    roles += [(CUSTODIAN, "custodian", ""), (FINANCE, "finance", "")]
    rows = [
        (number, slack_id, f"Person {number}", role, team, "UTC", "en", 0, instant(now), instant(now))
        for number, (slack_id, role, team) in enumerate(roles, 1)
    ]
    columns = "id slack_id name roles team timezone language is_guest profile_read_at created_at"
    return Table("person", tuple(columns.split()), rows)


def _clients(size: Size, now: datetime) -> Table:
    opened = instant(now - timedelta(days=400))
    rows = (
        (
            number,
            code_of(number),
            name,
            fold(name),
            _COUNTRIES[number % len(_COUNTRIES)],
            _CITIES[number % len(_CITIES)],
            "present",
            "direct",
            number % size.reps + 1,
            opened,
        )
        for number, name in enumerate(names(size), 1)
    )
    columns = "id code name name_key country city stage relation owner_id created_at"
    return Table("client", tuple(columns.split()), rows)


def _known(size: Size, now: datetime) -> Iterator[Table]:
    """Yield the facts and the current values that follow from them: sixteen fields a file, some of them stale."""
    fields = [each for each in BUILT_IN_FIELDS if not each.column][::2][:16]
    values = [_value(each) for each in fields]
    ages = [instant(now - timedelta(days=days)) for days in range(900)]

    def observed(client: int, place: int) -> str:
        return ages[(client * 37 + place * 101) % (900 if client % 4 == 0 else 80)]

    def facts() -> Iterator[Row]:
        for client in range(1, size.clients + 1):
            for place, each in enumerate(fields):
                at = observed(client, place)
                fact_id = (client - 1) * len(fields) + place + 1
                yield fact_id, client, each.key, "observed", values[place], "call", client % size.reps + 1, at, at, ""

    def current() -> Iterator[Row]:
        for fact_id, client, field, _, value, source, person, at, *_rest in facts():
            yield client, field, value, fact_id, source, person, at

    columns = "id client_id field kind value source person_id observed_at recorded_at link"
    yield Table("fact", tuple(columns.split()), facts())
    columns = "client_id field value fact_id source person_id observed_at"
    yield Table("current_value", tuple(columns.split()), current())


def _value(field: Field) -> str:
    """Return a value of the field's type, in stored form."""
    if field.type is FieldType.CHOICE:
        return field.choices[0].key
    known = {
        FieldType.MONEY: "1250000.0000 USD",
        FieldType.NUMBER: "240",
        FieldType.DATE: "2004-05-17",
        FieldType.RATING: "4",
        FieldType.COUNTRY: "DE",
        FieldType.PHONE: "+493012345678",
        FieldType.EMAIL: "office@acme.example",
        FieldType.WEBSITE: "www.acme.example",
        FieldType.TAX_NUMBER: "DE136695976",
        FieldType.REGISTRATION: "Aachen HRA 11223",
        FieldType.PERSON: "U0MEI",
        FieldType.CLIENT: "1",
    }
    return known.get(field.type, f"What is known of it: {field.key.replace('_', ' ')}, in a sentence of usual length.")


def _contacts(size: Size, now: datetime) -> Table:
    rows = (
        (client * 2 + which, client, f"Contact {which} of {client}", "Buyer", f"c{which}@example.com", "+49 30 1", at)
        for at in [instant(now)]
        for client in range(1, size.clients + 1)
        for which in (0, 1)
    )
    return Table("contact", ("id", "client_id", "name", "title", "email", "phone", "created_at"), rows)


def _interactions(size: Size, now: datetime) -> Table:
    days = [instant(now - timedelta(days=each)) for each in range(200)]
    note = "They ask for a sample of the new range and a price for two containers in autumn."
    rows = (
        (client * 3 + which, client, client % size.reps + 1, "call", "reached", note, "", at, at, "", None)
        for client in range(1, size.clients + 1)
        for which in (0, 1, 2)
        for at in [days[(client + which * 60) % 200]]
    )
    columns = "id client_id person_id kind outcome note link happened_at recorded_at next_step next_on"
    return Table("interaction", tuple(columns.split()), rows)


def _products(size: Size) -> Table:
    rows = [(n, f"P{n:03d}", f"Product {n}", f"Category {n % 12}", "piece") for n in range(1, size.products + 1)]
    return Table("product", ("id", "code", "name", "category", "unit"), rows)


def _sales_lines(size: Size, today: date) -> Table:
    columns = (
        "id line_id date client_id client_ref product_id product_ref amount currency rate base_amount quantity unit"
        " document"
    )
    return Table("sales_line", tuple(columns.split()), _line_rows(size, today))


def _line_rows(size: Size, today: date) -> Iterator[Row]:
    """Yield the lines by date; a few clients buy much, as in life."""
    draw = np.random.default_rng(SEED)
    span = size.months * 30
    days = [(today - timedelta(days=span - each)).isoformat() for each in range(span)]
    first = 1
    while first <= size.lines:
        count = min(CHUNK, size.lines - first + 1)
        numbers = range(first, first + count)
        clients = (size.clients * draw.random(count) ** 2).astype(int) + 1
        products = draw.integers(1, size.products + 1, count)
        counts = draw.integers(20, 90_000, count) * 1_000
        quantities = draw.integers(1, 400, count) * 10_000
        when = [days[(number - 1) * span // size.lines] for number in numbers]
        for number, day, client, product, amount, quantity in zip(
            numbers, when, clients.tolist(), products.tolist(), counts.tolist(), quantities.tolist(), strict=True
        ):
            yield (
                number, f"L{number:08d}", day, client, f"C{client:05d}", product, f"P{product:03d}", amount, "USD", "1",
                amount, quantity, "piece", "",
            )  # fmt: skip
        first += count


def _rates(today: date, months: int) -> Table:
    rows = [("EUR", (today - timedelta(days=30 * back)).isoformat(), "1.08") for back in range(months)]
    return Table("exchange_rate", ("currency", "date", "rate"), rows)


def _invoices(size: Size, today: date) -> Table:
    rows = (
        (
            number,
            f"I{number:06d}",
            number % size.clients + 1,
            code_of(number % size.clients + 1),
            (today - timedelta(days=60 + number % 40)).isoformat(),
            (today - timedelta(days=number % 60 - 20)).isoformat(),
            250_000_000,
            ("USD", "EUR")[number % 2],
            250_000_000,
            0,
            "",
            "invoice",
        )
        for number in range(1, size.clients * 3 + 1)
    )
    columns = "id invoice_id client_id client_ref issued due amount currency open_amount disputed order_ref kind"
    return Table("invoice", tuple(columns.split()), rows)


def _limits(size: Size, today: date) -> Table:
    rows = ((client, "amount", 900_000_000, "USD", today.isoformat()) for client in range(1, size.clients + 1, 2))
    return Table("credit_limit", ("client_id", "state", "amount", "currency", "set_on"), rows)


def _import_runs(now: datetime) -> Table:
    """Return the run that says as of when the invoices were stated: credit answers show that day."""
    row = (1, "invoices", "invoices.csv", now.date().isoformat(), 1, 0, 0, 0, 0, instant(now))
    columns = "id kind file_name as_of added changed same rejected waiting published_at"
    return Table("import_run", tuple(columns.split()), [row])
