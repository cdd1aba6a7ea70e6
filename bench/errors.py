"""Những cách một lần đo hỏng; mỗi lỗi nói luôn bước tiếp theo.

BenchError
├── MissingToolError     chưa cài wrk
├── NotReadyError        máy chủ không lên
├── ServerFailedError    máy chủ không lên hoặc ngừng giữa chừng, kèm nhật ký của nó
├── NoReplyError         một câu hỏi không được trả lời qua HTTP
├── BrokenReplyError     có trả lời nhưng không đúng dạng
└── LoadFailedError      wrk không chạy được đến cuối
"""

from __future__ import annotations


class BenchError(RuntimeError):
    """Lỗi chung; chữ của nó in thẳng cho người chạy phép đo."""


class MissingToolError(BenchError):
    """Thiếu công cụ tạo tải."""

    def __init__(self) -> None:
        super().__init__("Chưa có wrk để tạo tải. Hãy cài rồi chạy lại: apt-get install wrk (Debian, Ubuntu).")


class NotReadyError(BenchError):
    """Máy chủ dừng khi khởi động, hoặc quá hạn mà chưa trả lời đúng."""


class ServerFailedError(BenchError):
    """Phép đo một cách chạy bị hỏng vì máy chủ; mang tên cách chạy, lý do và đoạn cuối nhật ký."""

    def __init__(self, label: str, reason: str, log: str) -> None:
        super().__init__(f"{label}: {reason}\nCuối nhật ký của máy chủ:\n{log}")
        self.label, self.reason, self.log = label, reason, log


class NoReplyError(BenchError):
    """Không gửi được câu hỏi hoặc không nhận được lời đáp; mang cổng và lý do."""

    def __init__(self, port: int, reason: Exception) -> None:
        super().__init__(f"Máy chủ ở cổng {port} không trả lời ({reason!r}). Xem nó còn chạy không, rồi đo lại.")
        self.port, self.reason = port, reason


class BrokenReplyError(BenchError):
    """Lời đáp không có `custom.kind`; mang câu hỏi và lời đáp."""

    def __init__(self, question: str, reply: str) -> None:
        super().__init__(
            f"Câu “{question}” được lời đáp không đúng dạng: {reply[:300]}. Sửa cho bot trả lời được rồi mới đo tốc độ."
        )
        self.question, self.reply = question, reply


class LoadFailedError(BenchError):
    """wrk dừng giữa chừng; mang lời báo của nó."""

    def __init__(self, message: str) -> None:
        super().__init__(f"wrk không chạy xong: {message.strip()[-500:]}")
        self.message = message
