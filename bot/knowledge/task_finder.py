"""Tìm việc có hướng dẫn: theo lời xin được dẫn, hay theo câu trả lời vừa cho xem."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.knowledge import texts
from bot.knowledge.model import Knowledge, Task
from bot.knowledge.text_index import TextIndex
from bot.vietnamese import terms

LIKE = 0.45
"""Lời giống một cách xin từ mức này, và hơn việc đứng sau `AHEAD`, thì là việc ấy."""
AHEAD = 0.1
_FRAME = re.compile(
    r"\b(?:truong hop (?:cua )?|theo truong hop|dan |tung buoc(?: mot)?|theo (?:cac|tung) buoc|"
    r"chi (?:cho )?(?=toi|em|tui)|"
    r"huong dan|lap (?:cho |giup )?|danh sach|ban ke|to viec|(?:nhung )?viec (?:can|phai) lam|viec lam|soan gium|"
    r"hoi toi (?:di|vai cau)?|tu dau den cuoi|buoc (?:dau tien|nao)|bat dau|giup|cho toi|toi|em|minh|nha|gium|voi|"
    r"(?:thi |phai )?(?:lam sao|the nao|lam gi|lam nhung gi|thi sao)|cua)\b"
)
"""Lời xin được dẫn, ngoài tên việc: việc nào cũng xin bằng những chữ này."""
_WANTED = re.compile(
    r"\b(?:tung buoc|truong hop(?! nao)|hoan canh|theo (?:cac|tung) buoc|danh sach|ban ke|to viec|"
    r"viec (?:can|phai|nao)|soan|dan (?:toi|em|minh|chi|anh|bac|co|chu|ba|ong|tung|me|bo)|"
    r"hoi toi|cam tay|dat toi|tu dau|bat dau|buoc (?:dau|nao)|"
    r"lam (?:tiep|lai)|tiep tuc|quay lai)\b"
)
"""Dáng của lời xin được dẫn: thiếu nó thì câu hỏi na ná tên việc vẫn là câu hỏi thường."""


def wants_guidance(text: str) -> bool:
    """Lời này xin được dẫn từng bước theo trường hợp."""
    return _WANTED.search(" ".join(terms(text))) is not None


class TaskFinder:
    """Tìm việc có hướng dẫn theo lời người dân, trên một bản kho."""

    def __init__(self, knowledge: Knowledge) -> None:
        tasks = knowledge.tasks.values()
        asked = [(phrase, task) for task in tasks for phrase in (task.title, *task.asks)]
        buttons = [(say.format(title=task.title), task) for task in tasks for say in (texts.MY_CASE, texts.RESUME)]
        self._buttons = {tuple(terms(phrase)): task for phrase, task in buttons}
        self._asks = {tuple(terms(phrase)): task for phrase, task in asked}
        self._owners = [task for _, task in asked]
        self._index = TextIndex([_matter(phrase) for phrase, _ in asked]) if asked else None
        self._cited: dict[str, Task] = {}
        for task in knowledge.tasks.values():
            for proof in task.proofs:
                taken = self._cited.setdefault(proof, task)
                if _weight(task, proof, knowledge) > _weight(taken, proof, knowledge):
                    self._cited[proof] = task

    def pressed(self, text: str) -> Task | None:
        """Việc mà `text` là lời của nút của nó."""
        return self._buttons.get(tuple(terms(text)))

    def exact(self, text: str) -> Task | None:
        """Việc mà `text` là lời của nút, là tên việc, hay đúng một cách xin đã ghi."""
        return self.pressed(text) or self._asks.get(tuple(terms(text)))

    def find(self, text: str) -> Task | None:
        """Việc mà `text` xin được dẫn; không rõ là việc nào thì None. Trúng tên thì khỏi cần lời xin."""
        exact = self.exact(text)
        if exact or self._index is None:
            return exact
        best: dict[str, float] = {}
        for task, score in zip(self._owners, self._index.scores(_matter(text)).tolist(), strict=True):
            best[task.id] = max(score, best.get(task.id, 0.0))
        first, *others = sorted(self._owners, key=lambda task: -best[task.id])
        second = max((best[task.id] for task in others if task.id != first.id), default=0.0)
        return first if best[first.id] >= LIKE and best[first.id] - second >= AHEAD else None

    def find_any(self, phrasings: Iterable[str]) -> Task | None:
        """Việc mà một trong các cách viết của cùng một lời xin."""
        return next(filter(None, map(self.find, phrasings)), None)

    def citing(self, answer_ids: Iterable[str]) -> Task | None:
        """Việc mà câu đầu tiên có thể trong số này làm chứng cho."""
        return next((self._cited[key] for key in answer_ids if key in self._cited), None)


def _matter(text: str) -> list[str]:
    """Các âm tiết nói việc gì, bỏ lời xin."""
    return _FRAME.sub(" ", " ".join(terms(text))).split()


def _weight(task: Task, proof: str, knowledge: Knowledge) -> tuple[bool, int]:
    """Câu làm chứng cho nhiều việc thì thuộc việc cùng chủ đề, dùng nó nhiều dòng nhất."""
    answer = knowledge.answers.get(proof)
    return bool(answer and answer.topic == task.topic), sum(line.answer == proof for line in task.lines)


def find_task(text: str, knowledge: Knowledge) -> Task | None:
    """Như `TaskFinder.find`, khi chỉ hỏi một lần."""
    return TaskFinder(knowledge).find(text)
