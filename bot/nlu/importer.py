"""Câu huấn luyện từ kho kiến thức: mỗi cách hỏi là một ví dụ cho intent của chủ đề nó."""

from __future__ import annotations

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.answerer import TOPICS
from bot.knowledge.model import Answer
from bot.knowledge.reader import read
from bot.settings import ROOT


class KnowledgeImporter(RasaFileImporter):
    """Như bộ đọc tệp của Rasa, cộng thêm tiêu đề và cách hỏi của knowledge/answers.

    Nhờ vậy biên tập viên thêm cách hỏi ở một nơi mà tìm kiếm và NLU cùng học được.
    """

    def get_nlu_data(self, language: str | None = "vi") -> TrainingData:
        """Ví dụ trong bot/data hợp với cách hỏi trong kho; câu đã có trong bot/data thì giữ intent ghi ở đó."""
        written = super().get_nlu_data(language)
        known = {example.get("text") for example in written.training_examples}
        intents = {topic: intent for intent, topics in TOPICS.items() for topic in topics if intent != "report_scam"}
        asked = [
            Message.build(phrase, intents[answer.topic])
            for answer, _ in read(ROOT / "knowledge").of(Answer)
            for phrase in (answer.title, *answer.asks)
            if phrase not in known
        ]
        return written.merge(TrainingData(training_examples=asked))
