"""Số đo của cổng, cho Prometheus; không số nào mang lời hay mã của người dân."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_KINDS = frozenset(
    {"answer", "figure", "clarify", "no_answer", "out_of_scope", "own_record", "small_talk", "safety", "handoff"}
    | {"unavailable", "person"}
)


class Metrics:
    """Tin nhắn theo kết quả, thời gian trả lời, số máy chủ bot sẵn sàng; sổ riêng nên dựng nhiều ứng dụng được."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._messages = Counter(
            "gateway_messages_total", "Tin nhắn đã trả lời, theo loại kết quả", ["kind"], registry=self._registry
        )
        self._seconds = Histogram(
            "gateway_message_seconds",
            "Thời gian từ lúc nhận tới lúc trả lời một tin",
            buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8),
            registry=self._registry,
        )
        self.ready_servers = Gauge("gateway_bot_servers_ready", "Số máy chủ bot đang sẵn sàng", registry=self._registry)

    def answered(self, kind: str, seconds: float) -> None:
        """Ghi một tin đã trả lời; loại lạ gộp vào "other" để số nhãn có chặn trên."""
        self._messages.labels(kind if kind in _KINDS else "other").inc()
        self._seconds.observe(seconds)

    def page(self) -> bytes:
        """Trang số đo theo dạng chữ của Prometheus."""
        return generate_latest(self._registry)
