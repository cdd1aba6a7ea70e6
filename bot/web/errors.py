"""Cây lỗi của cổng web. Mỗi lỗi biết mã trạng thái và câu nói với người dân; `problems` biến chúng thành lời đáp.

WebError
├── BadJson            400  thân tin không phải một đối tượng JSON
├── Unauthorised       401  thiếu thẻ, thẻ giả, thẻ của cuộc trò chuyện khác, không phải thẻ người hỗ trợ
├── OriginRefused      403  trang web ngoài danh sách
├── NotFound           404  cuộc trò chuyện, câu trả lời hoặc trang không có
├── BadMessage         422  một trường dùng không được
├── TooManyRequests    429  quá giới hạn; mang số giây phải chờ
└── NotReady           503  chưa phục vụ được
BotUnavailable              máy chủ bot không trả lời được; không thành mã lỗi mà thành một câu trả lời thật thà
"""

from __future__ import annotations

from bot.web import texts


class WebError(Exception):
    """Một lời từ chối nói được với người dân: mã trạng thái, câu giải thích, và phần đầu phản hồi kèm theo."""

    status = 500

    def __init__(self, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail, self.headers = detail, headers or {}


class BadJson(WebError):
    """Thân tin không đọc được thành một đối tượng JSON."""

    status = 400

    def __init__(self) -> None:
        super().__init__(texts.BAD_JSON)


class Unauthorised(WebError):
    """Không có thẻ dùng được cho việc này."""

    status = 401

    def __init__(self, detail: str = texts.UNAUTHORISED) -> None:
        super().__init__(detail, {"WWW-Authenticate": "Bearer"})


class OriginRefused(WebError):
    """Một trang web ngoài danh sách gọi tới; mang nguồn gốc của nó."""

    status = 403

    def __init__(self, origin: str) -> None:
        super().__init__(texts.ORIGIN_REFUSED)
        self.origin = origin


class NotFound(WebError):
    """Không có thứ được hỏi."""

    status = 404


class BadMessage(WebError):
    """Một trường của tin nhắn dùng không được; mang tên trường."""

    status = 422

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field


class TooManyRequests(WebError):
    """Quá giới hạn; mang số giây phải chờ."""

    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(texts.TOO_MANY.format(seconds=seconds), {"Retry-After": str(seconds)})
        self.seconds = seconds


class NotReady(WebError):
    """Cổng chưa phục vụ được (khởi động, mất kho, quá tải)."""

    status = 503


class BotUnavailable(Exception):
    """Không máy chủ bot nào trả lời được trong hạn; mang lý do từng máy chủ, để ghi nhật ký."""

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__("; ".join(f"{url}: {reason}" for url, reason in reasons.items()))
        self.reasons = reasons


def bad_field(field: str, why: str) -> BadMessage:
    """Lời từ chối một trường, nói rõ trường nào và viết sao cho đúng."""
    return BadMessage(field, texts.BAD_FIELD.format(field=field, why=why))
