"""Dữ liệu bịa cho bàn làm việc: kho thật, cuộc chờ người, câu chưa trả lời được, sổ đếm; cùng hạt giống thì y hệt."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection, Engine

from bench.made_up_questions import questions
from bot.conversations import ConversationLog
from bot.conversations.handoffs import Handoffs
from bot.conversations.samples import Samples, samples
from bot.conversations.tables import conversations, events
from bot.conversations.turns import local_day, turns
from bot.conversations.unanswered_tables import unanswered
from bot.knowledge.model import Knowledge
from bot.knowledge.reader import read
from bot.knowledge.sync import sync
from bot.settings import ROOT

EACH_TALK = 4
"""Số câu trong một cuộc bịa."""
DAYS = 60
"""Câu chưa trả lời được rải trong chừng này ngày gần đây."""
COUNTED_DAYS, COUNTED_EACH_DAY = 90, 300
_REASONS = ("refused",) * 8 + ("corrected", "rated")
_RULES = {"refused": ("no_answer", "unknown"), "corrected": ("clarify", "found"), "rated": ("answer", "found")}
_BATCH = 1_000

Row = dict[str, Any]


def put_knowledge(engine: Engine, now: datetime.datetime) -> Knowledge:
    """Đồng bộ kho thật vào cơ sở dữ liệu."""
    knowledge = read(ROOT / "knowledge").knowledge()
    sync(engine, knowledge, now=now, by="bench")
    return knowledge


def unanswered_questions(knowledge: Knowledge, count: int) -> list[str]:
    """Câu hỏi như người dân gõ: cách hỏi bất kỳ của kho, bỏ chữ, đảo chữ, bỏ dấu hay gõ sai."""
    made = questions(knowledge, -(-count // 3))
    kinds = ("bỏ chữ, đảo chữ", "không dấu", "gõ sai một chữ")
    mixed = [text for texts in zip(*(made[kind] for kind in kinds), strict=True) for text in texts]
    return mixed[:count]


def put_unanswered(engine: Engine, texts: Sequence[str], now: datetime.datetime, seed: int = 3) -> None:
    """Ghi những cuộc mà bot không trả lời được câu nào: lời, lời đáp, và hàng chờ gom."""
    dice = random.Random(seed)  # noqa: S311  # để lặp lại được, không phải để giữ bí mật
    talks = [texts[start : start + EACH_TALK] for start in range(0, len(texts), EACH_TALK)]
    said: list[Row] = []
    answered: list[Row] = []
    refused: list[Row] = []
    opened: list[Row] = []
    for place, talk in enumerate(talks):
        at = now - datetime.timedelta(minutes=dice.randrange(DAYS * 24 * 60))
        talk_id = f"bench-unanswered-{place:06}"
        opened.append({"id": talk_id, "created_at": at, "updated_at": at})
        for text in talk:
            number = 1_000_000 + 2 * len(said)
            reason = dice.choice(_REASONS)
            kind, rule = _RULES[reason]
            reply = {"id": f"r{number}", "kind": kind, "rule": rule, "text": "…", "answers": []}
            shared = {"conversation_id": talk_id, "created_at": at}
            said.append({**shared, "number": number, "kind": "message", "body": _plain({"text": text})})
            answered.append(
                {**shared, "number": number + 1, "kind": "replies", "body": _plain([reply]), "answers": number}
            )
            refused.append(
                {
                    "number": number,
                    "conversation_id": talk_id,
                    "text": text,
                    "reason": reason,
                    "kind": kind,
                    "rule": rule,
                    "at": at,
                }
            )
    with engine.begin() as connection:
        for table, rows in ((conversations, opened), (events, said), (events, answered), (unanswered, refused)):
            _insert(connection, table, rows)


def put_waiting(engine: Engine, count: int, texts: Sequence[str], now: datetime.datetime) -> list[str]:
    """Ghi những cuộc đang chờ người, mỗi cuộc vài lời; trả mã các cuộc."""
    log, handoffs = ConversationLog(engine, lambda: now), Handoffs(engine, lambda: now)
    talks = [f"bench-waiting-{place:06}" for place in range(count)]
    for place, talk_id in enumerate(talks):
        log.create(talk_id)
        for turn in range(EACH_TALK):
            text = texts[(place * EACH_TALK + turn) % len(texts)]
            message = log.append_message(talk_id, f"m{turn}", {"text": text})
            reply = {"id": f"w{place}-{turn}", "kind": "answer", "rule": "found", "text": "…", "answers": []}
            log.append_replies(talk_id, message, [reply])
        handoffs.ask(talk_id)
    return talks


def put_turns(engine: Engine, knowledge: Knowledge, now: datetime.datetime, seed: int = 4) -> None:
    """Ghi sổ đếm của ba tháng."""
    dice = random.Random(seed)  # noqa: S311  # như trên
    topics = sorted({answer.topic for answer in knowledge.answers.values()})
    today = local_day(now)
    rows = [
        {
            "number": 10_000_000 + day * COUNTED_EACH_DAY + turn,
            "day": today - datetime.timedelta(days=day),
            "kind": dice.choice(("answer", "answer", "answer", "clarify", "no_answer")),
            "rule": "found",
            "topic": dice.choice(topics),
            "place": None,
            "milliseconds": dice.randrange(10, 400),
            "corrected": dice.random() < 0.05,
            "rated": dice.choice((None, None, None, True, False)),
        }
        for day in range(COUNTED_DAYS)
        for turn in range(COUNTED_EACH_DAY)
    ]
    with engine.begin() as connection:
        _insert(connection, turns, rows)


def put_sample(engine: Engine, marker: str, now: datetime.datetime) -> int:
    """Ghi một mẫu mà `marker` đã chấm; trả số của nó."""
    row = {"week": "2026-W46", "number": 20_000_000, "question": "Câu hỏi mẫu", "reply": "Lời đáp mẫu"}
    with engine.begin() as connection:
        sample = int(connection.execute(insert(samples).values(row)).inserted_primary_key[0])
    Samples(engine, lambda: now).mark(sample, marker, "right")
    return sample


def _insert(connection: Connection, table: Any, rows: Sequence[Row]) -> None:
    for some in _batches(rows):
        connection.execute(insert(table), some)


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), _BATCH):
        yield list(rows[start : start + _BATCH])


def _plain(body: Any) -> str:
    return json.dumps(body)
