"""Sổ đi từng nhà: ở đâu, việc gì, xong chưa; không mang tên hay số của ai."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("helper", sa.String(64), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("topic", sa.String(24), nullable=False),
        sa.Column("task", sa.String(120)),
        sa.Column("solved", sa.Boolean, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("visits_of_a_helper", "helper", "day"),
    )


def downgrade() -> None:
    op.drop_table("visits")
