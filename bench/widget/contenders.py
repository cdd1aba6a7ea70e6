"""Các tiện ích được đo: mỗi cái một trang nhúng tối thiểu theo README của nó."""

from __future__ import annotations

from dataclasses import dataclass

OURS = "hoi-dap-so"
REPLY = "Anh/chị đặt lại mật khẩu ngay trong ứng dụng."
"""Lời đáp, giống nhau cho mọi tiện ích."""


@dataclass(frozen=True)
class Contender:
    """Một tiện ích. {files} trong `embed` là máy chủ tệp (và máy chủ đáp giả) của nó; với ta là cổng."""

    name: str
    embed: str
    host: str | None
    """Phần tử mang Shadow DOM; None là tiện ích nằm thẳng trong trang."""
    box: str
    """Ô hỏi, tính từ gốc ấy."""
    send: str
    talk: tuple[str, ...]
    """Đầu đường dẫn của những yêu cầu nói chuyện với máy chủ, không phải tệp của tiện ích."""


_RASA_WEBCHAT = """<script>!(function () {
  let e = document.createElement("script"),
    t = document.head || document.getElementsByTagName("head")[0];
  (e.src = "{files}/rasa-webchat/package/lib/index.js"),
    (e.async = !0),
    (e.onload = () => {
      window.WebChat.default(
        { customData: { language: "vi" }, socketUrl: "{files}", embedded: true, customMessageDelay: () => 0 },
        null
      );
    }),
    t.insertBefore(e, t.firstChild);
})();
</script>"""

CONTENDERS = (
    Contender(
        name=OURS,
        embed='<script type="module" src="{files}/widget.js"></script><hoi-dap-so></hoi-dap-so>',
        host="hoi-dap-so",
        box="textarea",
        send="button[type=submit]",
        talk=("/api/",),
    ),
    Contender(
        name="rasa-webchat",
        embed=_RASA_WEBCHAT,
        host=None,
        box=".rw-new-message",
        send=".rw-send",
        talk=("/socket.io/",),
    ),
    Contender(
        name="deep-chat",
        embed=(
            '<script type="module" src="{files}/deep-chat/package/dist/deepChat.bundle.js"></script>'
            """<deep-chat connect='{"url": "{files}/deep-chat-reply"}'></deep-chat>"""
        ),
        host="deep-chat",
        box="#text-input",
        send=".submit-button",
        talk=("/deep-chat-reply",),
    ),
)
