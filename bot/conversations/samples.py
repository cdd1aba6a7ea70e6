"""Mẫu chấm mù hằng tuần: vài chục lượt trả lời thẳng của tuần trước, hai người chấm độc lập, không thấy dấu của nhau.

Góp ý của người dân chỉ có khi họ muốn nói; mẫu ngẫu nhiên mới cho biết bot sai bao nhiêu trong những lời
nó nói chắc.
"""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text, func, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot import audit
from bot.conversations.log import Clock
from bot.conversations.numbers import Definition
from bot.conversations.tables import events
from bot.conversations.turns import local_day, turns
from bot.privacy import mask

Verdict = Literal["right", "wrong", "unsure"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
MOST, MARKERS = 50, 2
STRAIGHT = ("answer", "figure")
"""Loại của lời đáp thẳng: bot nói chắc."""
_ABOUT_ANOTHER = ("chosen", "repeat", "shorten", "next_step", "ask_source", "previous_answer_wrong")
"""Luật của những lượt nói về lượt trước, hay bấm nút: câu hỏi đứng riêng thì không ai chấm được. Danh sách việc (luật
"task:…") cũng vậy: lời cuối chỉ là một lựa chọn."""

metadata = MetaData()
samples = Table(
    "samples",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("week", String(8), nullable=False),
    Column("number", Integer, nullable=False, unique=True),
    Column("conversation_id", String(64)),
    Column("question", Text),
    Column("reply", Text),
)
"""`question`, `reply` trống: người dân đã xoá cuộc trò chuyện."""
marks = Table(
    "marks",
    metadata,
    Column("sample_id", Integer, primary_key=True),
    Column("marker", String(64), primary_key=True),
    Column("verdict", String(16), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
WRONG_BUT_SURE = Definition(
    "wrong_but_sure",
    "Nói chắc mà sai",
    "wrong",
    "done",
    "mẫu mà cả hai người chấm đều nói sai",
    f"mẫu đã đủ {MARKERS} người chấm: mỗi tuần lấy ngẫu nhiên tới {MOST} lượt bot trả lời thẳng, hai người không thấy "
    "dấu của nhau",
)
_answered = events.alias()


class NotYours(PermissionError):
    """Mẫu này không chấm được nữa: không có, đã bị xoá, hay đã đủ hai dấu."""

    def __init__(self, sample_id: int) -> None:
        super().__init__(f"mẫu {sample_id} không chấm được")
        self.sample_id = sample_id


@dataclass(frozen=True)
class Sample:
    """Một lượt để chấm: câu hỏi và lời đáp đã che; `verdict`: dấu của chính người đang xem."""

    id: int
    week: str
    question: str
    reply: str
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Marked:
    """Kết quả chấm của một tuần, trên những mẫu đã đủ hai dấu."""

    week: str
    drawn: int
    done: int = 0
    wrong: int = 0
    """Cả hai người nói sai: bot tự tin mà sai."""
    disagreed: int = 0


def last_week(day: datetime.date) -> str:
    """Tuần ISO liền trước tuần của `day`, viết kiểu "2026-W46"."""
    year, week, _ = (day - datetime.timedelta(weeks=1)).isocalendar()
    return f"{year}-W{week:02}"


class Samples:
    """Lấy mẫu, đưa mẫu cho người chấm, nhận dấu, cộng kết quả; hàm nào cũng chặn."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def draw(self) -> int:
        """Lấy mẫu của tuần trước, một lần; trả số mẫu vừa lấy. Chạy lại, hay hai cổng cùng chạy, không lấy trùng."""
        week = last_week(local_day(self._clock()))
        try:
            with self._engine.begin() as connection:
                if connection.execute(select(samples.c.id).where(samples.c.week == week).limit(1)).first():
                    return 0
                chosen = _chosen(connection, week)
                rows = [row for number in chosen if (row := _sample_row(connection, week, number))]
                if rows:
                    connection.execute(samples.insert(), rows)
                return len(rows)
        except IntegrityError:  # cổng kia vừa lấy tuần ấy
            return 0

    def next(self, marker: str) -> Sample | None:
        """Mẫu kế tiếp người này chưa chấm và chưa đủ hai dấu; mẫu đã có một dấu đứng trước, để sớm đủ đôi."""
        mine = select(marks.c.sample_id).where(marks.c.marker == marker)
        count = func.count(marks.c.marker)
        query = (
            select(samples.c.id, samples.c.week, samples.c.question, samples.c.reply)
            .outerjoin(marks, marks.c.sample_id == samples.c.id)
            .where(samples.c.question.isnot(None), samples.c.id.notin_(mine))
            .group_by(samples.c.id, samples.c.week, samples.c.question, samples.c.reply)
            .having(count < MARKERS)
            .order_by(count.desc(), samples.c.id)
            .limit(1)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Sample(**row._mapping) if row else None

    def left(self, marker: str) -> int:
        """Còn bao nhiêu mẫu người này chấm được."""
        mine = select(marks.c.sample_id).where(marks.c.marker == marker)
        full = select(marks.c.sample_id).group_by(marks.c.sample_id).having(func.count() >= MARKERS)
        query = select(func.count()).select_from(samples).where(samples.c.question.isnot(None))
        with self._engine.connect() as connection:
            return int(connection.execute(query.where(samples.c.id.notin_(mine), samples.c.id.notin_(full))).scalar())

    def marked_by(self, sample_id: int, marker: str) -> Sample:
        """Mẫu mà người này đã chấm và còn đổi dấu được: người thứ hai chưa chấm.

        Raises:
            NotYours: chưa chấm mẫu này, hay đã đủ hai dấu.
        """
        with self._engine.connect() as connection:
            row = connection.execute(select(samples).where(samples.c.id == sample_id)).first()
            found = _marks(connection, sample_id)
        if row is None or row.question is None or set(found) != {marker}:
            raise NotYours(sample_id)
        return Sample(row.id, row.week, row.question, row.reply, found[marker])

    def mark(self, sample_id: int, marker: str, verdict: Verdict) -> None:
        """Ghi dấu của một người; chấm lại được tới khi người thứ hai chấm.

        Raises:
            NotYours: không có mẫu này, người dân đã xoá nó, hay đã đủ hai dấu.
        """
        now = self._clock()
        with self._engine.begin() as connection:
            # Ghi trước khi đọc: giữ hàng này tới hết giao dịch, hai người không cùng là người thứ hai.
            held = samples.update().where(samples.c.id == sample_id, samples.c.question.isnot(None))
            if not connection.execute(held.values(week=samples.c.week)).rowcount:
                raise NotYours(sample_id)
            if len(_marks(connection, sample_id)) >= MARKERS:
                raise NotYours(sample_id)
            mine = (marks.c.sample_id == sample_id) & (marks.c.marker == marker)
            connection.execute(marks.delete().where(mine))
            row = {"sample_id": sample_id, "marker": marker, "verdict": verdict, "at": now}
            connection.execute(marks.insert().values(row))
            # Không ghi dấu gì: sổ ghi ai cũng xem được thì người thứ hai không còn chấm độc lập.
            audit.record(connection, audit.Deed(marker, "sample.marked", str(sample_id)), now)

    def results(self, most: int = 12) -> list[Marked]:
        """Kết quả từng tuần, mới trước, nhiều nhất `most` tuần."""
        weeks = select(samples.c.week, func.count().label("drawn")).group_by(samples.c.week)
        with self._engine.connect() as connection:
            drawn = {
                row.week: int(row.drawn)
                for row in connection.execute(weeks.order_by(samples.c.week.desc()).limit(most))
            }
            query = select(samples.c.week, marks.c.sample_id, marks.c.verdict).join(
                marks, marks.c.sample_id == samples.c.id
            )
            rows = connection.execute(query.where(samples.c.week.in_(list(drawn)))).all()
        verdicts: dict[tuple[str, int], list[Verdict]] = {}
        for row in rows:
            verdicts.setdefault((row.week, row.sample_id), []).append(row.verdict)
        done: dict[str, list[Sequence[Verdict]]] = {week: [] for week in drawn}
        for (week, _), pair in verdicts.items():
            if len(pair) == MARKERS:
                done[week].append(pair)
        return [_result(week, drawn[week], pairs) for week, pairs in done.items()]


def _result(week: str, drawn: int, pairs: Sequence[Sequence[Verdict]]) -> Marked:
    wrong = sum(set(pair) == {"wrong"} for pair in pairs)
    return Marked(week, drawn, len(pairs), wrong, sum(len(set(pair)) > 1 for pair in pairs))


def _chosen(connection: Connection, week: str) -> list[int]:
    """Số của những lượt được chọn; tuần nào thì hạt giống ấy, nên chọn lại ra đúng chúng."""
    monday = datetime.date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
    query = (
        select(turns.c.number)
        .join(events, events.c.number == turns.c.number)
        .where(turns.c.day.between(monday, monday + datetime.timedelta(days=6)))
        .where(turns.c.kind.in_(STRAIGHT), turns.c.rule.notin_(_ABOUT_ANOTHER), ~turns.c.rule.startswith("task:"))
        .order_by(turns.c.number)
    )
    numbers = list(connection.execute(query).scalars())
    return sorted(random.Random(week).sample(numbers, min(MOST, len(numbers))))  # noqa: S311 - lấy mẫu, không phải mật mã


def _sample_row(connection: Connection, week: str, number: int) -> dict[str, Any] | None:
    """Hàng mẫu của lượt này; None khi lời ấy là một nút bấm."""
    query = select(events.c.conversation_id, events.c.body, _answered.c.body.label("replies"))
    row = connection.execute(
        query.join(_answered, _answered.c.answers == events.c.number).where(events.c.number == number)
    ).first()
    question = json.loads(row.body).get("text") if row else None
    if row is None or not question:
        return None
    reply = "\n\n".join(str(reply.get("text", "")) for reply in json.loads(row.replies))
    return {
        "week": week,
        "number": number,
        "conversation_id": row.conversation_id,
        "question": mask(question).text,
        "reply": mask(reply).text,
    }


def _marks(connection: Connection, sample_id: int) -> dict[str, Verdict]:
    query = select(marks.c.marker, marks.c.verdict).where(marks.c.sample_id == sample_id)
    return {row.marker: row.verdict for row in connection.execute(query)}
