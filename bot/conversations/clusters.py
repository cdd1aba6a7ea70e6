"""Các cụm câu hỏi bot chưa trả lời được, cho người xem xét: danh sách, từng cụm, và việc đã làm với nó."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import and_, case, desc, func, select
from sqlalchemy.engine import Connection, Engine

from bot import audit
from bot.audit import Deed
from bot.conversations.log import Clock, aware, require_masked
from bot.conversations.unanswered import REASONS, Reason
from bot.conversations.unanswered_tables import clusters, unanswered

State = Literal["open", "again", "sent", "writing", "done"]
"""Chưa ai làm; đã xong mà vẫn còn được hỏi; đã gửi người biên tập; đang viết câu trả lời; đã xong."""
STATES: tuple[State, ...] = ("open", "again", "sent", "writing", "done")
WAITING: tuple[State, ...] = ("open", "again", "sent", "writing")
"""Những cụm còn việc."""
Outcome = Literal["answer", "outside"]
"""Đã có câu trả lời; là việc ngoài phạm vi."""

WEEK = datetime.timedelta(days=7)


class ClusterNotFound(LookupError):
    """Không có cụm này, hay mọi câu của nó đã bị xoá."""

    def __init__(self, cluster_id: int) -> None:
        super().__init__(f"không có cụm {cluster_id}")
        self.cluster_id = cluster_id


class ClusterChanged(RuntimeError):
    """Người khác vừa làm việc với cụm này; mang `state` bây giờ."""

    def __init__(self, cluster_id: int, state: str) -> None:
        super().__init__(f"cụm {cluster_id} nay ở trạng thái {state}")
        self.cluster_id, self.state = cluster_id, state


@dataclass(frozen=True)
class Cluster:
    """Một cụm và các số của nó. `this_week`, `last_week`: số câu trong 7 ngày này và 7 ngày trước đó."""

    id: int
    label: str
    topic: str
    state: State
    outcome: Outcome | None
    target: str | None
    remark: str | None
    handled_by: str | None
    handled_at: datetime.datetime | None
    count: int
    this_week: int
    last_week: int
    last_at: datetime.datetime
    reasons: Mapping[Reason, int]


@dataclass(frozen=True)
class Asked:
    """Một lời của cụm, đã che số; hỏi y hệt nhiều lần (`times`) thì kể lần gần nhất."""

    number: int
    text: str
    reason: Reason
    kind: str
    rule: str
    at: datetime.datetime
    times: int


@dataclass(frozen=True)
class Wanted:
    """Lọc danh sách: `topic` None là mọi chủ đề, "" là chưa rõ; `reason` None: lý do nào cũng được."""

    states: tuple[State, ...] = WAITING
    topic: str | None = None
    reason: Reason | None = None


class Clusters:
    """Đọc và đổi các cụm; hàm nào cũng chặn, nên gọi ngoài vòng sự kiện. Việc làm nào cũng vào sổ ghi thay đổi."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def count(self, wanted: Wanted) -> int:
        """Số cụm hợp với bộ lọc."""
        found = select(clusters.c.id).where(*_conditions(wanted)) if wanted.reason is None else self._summed(wanted)
        query = select(func.count()).select_from(found.subquery())
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def listed(self, wanted: Wanted, start: int, most: int) -> list[Cluster]:
        """Các cụm hợp với bộ lọc, nhiều câu nhất trước, kể từ cụm thứ `start`."""
        query = self._summed(wanted).order_by(desc("count"), clusters.c.id.desc()).offset(start).limit(most)
        with self._engine.connect() as connection:
            return [_cluster(row) for row in connection.execute(query)]

    def ungathered(self) -> int:
        """Số câu còn chờ được gom."""
        query = select(func.count()).where(unanswered.c.cluster_id.is_(None))
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def get(self, cluster_id: int) -> Cluster:
        """Một cụm.

        Raises:
            ClusterNotFound: không có.
        """
        query = self._summed(Wanted(states=STATES)).where(clusters.c.id == cluster_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise ClusterNotFound(cluster_id)
        return _cluster(row)

    def rules(self, ids: Collection[int]) -> dict[int, list[tuple[str, str, int]]]:
        """Với mỗi cụm: (loại, luật, số câu) của lời đáp, nhiều trước."""
        columns = (unanswered.c.cluster_id, unanswered.c.kind, unanswered.c.rule)
        query = select(*columns, func.count()).where(unanswered.c.cluster_id.in_(list(ids))).group_by(*columns)
        found: dict[int, list[tuple[str, str, int]]] = {}
        with self._engine.connect() as connection:
            for cluster_id, kind, rule, count in connection.execute(query.order_by(func.count().desc())):
                found.setdefault(cluster_id, []).append((kind, rule, count))
        return found

    def asked(self, cluster_id: int, start: int, most: int) -> list[Asked]:
        """Các lời khác nhau của một cụm, mới trước."""
        said = _said(cluster_id).order_by(desc("number")).offset(start).limit(most).subquery()
        columns = (unanswered.c[name] for name in ("number", "text", "reason", "kind", "rule", "at"))
        query = select(*columns, said.c.times).join(said, said.c.number == unanswered.c.number)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(unanswered.c.number.desc())).all()
        return [Asked(row.number, row.text, row.reason, row.kind, row.rule, aware(row.at), row.times) for row in rows]

    def count_asked(self, cluster_id: int) -> int:
        """Số lời khác nhau của một cụm."""
        query = select(func.count()).select_from(_said(cluster_id).subquery())
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def texts(self, cluster_id: int, numbers: Sequence[int]) -> list[str]:
        """Chữ của những câu được chọn mà đúng là của cụm này, mỗi lời một lần, theo thứ tự hỏi."""
        query = select(unanswered.c.text).where(
            unanswered.c.cluster_id == cluster_id, unanswered.c.number.in_(list(numbers))
        )
        with self._engine.connect() as connection:
            return list(dict.fromkeys(connection.execute(query.order_by(unanswered.c.number)).scalars()))

    def send(self, cluster_id: int, who: str, remark: str) -> None:
        """Gửi người biên tập kèm lời nhắn.

        Raises:
            ClusterNotFound, ClusterChanged: không gửi được.
            UnmaskedText: lời nhắn còn số cá nhân.
        """
        require_masked(remark)
        with self._engine.begin() as connection:
            values = {"state": "sent", "remark": remark, "outcome": None, "target": None}
            self._move(connection, cluster_id, ("open", "again", "sent"), who, "cluster.sent", values)

    def write(self, cluster_id: int, who: str, draft_id: int) -> None:
        """Ghi rằng bản nháp `draft_id` được mở từ cụm này. Đang có bản nháp khác thì bản mới thay chỗ.

        Raises:
            ClusterNotFound: không có cụm này.
        """
        with self._engine.begin() as connection:
            values = {"state": "writing", "outcome": None, "target": str(draft_id)}
            self._move(connection, cluster_id, STATES, who, "cluster.drafted", values, draft=draft_id)

    def finish(self, cluster_id: int, who: str, outcome: Outcome, target: str | None) -> None:
        """Xong: đã có câu trả lời `target`, hay là việc ngoài phạm vi `target` (None: chỉ đánh dấu).

        Raises:
            ClusterNotFound: không có cụm này.
        """
        with self._engine.begin() as connection:
            self.finish_in(connection, cluster_id, who, outcome, target)

    def finish_in(
        self, connection: Connection, cluster_id: int, who: str, outcome: Outcome, target: str | None
    ) -> None:
        """Như `finish`, trong giao dịch của người gọi."""
        values = {"state": "done", "outcome": outcome, "target": target}
        self._move(connection, cluster_id, STATES, who, "cluster.closed", values, outcome=outcome, to=target)

    def answered(self, cluster_id: int, who: str, answer_id: str) -> None:
        """Bản nháp viết cho cụm này đã thành câu `answer_id`; cụm đã mất vì người dân xoá lời thì thôi."""
        try:
            self.finish(cluster_id, who, "answer", answer_id)
        except ClusterNotFound:
            return

    def reopen(self, cluster_id: int, who: str) -> None:
        """Mở lại một cụm đang làm hay đã xong.

        Raises:
            ClusterNotFound, ClusterChanged: không mở được.
        """
        with self._engine.begin() as connection:
            values = {"state": "open", "outcome": None, "target": None}
            self._move(connection, cluster_id, ("sent", "writing", "done", "again"), who, "cluster.reopened", values)

    def _move(
        self,
        connection: Connection,
        cluster_id: int,
        states: Sequence[State],
        who: str,
        deed: str,
        values: Mapping[str, Any],
        **detail: Any,
    ) -> None:
        now = self._clock()
        this = and_(clusters.c.id == cluster_id, clusters.c.state.in_(states))
        changed = connection.execute(clusters.update().where(this).values(handled_by=who, handled_at=now, **values))
        if not changed.rowcount:
            state = connection.execute(select(clusters.c.state).where(clusters.c.id == cluster_id)).scalar()
            raise ClusterNotFound(cluster_id) if state is None else ClusterChanged(cluster_id, state)
        audit.record(connection, Deed(who, deed, str(cluster_id), detail), now)

    def _summed(self, wanted: Wanted) -> Any:
        """Mỗi cụm một hàng; các số cộng theo mã cụm trước rồi mới ghép, nên không phải xếp chữ của mười nghìn câu."""
        now = self._clock()
        recent, before = unanswered.c.at >= now - WEEK, unanswered.c.at >= now - 2 * WEEK
        sums = (
            select(
                unanswered.c.cluster_id,
                func.count().label("count"),
                func.sum(case((recent, 1), else_=0)).label("this_week"),
                func.sum(case((and_(before, ~recent), 1), else_=0)).label("last_week"),
                func.max(unanswered.c.at).label("last_at"),
                *(_how_many(reason).label(reason) for reason in REASONS),
            )
            .where(unanswered.c.cluster_id.isnot(None))
            .group_by(unanswered.c.cluster_id)
            .subquery()
        )
        numbers = [column for column in sums.c if column is not sums.c.cluster_id]
        query = select(*clusters.c, *numbers).join(sums, sums.c.cluster_id == clusters.c.id)
        conditions = _conditions(wanted) + ([sums.c[wanted.reason] > 0] if wanted.reason else [])
        return query.where(*conditions)


