"""Góp ý của người dân cho từng câu trả lời."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column(
            "conversation_id",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("reply_id", sa.String(64), primary_key=True),
        sa.Column("answer_id", sa.String(255), primary_key=True),
        sa.Column("answer_version", sa.Integer),
        sa.Column("right", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("note", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("feedback_of_an_answer", "answer_id", "created_at"),
    )


def downgrade() -> None:
    op.drop_table("feedback")
