"""Bản nháp câu trả lời: viết, duyệt, xuất bản, gỡ; hỏi lại trước khi xuất bản; bản ghi bị gỡ mà tệp còn giữ."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("answer_id", sa.String(120), nullable=False, index=True),
        sa.Column("deed", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("base_digest", sa.String(64)),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("edited_by", sa.String(64), nullable=False),
        sa.Column("reviewer", sa.String(64)),
        sa.Column("remark", sa.Text),
        sa.Column("cluster_id", sa.Integer, sa.ForeignKey("clusters.id", ondelete="SET NULL")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_version", sa.Integer),
        sa.Index("drafts_by_state", "state", "changed_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "replays",
        sa.Column("draft_id", sa.Integer, sa.ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("result", sa.Text),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "knowledge_removed",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("file_digest", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    for table in ("knowledge_removed", "replays", "drafts"):
        op.drop_table(table)
