"""Column types shared by the tables: exact money, zoned instants, exact rates, Slack ids."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

from sqlalchemy import BigInteger, Date, DateTime, Dialect, Integer, String, Text, TypeDecorator
from sqlalchemy.orm import mapped_column


class UtcInstant(TypeDecorator[datetime]):
    """An instant, stored in UTC; a naive one is refused, and what comes back is zoned on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn the instant to UTC; SQLite keeps it without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give SQLite's instants their zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """An exact decimal kept as text, because SQLite would store it as a float."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the decimal in full, never in scientific notation."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Read the decimal back exactly."""
        return None if value is None else Decimal(value)


# SQLite counts rows only in a plain INTEGER key, which holds 64 bits there.
_BIG_KEY = BigInteger().with_variant(Integer(), "sqlite")

Key = Annotated[int, mapped_column(Integer, primary_key=True)]
BigKey = Annotated[int, mapped_column(_BIG_KEY, primary_key=True)]
Counts = Annotated[int, mapped_column(BigInteger)]
"""Money or a quantity: a count of ten-thousandths of a unit."""
Currency = Annotated[str, mapped_column(String(3))]
Instant = Annotated[datetime, mapped_column(UtcInstant)]
Day = Annotated[date, mapped_column(Date)]
SlackId = Annotated[str, mapped_column(String(32))]
Short = Annotated[str, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(300))]
Prose = Annotated[str, mapped_column(Text)]
Rate = Annotated[Decimal, mapped_column(ExactDecimal)]
