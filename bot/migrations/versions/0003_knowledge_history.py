"""Lịch sử của kho kiến thức: ai đổi, lúc nào, nội dung cũ là gì."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("knowledge_records") as table:
        table.add_column(sa.Column("version", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("changed_by", sa.String(120)))
        table.add_column(sa.Column("changed_at", sa.DateTime(timezone=True)))
    # Nội dung có từ trước: chỉ biết chắc là kho mang nó từ bản hiện tại; ai viết thì không biết.
    op.execute("UPDATE knowledge_records SET version = COALESCE((SELECT MAX(version) FROM knowledge_version), 0)")
    op.create_index("ix_knowledge_records_version", "knowledge_records", ["version"])
    op.create_table(
        "knowledge_history",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("changed_by", sa.String(120)),
        sa.Column("changed_at", sa.DateTime(timezone=True)),
        sa.Column("until_version", sa.Integer, nullable=False, index=True),
        sa.Column("removed_by", sa.String(120)),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("knowledge_history")
    op.drop_index("ix_knowledge_records_version", "knowledge_records")
    with op.batch_alter_table("knowledge_records") as table:
        for column in ("version", "changed_by", "changed_at"):
            table.drop_column(column)
