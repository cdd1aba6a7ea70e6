"""Thông báo khẩn, tắt chủ đề, tắt bot; số đếm không mang cuộc trò chuyện nào; mẫu chấm hằng tuần."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(24)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("started_by", sa.String(64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("ended_by", sa.String(64)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "turns",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date, nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("rule", sa.String(120), nullable=False),
        sa.Column("topic", sa.String(24)),
        sa.Column("place", sa.String(120)),
        sa.Column("milliseconds", sa.Integer),
        sa.Column("corrected", sa.Boolean, nullable=False),
        sa.Column("rated", sa.Boolean),
    )
    op.create_table("rolled_days", sa.Column("day", sa.Date, primary_key=True))
    op.create_table(
        "turn_days",
        sa.Column("place", sa.String(120), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("topic", sa.String(24), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("corrected", sa.Integer, nullable=False),
        sa.Column("rated_right", sa.Integer, nullable=False),
        sa.Column("rated_wrong", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "turn_speeds",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("milliseconds", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("count", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "samples",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("week", sa.String(8), nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversations.id", ondelete="SET NULL"), index=True),
        sa.Column("question", sa.Text),
        sa.Column("reply", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "marks",
        sa.Column("sample_id", sa.Integer, sa.ForeignKey("samples.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("marker", sa.String(64), primary_key=True),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in ("marks", "samples", "turn_speeds", "turn_days", "rolled_days", "turns", "notices"):
        op.drop_table(table)
