"""Tiếp nhận cuộc trò chuyện: ai đang chờ, ai đang giữ; giờ có người trực."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_WAITING = """
INSERT INTO handoffs (conversation_id, state, asked_at)
SELECT last.conversation_id, 'waiting', last.created_at FROM conversation_events AS last
WHERE last.kind = 'handoff' AND last.body LIKE '%waiting%' AND NOT EXISTS (
    SELECT 1 FROM conversation_events AS later
    WHERE later.conversation_id = last.conversation_id AND later.kind = 'handoff' AND later.number > last.number
)
"""


def upgrade() -> None:
    op.create_table(
        "handoffs",
        sa.Column(
            "conversation_id",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder", sa.String(64)),
        sa.Column("holder_name", sa.String(80)),
        sa.Column("holder_seen_at", sa.DateTime(timezone=True)),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("citizen_seen_at", sa.DateTime(timezone=True)),
        sa.Column("citizen_typed_at", sa.DateTime(timezone=True)),
        sa.Column("helper_typed_at", sa.DateTime(timezone=True)),
        sa.Index("handoffs_by_waiting_time", "state", "asked_at"),
    )
    op.execute(_WAITING)
    op.create_table(
        "opening_hours",
        sa.Column("weekday", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("opens", sa.String(5), primary_key=True),
        sa.Column("closes", sa.String(5), nullable=False),
    )
    op.create_table(
        "holidays",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
    )


def downgrade() -> None:
    for table in ("holidays", "opening_hours", "handoffs"):
        op.drop_table(table)
