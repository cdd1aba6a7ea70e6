"""Phần đầu bảo mật của mọi phản hồi: không kịch bản lạ, không khung lạ, không đoán kiểu tệp."""

from __future__ import annotations

from aiohttp import web

from bot.web.clients import is_secure


def content_security_policy(allowed_origins: tuple[str, ...]) -> str:
    """Chính sách nội dung: chỉ tệp của chính cổng này; chỉ trang trong danh sách được đặt cổng vào khung."""
    ancestors = " ".join(("'self'", *allowed_origins))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        f"frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
    )


def protect(app: web.Application, allowed_origins: tuple[str, ...]) -> None:
    """Gắn vào lúc phản hồi sắp đi, nên luồng sự kiện và trang lỗi cũng có."""
    headers = {
        "Content-Security-Policy": content_security_policy(allowed_origins),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    }

    async def add(request: web.Request, response: web.StreamResponse) -> None:
        for name, value in headers.items():  # trang nào chặt hơn thì tự đặt trước
            response.headers.setdefault(name, value)
        response.headers["Server"] = "hoi-dap-so"  # không khoe phiên bản phần mềm
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        if is_secure(request):
            response.headers["Strict-Transport-Security"] = "max-age=31536000"

    app.on_response_prepare.append(add)
