"""Một mục đã cho người dân xem thuộc chủ đề nào: câu trả lời, việc có hướng dẫn, số liệu hay sự việc của địa phương."""

from __future__ import annotations

from typing import get_args

from bot.knowledge.model import Knowledge, Topic

LOCAL: Topic = "to-chuc-dia-phuong"
_OF_FIGURES: dict[str, Topic] = {
    "vneid": "vneid",
    "cashless": "thanh-toan",
    "chip-id-health": "bhyt",
    "online-public-service": "dich-vu-cong",
}
"""Chủ đề của chỉ tiêu và đề tài có tên riêng; những chủ đề không kể ở đây đều là chuyện của chính quyền địa phương."""
TOPICS: tuple[Topic, ...] = get_args(Topic)


def item_topics(item_id: str, knowledge: Knowledge) -> tuple[Topic, ...]:
    """Các chủ đề của mục `item_id`, chủ đề chính đứng đầu; trống khi kho không biết mục ấy.

    Danh sách của một việc thuộc cả chủ đề của những câu làm chứng cho nó.
    """
    if answer := knowledge.answer(item_id):
        return (answer.topic,)
    if task := knowledge.tasks.get(item_id):
        proofs = (knowledge.answer(proof) for proof in task.proofs)
        return tuple(dict.fromkeys((task.topic, *(proof.topic for proof in proofs if proof))))
    head, listed, _ = item_id.partition("@")
    if figure := knowledge.figures.get(head):
        return (_OF_FIGURES.get(knowledge.indicators[figure.indicator].topic, LOCAL),)
    if fact := knowledge.facts.get(item_id):
        return (_OF_FIGURES.get(knowledge.subjects[fact.subject].topic, LOCAL),)
    return (LOCAL,) if listed else ()
