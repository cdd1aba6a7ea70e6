"""Một việc có hướng dẫn bịa, đủ mọi hoàn cảnh, trên kho của `sample_answers`."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.model import Choice, Task, TaskLine, Trait
from bot.knowledge.period import Period
from tests.sample_answers import ATTACK, KNOWLEDGE

AGE = Trait("age", "Người làm bao nhiêu tuổi?", (Choice("young", "Dưới 14 tuổi"), Choice("old", "Từ 14 tuổi trở lên")))
CARD = Trait("card", "Đã có thẻ chưa?", (Choice("have", "Đã có thẻ"), Choice("none", "Chưa có thẻ")))
TASK = Task(
    id="lam-the",
    topic="can-cuoc",
    title="Làm thẻ cho đúng trường hợp",
    intro="Trả lời hai câu, tôi lập danh sách việc.",
    traits=("age", "card"),
    asks=("dẫn tôi làm thẻ từng bước",),
    read_on=Period.parse("2026-11"),
    lines=(
        TaskLine("bring", "Giấy khai sinh.", ("age=young",), "can-cuoc-nhan"),
        TaskLine("bring", "Thẻ cũ.", ("age=old", "card=have"), "can-cuoc-nhan"),
        TaskLine("step", "Đến công an xã, phường.", (), "can-cuoc-nhan"),
        TaskLine("step", "Lấy vân tay.", ("age=old",), "cap-lai-the"),
        TaskLine("step", "Cha mẹ ký thay.", ("age=!old",), "cap-lai-the"),
        TaskLine("step", "Nộp mức đóng cũ.", ("age=old", "card=none"), "muc-dong-cu"),
        TaskLine("note", "Không mất tiền.", (), "cap-lai-the"),
    ),
)
URGENT = Task(
    id="bi-lua",
    topic="an-toan",
    title=ATTACK,
    intro=ATTACK,
    traits=("card",),
    read_on=Period.parse("2026-11"),
    lines=(TaskLine("step", ATTACK, ("card=have",), "chu-doc"), TaskLine("step", "Gọi 113.", (), "chu-doc")),
)
TASKED = replace(
    KNOWLEDGE,
    traits={trait.id: trait for trait in (AGE, CARD)},
    tasks={task.id: task for task in (TASK, URGENT)},
)
"""Người dưới 14 tuổi thì không phải hỏi thẻ: chẳng dòng nào còn đòi."""
