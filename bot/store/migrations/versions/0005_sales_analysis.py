"""The analysis of sales: grades and their history, measures, sell-through, what imports remember, a third rollup."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store import types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "reference_match",
    "client_grade",
    "grade_change",
    "measure",
    "sell_through",
    "upload",
    "delivery",
    "sales_of_product",
)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, types.UtcInstant(timezone=True), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _counts(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def _added() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "import_run": (
            sa.Column("origin", sa.String(length=64), nullable=False, server_default=sa.text("'command'")),
            sa.Column("is_snapshot", sa.Boolean(), nullable=False, server_default=sa.false()),
        ),
    }


_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {}


_WAITING = "ix_sales_line_waiting_product"


def _create_reference_match() -> None:
    op.create_table(
        "reference_match",
        _text("kind", 64),
        _text("reference", 300),
        _id("target_id"),
        _id("matched_by", nullable=True),
        _instant("matched_at"),
        sa.ForeignKeyConstraint(["matched_by"], ["person.id"], name=op.f("fk_reference_match_matched_by")),
        sa.PrimaryKeyConstraint("kind", "reference", name=op.f("pk_reference_match")),
    )


def _create_client_grade() -> None:
    op.create_table(
        "client_grade",
        _id("client_id"),
        _text("kind", 64),
        _text("grade", 64),
        _text("before", 64),
        _text("cause", 64),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("window_start", sa.Date(), nullable=True),
        sa.Column("window_end", sa.Date(), nullable=True),
        _counts("amount"),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("is_short", sa.Boolean(), nullable=False),
        sa.Column("converted", sa.Text(), nullable=False),
        _instant("graded_at"),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_grade_client_id")),
        sa.PrimaryKeyConstraint("client_id", "kind", name=op.f("pk_client_grade")),
    )
    op.create_index(op.f("ix_client_grade_kind_grade"), "client_grade", ["kind", "grade"], unique=False)


def _create_grade_change() -> None:
    op.create_table(
        "grade_change",
        _id("id"),
        _id("client_id"),
        _text("kind", 64),
        _text("before", 64),
        _text("grade", 64),
        _text("cause", 64),
        sa.Column("window_start", sa.Date(), nullable=True),
        sa.Column("window_end", sa.Date(), nullable=True),
        _counts("amount"),
        sa.Column("months", sa.Integer(), nullable=True),
        _instant("changed_at"),
        _id("person_id", nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_grade_change_client_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_grade_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_change")),
    )
    op.create_index(op.f("ix_grade_change_changed_at"), "grade_change", ["changed_at"], unique=False)
    op.create_index(op.f("ix_grade_change_client_id_kind"), "grade_change", ["client_id", "kind"], unique=False)


def _create_measure() -> None:
    op.create_table(
        "measure",
        _id("id"),
        sa.Column("what", sa.Text(), nullable=False),
        _id("client_id", nullable=True),
        _text("by", 64),
        _text("part", 300),
        _id("product_id", nullable=True),
        _id("owner_id"),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        _counts("target"),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("is_focus", sa.Boolean(), nullable=False),
        _text("scope", 64),
        _text("team", 64),
        sa.Column("reason", sa.Text(), nullable=False),
        _id("created_by", nullable=True),
        _instant("created_at"),
        _id("closed_by", nullable=True),
        _instant("closed_at", nullable=True),
        _text("outcome", 64),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_measure_client_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_measure_closed_by")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_measure_created_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_measure_owner_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_measure_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index(op.f("ix_measure_due"), "measure", ["due"], unique=False)
    op.create_index(op.f("ix_measure_owner_id_closed_at"), "measure", ["owner_id", "closed_at"], unique=False)


def _create_sell_through() -> None:
    op.create_table(
        "sell_through",
        _id("id"),
        _id("client_id"),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        _counts("amount"),
        sa.Column("currency", sa.String(length=3), nullable=True),
        _counts("quantity"),
        _text("unit", 64),
        _text("source", 64),
        _text("note", 300),
        _id("stated_by", nullable=True),
        _instant("stated_at"),
        _id("withdrawn_by", nullable=True),
        _instant("withdrawn_at", nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_sell_through_client_id")),
        sa.ForeignKeyConstraint(["stated_by"], ["person.id"], name=op.f("fk_sell_through_stated_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_sell_through_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sell_through")),
    )
    op.create_index(op.f("ix_sell_through_client_id_starts"), "sell_through", ["client_id", "starts"], unique=False)


def _create_upload() -> None:
    op.create_table(
        "upload",
        _id("id"),
        _text("origin", 64),
        _text("kind", 64),
        _text("file_name", 300),
        _text("stored_as", 300),
        _text("state", 64),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        _id("person_id", nullable=True),
        _instant("created_at"),
        _instant("touched_at"),
        _instant("finished_at", nullable=True),
        _id("import_run_id", nullable=True),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_upload_import_run_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_state"), "upload", ["state"], unique=False)


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        _id("id"),
        _text("claim", 64),
        _text("file_name", 300),
        _text("kind", 64),
        sa.Column("day", sa.Date(), nullable=False),
        _text("state", 64),
        _instant("claimed_until"),
        sa.Column("report", sa.Text(), nullable=False),
        _instant("created_at"),
        _instant("finished_at", nullable=True),
        _id("import_run_id", nullable=True),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_delivery_import_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("claim", name=op.f("uq_delivery_claim")),
    )


def _create_sales_of_product() -> None:
    op.create_table(
        "sales_of_product",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        _text("unit", 64),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("product_id", "unit", "month", name=op.f("pk_sales_of_product")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO sales_of_product (product_id, unit, month, amount, quantity, lines) "
        "SELECT product_id, unit, month, SUM(amount), SUM(quantity), SUM(lines) FROM sales_by_product "
        "GROUP BY product_id, unit, month"
    )


_BY_CLIENT = "ix_sales_by_client_client_id_month_amount_lines"
_BY_CLIENT_BEFORE = "ix_sales_by_client_month_client_id_amount_lines"
_BY_PRODUCT_BEFORE = "ix_sales_by_product_composition"


def _order_rollups() -> None:
    """Keep months under their client, as they are added up; what is narrower answers for products now."""
    op.drop_index(op.f(_BY_CLIENT_BEFORE), table_name="sales_by_client")
    op.create_index(op.f(_BY_CLIENT), "sales_by_client", ["client_id", "month", "amount", "lines"])
    op.drop_index(_BY_PRODUCT_BEFORE, table_name="sales_by_product")


def _reorder_rollups() -> None:
    op.drop_index(op.f(_BY_CLIENT), table_name="sales_by_client")
    op.create_index(op.f(_BY_CLIENT_BEFORE), "sales_by_client", ["month", "client_id", "amount", "lines"])
    read = ["month", "product_id", "unit", "amount", "quantity", "lines"]
    op.create_index(_BY_PRODUCT_BEFORE, "sales_by_product", read)


def upgrade() -> None:
    """Add what is new; what is there stays as it is."""
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    for table, indexes in _INDEXES.items():
        for index in indexes:
            op.create_index(op.f(f"ix_{table}_{'_'.join(index)}"), table, list(index), unique=False)
    waits = sa.text("product_id IS NULL AND product_ref != ''")
    op.create_index(_WAITING, "sales_line", ["product_ref"], sqlite_where=waits, postgresql_where=waits)
    for create in (
        _create_reference_match,
        _create_client_grade,
        _create_grade_change,
        _create_measure,
        _create_sell_through,
        _create_upload,
        _create_delivery,
        _create_sales_of_product,
    ):
        create()
    _order_rollups()


def downgrade() -> None:
    """Take it away again."""
    _reorder_rollups()
    op.drop_index(_WAITING, table_name="sales_line")
    for table in TABLES:
        op.drop_table(table)
    for table, indexes in _INDEXES.items():
        for index in indexes:
            op.drop_index(op.f(f"ix_{table}_{'_'.join(index)}"), table_name=table)
    for table, columns in _added().items():
        for column in columns:
            op.drop_column(table, column.name)
