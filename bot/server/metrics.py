"""Số đo của máy chủ bot cho Prometheus; không nhãn nào mang chữ người dân viết."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """Sổ số đo riêng của một máy chủ, để hai máy chủ trong một tiến trình kiểm thử không lẫn nhau."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter("bot_messages", "Tin nhắn đã trả lời, theo kết cục", ["kind"], registry=self.registry)
        self.errors = Counter("bot_errors", "Tin nhắn không trả lời được vì lỗi", registry=self.registry)
        self.seconds = Histogram(
            "bot_message_seconds",
            "Thời gian trả lời một tin nhắn",
            buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
            registry=self.registry,
        )
        self.searches = Counter("search", "Lần tìm trong kho", registry=self.registry)
        self.embedded = Counter("search_embedding_used", "Lần tìm có hỏi véc-tơ nghĩa", registry=self.registry)
        self.ready = Gauge("bot_ready", "1 khi các câu hỏi thử đều đúng", registry=self.registry)
        self.knowledge = Gauge("bot_knowledge_version", "Số bản kho kiến thức đang dùng", registry=self.registry)

    def count_search(self, embedded: bool) -> None:
        """Thêm một lần tìm; `embedded`: có hỏi véc-tơ nghĩa."""
        self.searches.inc()
        if embedded:
            self.embedded.inc()
