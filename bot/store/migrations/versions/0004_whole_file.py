"""The client file, whole: who withdrew a fact, richer contacts, sites, merges, bank details, choices, proposals.

Columns are added in place, without constraints of their own: SQLite could add those only by rebuilding tables that
others point to.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("bank_detail", "merge", "kept_apart", "site", "choice", "proposal", "clue", "name_block")


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, types.UtcInstant(timezone=True), nullable=nullable)


def _person(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=True)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _keys(table: str, **columns: str) -> list[sa.Constraint]:
    """Return a primary key and foreign keys, named as the models name them."""
    foreign = [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]
    return [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")), *foreign]


def _added() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "fact": (sa.Column("retracted_by", sa.Integer(), nullable=True),),
        "contact": (
            sa.Column("role", sa.String(length=64), nullable=False, server_default=sa.text("''")),
            sa.Column("share", types.ExactDecimal(length=40), nullable=True),
            sa.Column("language", sa.String(length=64), nullable=False, server_default=sa.text("''")),
            sa.Column("mobile", sa.String(length=300), nullable=False, server_default=sa.text("''")),
            sa.Column("phone_at", types.UtcInstant(timezone=True), nullable=True),
            sa.Column("mobile_at", types.UtcInstant(timezone=True), nullable=True),
            sa.Column("created_by", sa.Integer(), nullable=True),
            sa.Column("updated_at", types.UtcInstant(timezone=True), nullable=True),
        ),
        "interaction": (
            sa.Column("message_key", sa.String(length=300), nullable=True),
            sa.Column("thread_key", sa.String(length=300), nullable=True),
            sa.Column("original", sa.Text(), nullable=False, server_default=sa.text("''")),
        ),
        "alias": (sa.Column("merge_id", sa.Integer(), nullable=True),),
        "client": (sa.Column("group_key", sa.Text(), nullable=True),),
        "draft": (
            sa.Column("view_id", sa.String(length=64), nullable=False, server_default=sa.text("''")),
            sa.Column("stamp", sa.String(length=64), nullable=False, server_default=sa.text("''")),
            sa.Column("kept_at", types.UtcInstant(timezone=True), nullable=True),
        ),
    }


_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "interaction": (("message_key",), ("thread_key",)),
    "client": (("group_key",),),
    "draft": (("person_id", "view_id"),),
}


def _create_bank_detail() -> None:
    op.create_table(
        "bank_detail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        _text("state", 64),
        _text("holder", 300),
        _text("bank", 300),
        _text("account", 64),
        _text("bic", 64),
        sa.Column("country", sa.String(length=64), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        _text("called_name", 300),
        _text("called_number", 300),
        _person("proposed_by"),
        _instant("proposed_at"),
        _person("answered_by"),
        _instant("answered_at", nullable=True),
        _text("reason", 300),
        *_keys("bank_detail", client_id="client", proposed_by="person", answered_by="person"),
    )
    op.create_index(op.f("ix_bank_detail_client_id_state"), "bank_detail", ["client_id", "state"], unique=False)


def _create_merge() -> None:
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        _person("merged_by"),
        _instant("merged_at"),
        _person("undone_by"),
        _instant("undone_at", nullable=True),
        *_keys("merge", source_id="client", target_id="client", merged_by="person", undone_by="person"),
    )
    op.create_index(op.f("ix_merge_source_id"), "merge", ["source_id"], unique=False)
    op.create_index(op.f("ix_merge_target_id"), "merge", ["target_id"], unique=False)


def _create_kept_apart() -> None:
    op.create_table(
        "kept_apart",
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        _person("person_id"),
        _instant("decided_at"),
        sa.PrimaryKeyConstraint("low_id", "high_id", name=op.f("pk_kept_apart")),
        sa.ForeignKeyConstraint(["low_id"], ["client.id"], name=op.f("fk_kept_apart_low_id")),
        sa.ForeignKeyConstraint(["high_id"], ["client.id"], name=op.f("fk_kept_apart_high_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_apart_person_id")),
    )


def _create_site() -> None:
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        _text("name", 300),
        _text("kind", 64),
        _text("address", 300),
        _text("postal_code", 64),
        _text("city", 300),
        sa.Column("country", sa.String(length=64), nullable=True),
        _person("created_by"),
        _instant("created_at"),
        _instant("closed_at", nullable=True),
        *_keys("site", client_id="client", created_by="person"),
    )
    op.create_index(op.f("ix_site_client_id"), "site", ["client_id"], unique=False)


def _create_choice() -> None:
    op.create_table(
        "choice",
        _text("field", 64),
        _text("key", 64),
        _text("label", 300),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        _person("updated_by"),
        _instant("updated_at"),
        sa.PrimaryKeyConstraint("field", "key", name=op.f("pk_choice")),
        sa.ForeignKeyConstraint(["updated_by"], ["person.id"], name=op.f("fk_choice_updated_by")),
    )


def _create_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        _text("field", 64),
        _text("value", 64),
        _text("reason", 64),
        _text("occasion", 64),
        _instant("proposed_at"),
        _person("answered_by"),
        _instant("answered_at", nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        *_keys("proposal", client_id="client", answered_by="person"),
        sa.UniqueConstraint(
            "client_id", "field", "value", "occasion", name=op.f("uq_proposal_client_id_field_value_occasion")
        ),
    )


def _create_clue() -> None:
    op.create_table(
        "clue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        _text("part", 64),
        _text("way", 64),
        _text("key", 300),
        *_keys("clue", client_id="client"),
    )
    op.create_index(op.f("ix_clue_client_id"), "clue", ["client_id"], unique=False)
    op.create_index(op.f("ix_clue_way_key"), "clue", ["way", "key"], unique=False)


def _create_name_block() -> None:
    op.create_table(
        "name_block",
        sa.Column("block", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("block", name=op.f("pk_name_block")),
    )


def upgrade() -> None:
    """Add what is new; what is there stays as it is."""
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    for table, indexes in _INDEXES.items():
        for index in indexes:
            op.create_index(op.f(f"ix_{table}_{'_'.join(index)}"), table, list(index), unique=False)
    for create in (
        _create_bank_detail, _create_merge, _create_kept_apart, _create_site, _create_choice, _create_proposal,
        _create_clue, _create_name_block,
    ):  # fmt: skip
        create()


def downgrade() -> None:
    """Take it away again."""
    for table in TABLES:
        op.drop_table(table)
    for table, indexes in _INDEXES.items():
        for index in indexes:
            op.drop_index(op.f(f"ix_{table}_{'_'.join(index)}"), table_name=table)
    for table, columns in _added().items():
        for column in columns:
            op.drop_column(table, column.name)
