"""Tables of the lookup: what leads to a client beside its names, and which names have changed."""

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base
from bot.store.types import Key, Name, Short


class ClueRow(Base):
    """A key that leads to a client, worked out from its contacts and values; `part` is where the source stands."""

    __tablename__ = "clue"
    __table_args__ = (Index(None, "client_id"), Index(None, "way", "key"))

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    part: Mapped[Short]
    way: Mapped[Short]
    key: Mapped[Name]


class NameBlockRow(Base):
    """A run of clients by id, and the generation of their names: whoever remembers another one reads them again."""

    __tablename__ = "name_block"

    block: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    generation: Mapped[int] = mapped_column(BigInteger)
