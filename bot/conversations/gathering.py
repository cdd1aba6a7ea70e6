"""Việc nền của cổng: đưa những câu chưa trả lời được vào cụm. Nhiều cổng cùng chạy thì vẫn mỗi câu gom một lần."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.engine import Connection, Engine

from bot.conversations.erasure import settle
from bot.conversations.unanswered_tables import clusters, unanswered
from bot.database import GATHERING, hold
from bot.knowledge.grouping import Groups, Likeness

BATCH = 100
"""Số câu gom trong một giao dịch: giữ quyền ghi của SQLite từ một phần mười giây tới gần nửa giây
khi đã có mười nghìn câu."""
_AT_ONCE = 500
"""Số mã trong một câu hỏi gửi kho."""

TopicOf = Callable[[str], str]
"""Nhận nhãn của một cụm; trả chủ đề của câu gần nhất trong kho, trống khi chẳng câu nào gần."""


class Gathering:
    """Giữ véc-tơ của mọi câu đã gom trong bộ nhớ, đuổi theo kho mỗi lần gom; một luồng dùng mỗi lúc."""

    def __init__(self, engine: Engine, likeness: Likeness) -> None:
        self._engine = engine
        self._groups = Groups(likeness)

    def gather(self, topic_of: TopicOf) -> int:
        """Gom một mẻ, câu cũ trước; trả số câu đã gom, 0 khi không còn câu nào chờ."""
        gathered = self._place() if self._waiting() else 0
        self._mend()
        self._set_topics(topic_of)
        return gathered

    def _place(self) -> int:
        with self._engine.connect() as connection:
            self._follow(connection)
        with self._engine.begin() as connection:
            hold(connection, GATHERING)  # cổng khác đợi hết giao dịch này rồi mới thấy còn câu nào
            self._follow(connection)
            texts = _texts(connection, unanswered.c.cluster_id.is_(None), BATCH)
            self._save(connection, self._groups.place(texts))
        return len(texts)

    def _mend(self) -> None:
        """Cụm mất câu giữa lúc đang gom: cụm trống mất, nhãn không còn câu nào nói thì thay."""
        mine = (unanswered.c.cluster_id == clusters.c.id) & (unanswered.c.text == clusters.c.label)
        query = select(clusters.c.id).where(~select(unanswered.c.number).where(mine).exists())
        with self._engine.connect() as connection:
            broken = connection.execute(query).scalars().all()
        for cluster_id in broken:
            with self._engine.begin() as connection:
                settle(connection, cluster_id)

    def _set_topics(self, topic_of: TopicOf) -> None:
        """Xếp chủ đề cho những cụm vừa có nhãn, ngoài giao dịch gom: tìm trong kho mất vài mili giây mỗi nhãn."""
        query = select(clusters.c.id, clusters.c.label).where(clusters.c.topic.is_(None)).limit(BATCH)
        with self._engine.connect() as connection:
            new = connection.execute(query).all()
        found = [{"row": row.id, "said": row.label, "about": topic_of(row.label)} for row in new]
        if found:
            same = (clusters.c.id == bindparam("row")) & (clusters.c.label == bindparam("said"))
            with self._engine.begin() as connection:
                connection.execute(clusters.update().where(same).values(topic=bindparam("about")), found)

    def _waiting(self) -> bool:
        query = select(unanswered.c.number).where(unanswered.c.cluster_id.is_(None)).limit(1)
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def _follow(self, connection: Connection) -> None:
        """Bộ nhớ theo kịp kho: câu cổng khác đã gom, câu đã bị xoá."""
        query = select(unanswered.c.number, unanswered.c.cluster_id).where(unanswered.c.cluster_id.isnot(None))
        stored: dict[int, int] = dict(connection.execute(query).all())
        known = self._groups.members
        gone = [number for number, cluster in known.items() if stored.get(number) != cluster]
        if gone:
            self._groups.remove(gone)
        new = sorted(stored.keys() - (known.keys() - set(gone)))
        for some in _parts(new):
            self._groups.add(_texts(connection, unanswered.c.number.in_(some)), stored)

    def _save(self, connection: Connection, placed: Mapping[int, int]) -> None:
        opened = {group: _open(connection) for group in dict.fromkeys(placed.values()) if group < 0}
        self._groups.rename(opened)
        rows = [{"row": number, "owner": opened.get(group, group)} for number, group in placed.items()]
        if not rows:
            return
        mine = unanswered.c.number == bindparam("row")
        connection.execute(unanswered.update().where(mine).values(cluster_id=bindparam("owner")), rows)
        touched = sorted({row["owner"] for row in rows})
        _ask_again(connection, touched)
        labels = [{"row": cluster, "text": self._groups.label(cluster)} for cluster in touched]
        changed = (clusters.c.id == bindparam("row")) & (clusters.c.label != bindparam("text"))
        connection.execute(clusters.update().where(changed).values(label=bindparam("text"), topic=None), labels)


def _open(connection: Connection) -> int:
    return int(connection.execute(clusters.insert().values(label="", state="open")).inserted_primary_key[0])


def _ask_again(connection: Connection, touched: Sequence[int]) -> None:
    """Cụm đã xong mà còn câu hỏi sau lúc xong thì hiện lại; cụm ngoài phạm vi thì bot từ chối là đúng."""
    for some in _parts(touched):
        since = and_(unanswered.c.cluster_id == clusters.c.id, unanswered.c.at > clusters.c.handled_at)
        late = select(unanswered.c.number).where(since, unanswered.c.reason != "refused").exists()
        refused = select(unanswered.c.number).where(since).exists() & (clusters.c.outcome != "outside")
        done = (clusters.c.id.in_(some)) & (clusters.c.state == "done")
        connection.execute(clusters.update().where(done & (late | refused)).values(state="again"))


def _texts(connection: Connection, which: Any, most: int | None = None) -> dict[int, str]:
    query = select(unanswered.c.number, unanswered.c.text).where(which).order_by(unanswered.c.number).limit(most)
    return dict(connection.execute(query).all())


def _parts(values: Sequence[int]) -> list[Sequence[int]]:
    return [values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE)]
