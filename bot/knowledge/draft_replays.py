"""Hỏi lại trước khi xuất bản: hàng việc cho tiến trình hỏi lại, và kết quả gắn với đúng nội dung đã hỏi.

Sửa bản nháp thì kết quả cũ hết giá trị. Kết quả sống tới khi bản nháp xong việc: nó dẫn tới lời người dân.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text, select, update
from sqlalchemy.engine import Engine

from bot import audit
from bot.audit import Deed
from bot.knowledge.draft import Draft

State = Literal["waiting", "running", "done", "failed"]
Clock = Callable[[], datetime.datetime]
SILENT = datetime.timedelta(minutes=3)
"""Người đang hỏi lại im lâu như vậy thì coi như đã chết; nạp mô hình mất chừng nửa phút, mỗi lượt chưa tới một giây."""
MOST_TRIES = 3

table = Table(
    "replays",
    MetaData(),
    Column("draft_id", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("result", Text),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True)
class Replay:
    """Một lần hỏi lại. `result`: xem `bot.stories.desk_replay`; `progress`: phần đã xong, từ 0 đến 1."""

    draft_id: int
    digest: str
    state: State
    tries: int
    result: Mapping[str, Any]
    asked_at: datetime.datetime

    def is_of(self, draft: Draft) -> bool:
        """Đã hỏi xong, với đúng nội dung của bản nháp lúc này."""
        return self.state == "done" and self.digest == draft.digest


class LostJobError(RuntimeError):
    """Việc hỏi lại không còn của mình: bản nháp đã đổi, đã xong việc, hay người khác đã nhận lại; mang `draft_id`."""

    def __init__(self, draft_id: int) -> None:
        super().__init__(f"việc hỏi lại bản nháp {draft_id} không còn của tiến trình này")
        self.draft_id = draft_id


class Replays:
    """Hàng việc hỏi lại trong cơ sở dữ liệu; ai đổi được hàng từ waiting sang running là người làm."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def ask(self, draft: Draft, by: str) -> None:
        """Xin hỏi lại bản nháp này; đang chờ hay đang chạy với đúng nội dung ấy thì thôi."""
        now = self._clock()
        fresh = {"digest": draft.digest, "state": "waiting", "tries": 0, "result": None, "asked_at": now}
        busy = (table.c.state.in_(("waiting", "running"))) & (table.c.digest == draft.digest)
        with self._engine.begin() as connection:
            here = table.c.draft_id == draft.id
            changed = connection.execute(update(table).where(here & ~busy).values(**fresh, changed_at=now))
            if changed.rowcount == 0:
                if connection.execute(select(table.c.draft_id).where(here)).first():
                    return
                connection.execute(table.insert().values(draft_id=draft.id, **fresh, changed_at=now))
            audit.record(connection, Deed(by, "draft.replayed", str(draft.id), {"answer": draft.answer_id}), now)

    def of(self, draft_id: int) -> Replay | None:
        """Lần hỏi lại gần nhất của một bản nháp."""
        with self._engine.connect() as connection:
            row = connection.execute(select(table).where(table.c.draft_id == draft_id)).one_or_none()
        return _read(row._mapping) if row else None

    def waiting(self) -> bool:
        """Có việc nào đang chờ không; việc mà người làm đã chết thì trở lại chờ, quá `MOST_TRIES` lần thì thôi."""
        now = self._clock()
        dead = (table.c.state == "running") & (table.c.changed_at < now - SILENT)
        with self._engine.connect() as connection:
            lost = connection.execute(select(table.c.draft_id).where(dead)).first()
        if lost:
            with self._engine.begin() as connection:
                spent = dead & (table.c.tries >= MOST_TRIES)
                connection.execute(update(table).where(spent).values(state="failed", changed_at=now))
                connection.execute(update(table).where(dead).values(state="waiting", changed_at=now))
        with self._engine.connect() as connection:
            return connection.execute(select(table.c.draft_id).where(table.c.state == "waiting")).first() is not None

    def claim(self) -> Replay | None:
        """Nhận một việc, xin trước làm trước; None khi không còn việc nào."""
        oldest = select(table.c.draft_id).where(table.c.state == "waiting").order_by(table.c.asked_at).limit(1)
        while True:
            with self._engine.connect() as connection:
                number = connection.execute(oldest).scalar()
            if number is None:
                return None
            won = {"state": "running", "tries": table.c.tries + 1, "result": None, "changed_at": self._clock()}
            with self._engine.begin() as connection:
                mine = (table.c.draft_id == number) & (table.c.state == "waiting")
                if connection.execute(update(table).where(mine).values(won)).rowcount:
                    row = connection.execute(select(table).where(table.c.draft_id == number)).one()
                    return _read(row._mapping)

    def beat(self, job: Replay, progress: float) -> None:
        """Còn sống, đã làm tới đâu.

        Raises:
            LostJobError: việc không còn của mình; bỏ dở được.
        """
        self._end(job, "running", {"progress": round(progress, 3)})

    def finish(self, job: Replay, result: Mapping[str, Any], state: State = "done") -> None:
        """Xong: ghi kết quả, hay vì sao hỏng.

        Raises:
            LostJobError: việc không còn của mình; kết quả không được ghi.
        """
        self._end(job, state, result)

    def _end(self, job: Replay, state: State, result: Mapping[str, Any]) -> None:
        mine = (table.c.draft_id == job.draft_id) & (table.c.state == "running")
        mine = mine & (table.c.digest == job.digest) & (table.c.tries == job.tries)
        values = {"state": state, "result": json.dumps(result, ensure_ascii=False), "changed_at": self._clock()}
        with self._engine.begin() as connection:
            if connection.execute(update(table).where(mine).values(values)).rowcount == 0:
                raise LostJobError(job.draft_id)


def _read(row: Mapping[str, Any]) -> Replay:
    asked = row["asked_at"].replace(tzinfo=row["asked_at"].tzinfo or datetime.timezone.utc)
    return Replay(row["draft_id"], row["digest"], row["state"], row["tries"], json.loads(row["result"] or "{}"), asked)
