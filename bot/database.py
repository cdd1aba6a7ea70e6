"""Cơ sở dữ liệu: một nơi mở kết nối và một nơi nâng lược đồ, cho SQLite lẫn PostgreSQL."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

MIGRATIONS = Path(__file__).parent / "migrations"
UPGRADING, GATHERING = 4_823_107, 4_823_108
"""Những việc mỗi lúc một tiến trình làm (`hold`); số nào cũng được, miễn luôn là nó."""


def open_engine(url: str) -> Engine:
    """Mở một kho theo địa chỉ SQLAlchemy.

    SQLite chạy ở chế độ WAL để cổng web và các máy chủ bot cùng đọc ghi một tệp; bản ghi đã xác nhận
    còn nguyên khi một tiến trình bị giết.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False, "timeout": 10})
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def upgrade(engine: Engine) -> None:
    """Đưa lược đồ lên bản mới nhất, trong một giao dịch: bị giết giữa chừng thì như chưa nâng.

    Chạy lại bao nhiêu lần, mấy tiến trình cùng chạy cũng được: người sau đợi người trước.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        hold(connection, UPGRADING)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def hold(connection: Connection, work: int) -> None:
    """Đợi tới lượt làm việc này, giữ lượt tới hết giao dịch. SQLite thì giao dịch nào cũng giữ quyền ghi từ đầu rồi."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": work})


def aware(at: datetime.datetime) -> datetime.datetime:
    """Giờ UTC đọc từ kho, có múi giờ: SQLite bỏ múi giờ khi lưu, và mọi giờ trong kho là giờ UTC."""
    return at if at.tzinfo else at.replace(tzinfo=datetime.timezone.utc)


def _begin(connection: Connection) -> None:
    """Giữ quyền ghi ngay từ đầu giao dịch.

    Mô-đun sqlite3 chỉ mở giao dịch trước câu ghi đầu tiên, và không mở cho câu đổi lược đồ: bị giết giữa lúc nâng thì
    lược đồ dở dang. Mở sớm thì cả hai cùng hết, và hai người đọc rồi ghi không giẫm lên nhau.
    """
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # giao dịch do `_begin` mở
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
