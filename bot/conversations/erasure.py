"""Xoá thật: mọi lời của một cuộc trò chuyện mất khỏi mọi bảng, khỏi tệp SQLite và khỏi tệp WAL của nó.

Đây là chỗ duy nhất biết những bảng nào mang lời người dân. Thêm một bảng như vậy thì thêm vào đây;
tests/conversations/test_erasure.py dò lược đồ và hỏng khi có bảng bị quên. Ở lại: bảng `turns` và sổ đi nhà (không mang
cuộc nào, lời nào), mã cuộc trong sổ ghi thay đổi (không mở được gì nữa), và nội dung người biên tập đã viết từ một câu
hỏi (là nội dung của kho, không phải lời của cuộc).

PostgreSQL giữ hàng chết tới lần VACUUM kế tiếp (autovacuum tự chạy).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, DateTime, column, func, or_, select, table
from sqlalchemy.engine import Connection, Engine

from bot import audit
from bot.audit import Deed
from bot.conversations.tables import conversations, events, feedback, handoffs
from bot.database import aware

BATCH = 200
"""Mỗi giao dịch xoá chừng này cuộc: người đang nói chuyện không phải đợi cả đợt xoá."""
_PATIENCE = 1000
"""Chờ người khác đọc xong tệp WAL nhiều nhất chừng này mili giây; không được thì đợt sau cắt."""

unanswered = table("unanswered", column("number"), column("conversation_id"), column("cluster_id"), column("text"))
clusters = table("clusters", column("id"), column("label"), column("topic"))
samples = table("samples", column("conversation_id"), column("question"), column("reply"))
replays = table("replays", column("result"))
talk_states = table("talk_states", column("sender"), column("updated_at", DateTime(timezone=True)))

_ROWS: tuple[Column, ...] = (
    *(one.c.conversation_id for one in (events, feedback, handoffs, unanswered)),
    talk_states.c.sender,
)
"""Bảng mà hàng nào của cuộc ấy cũng mất, chỉ ra bằng cột mang mã cuộc. `talk_states`: điều máy chủ bot còn nhớ."""


@dataclass(frozen=True)
class Outline:
    """Một cuộc nhìn từ ngoài, không lời nào: đủ để biết đúng cuộc cần xoá."""

    opened: datetime.datetime
    last: datetime.datetime
    lines: int


def outline(engine: Engine, conversation_id: str) -> Outline | None:
    """Cuộc ấy nhìn từ ngoài; None khi không có."""
    count = select(func.count()).select_from(events).where(events.c.conversation_id == conversation_id)
    query = select(conversations.c.created_at, conversations.c.updated_at, count.scalar_subquery().label("lines"))
    with engine.connect() as connection:
        row = connection.execute(query.where(conversations.c.id == conversation_id)).one_or_none()
    return None if row is None else Outline(aware(row.created_at), aware(row.updated_at), row.lines)


def erase_now(engine: Engine, conversation_id: str, by: str, now: datetime.datetime) -> bool:
    """Quản trị viên xoá một cuộc theo yêu cầu, có dòng sổ không mang lời nào; False khi không có cuộc ấy."""
    with engine.begin() as connection:
        found = erase(connection, [conversation_id])
        if found:
            audit.record(connection, Deed(by, "conversation.erased", conversation_id), now)
    scrub(engine)
    return bool(found)


def erase_older(engine: Engine, older_than: datetime.datetime) -> int:
    """Xoá những cuộc không ai nói gì từ trước `older_than`; trả số cuộc đã xoá."""
    old = conversations.c.updated_at < older_than
    total = 0
    while True:
        with engine.begin() as connection:
            # Giữ hàng của cuộc: ai vừa nói tiếp thì cuộc ấy thôi cũ, còn không thì phải chờ và thấy nó đã mất.
            query = select(conversations.c.id).where(old).order_by(conversations.c.updated_at).limit(BATCH)
            found = connection.execute(query.with_for_update()).scalars().all()
            total += erase(connection, found)
        if len(found) < BATCH:
            break
    with engine.begin() as connection:  # cả điều bot nhớ của những cuộc không vào nhật ký (người hỗ trợ tự hỏi)
        connection.execute(talk_states.delete().where(talk_states.c.updated_at < older_than))
    scrub(engine)
    return total


def erase(connection: Connection, ids: Sequence[str]) -> int:
    """Xoá mọi lời của các cuộc này trong giao dịch của người gọi; trả số cuộc có thật."""
    touched = select(unanswered.c.cluster_id).where(unanswered.c.conversation_id.in_(ids)).distinct()
    grouped = [row.cluster_id for row in connection.execute(touched) if row.cluster_id is not None]
    ours = samples.c.conversation_id.in_(ids)
    connection.execute(samples.update().where(ours).values(question=None, reply=None, conversation_id=None))
    for owner in _ROWS:
        connection.execute(owner.table.delete().where(owner.in_(ids)))
    for cluster_id in grouped:
        settle(connection, cluster_id)
    for some in (ids[start : start + 50] for start in range(0, len(ids), 50)):
        told = or_(*(replays.c.result.contains(one, autoescape=True) for one in some))
        connection.execute(replays.delete().where(told))
    return int(connection.execute(conversations.delete().where(conversations.c.id.in_(ids))).rowcount)


def scrub(engine: Engine) -> None:
    """Đưa tệp WAL của SQLite về rỗng: trang cũ trong đó còn chữ đã xoá (`secure_delete` chỉ lo tệp chính)."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE}")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")


def settle(connection: Connection, cluster_id: int) -> None:
    """Sau khi một cụm mất câu: cụm không còn câu nào thì mất; nhãn là câu vừa xoá thì lấy câu mới nhất còn lại
    (và chủ đề chờ xếp lại)."""
    mine = unanswered.c.cluster_id == cluster_id
    newest = select(unanswered.c.text).where(mine).order_by(unanswered.c.number.desc()).limit(1)
    text = connection.execute(newest).scalar()
    this = clusters.c.id == cluster_id
    if text is None:
        connection.execute(clusters.delete().where(this))
        return
    label_lives = select(unanswered.c.text).where(mine, unanswered.c.text == clusters.c.label).exists()
    connection.execute(clusters.update().where(this, ~label_lives).values(label=text, topic=None))
