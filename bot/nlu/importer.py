"""Câu huấn luyện từ kho kiến thức: mỗi cách hỏi là một ví dụ cho intent của chủ đề nó, hay cho `out_of_scope` khi nó
hỏi việc ngoài mọi chủ đề; mỗi cách xin được dẫn từng bước là một ví dụ cho `start_task`.
"""

from __future__ import annotations

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.knowledge import texts
from bot.knowledge.guided_talk import START
from bot.knowledge.model import Answer, Outside, Task
from bot.knowledge.ranking import TOPICS
from bot.knowledge.reader import read
from bot.settings import ROOT


class KnowledgeImporter(RasaFileImporter):
    """Như bộ đọc tệp của Rasa, cộng thêm tiêu đề và cách hỏi của knowledge/answers, outside.yml, tasks.

    Nhờ vậy biên tập viên thêm cách hỏi ở một nơi mà tìm kiếm và NLU cùng học được.
    """

    @cached_method  # type: ignore[untyped-decorator]  # Rasa không có kiểu
    def get_nlu_data(self, language: str | None = "vi") -> TrainingData:
        """Ví dụ trong bot/data hợp với cách hỏi trong kho; câu đã có trong bot/data thì giữ intent ghi ở đó.

        Rasa hỏi năm lần mỗi lần huấn luyện, và chép ra trước khi sửa.
        """
        written = super().get_nlu_data(language)
        known = {example.get("text") for example in written.training_examples}
        intents = {topic: intent for intent, topics in TOPICS.items() for topic in topics if intent != "report_scam"}
        reading = read(ROOT / "knowledge")
        asked = [
            (phrase, intents[answer.topic])
            for answer, _ in reading.of(Answer)
            for phrase in (answer.title, *answer.asks)
        ]
        asked += [
            (phrase, intents[matter.topic] if matter.topic else "out_of_scope")
            for matter, _ in reading.of(Outside)
            for phrase in (matter.name, *matter.asks)
        ]
        asked += [
            (phrase, START)
            for task, _ in reading.of(Task)
            for phrase in (texts.MY_CASE.format(title=task.title), texts.RESUME.format(title=task.title), *task.asks)
        ]
        examples = [Message.build(phrase, intent) for phrase, intent in asked if phrase not in known]
        return written.merge(TrainingData(training_examples=examples))