def _said(cluster_id: int) -> Any:
    """Mỗi lời của cụm một hàng: số của lần hỏi gần nhất, và số lượt."""
    columns = (func.max(unanswered.c.number).label("number"), func.count().label("times"))
    return select(*columns).where(unanswered.c.cluster_id == cluster_id).group_by(unanswered.c.text)


def _how_many(reason: Reason) -> Any:
    return func.sum(case((unanswered.c.reason == reason, 1), else_=0))


def _conditions(wanted: Wanted) -> list[Any]:
    conditions = [clusters.c.state.in_(wanted.states)]
    if wanted.topic is not None:
        conditions.append(func.coalesce(clusters.c.topic, "") == wanted.topic)
    return conditions


def _cluster(row: Any) -> Cluster:
    return Cluster(
        id=row.id,
        label=row.label,
        topic=row.topic or "",
        state=row.state,
        outcome=row.outcome,
        target=row.target,
        remark=row.remark,
        handled_by=row.handled_by,
        handled_at=aware(row.handled_at) if row.handled_at else None,
        count=row.count,
        this_week=int(row.this_week),
        last_week=int(row.last_week),
        last_at=aware(row.last_at),
        reasons={reason: int(getattr(row, reason)) for reason in REASONS if getattr(row, reason)},
    )
