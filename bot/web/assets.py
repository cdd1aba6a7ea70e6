"""Tệp của tiện ích (JS, CSS): đọc một lần lúc cổng khởi động, rút gọn, nén sẵn, mang phiên bản trong địa chỉ.

Mã nguồn là ES module chạy thẳng, không có bước dựng; ở đây chỉ bớt chữ phải tải trên mạng chậm.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

from bot.web.prepared import Prepared, prepare

WIDGET = Path(__file__).parent / "widget"
CONSOLE = Path(__file__).parent / "console" / "static"
ROOT = "element.js"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_SHORTEN = {".js": jsmin, ".css": cssmin}
_IMPORT = re.compile(r'^(?:import|\} from|import [^"]+ from) "\./([\w./-]+)"', re.MULTILINE)


class Assets:
    """Mọi tệp trong `folder`; `version` đổi khi bất cứ tệp nào đổi. `root`: mô-đun đầu của phần nhúng, nếu có."""

    def __init__(self, folder: Path = WIDGET, root: str | None = ROOT) -> None:
        files = {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*"))
            if path.suffix in _TYPES
        }
        self.version = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:12]
        self._assets = {name: _asset(text, Path(name).suffix) for name, text in files.items()}
        # Kể hết các mô-đun ngay ở tệp đầu: trình duyệt tải chúng cùng lúc, khỏi đi từng tầng.
        needed = _needed(root, files) if root else ()
        modules = [f'import "./widget/{self.version}/{name}";\n' for name in needed]
        self.entry = _asset("".join(modules), ".js")

    def find(self, path: str) -> tuple[Prepared, bool] | None:
        """Tệp ở địa chỉ này, và địa chỉ có mang đúng phiên bản không; phiên bản cũ thì nhận tệp đang có."""
        first, _, rest = path.partition("/")
        if path in self._assets:
            return self._assets[path], False
        asset = self._assets.get(rest)
        return (asset, first == self.version) if asset else None


def _needed(name: str, files: dict[str, str]) -> Iterator[str]:
    """Những mô-đun mà `name` nhập, trực tiếp hay qua mô-đun khác, và chính nó."""
    waiting, seen = [name], {name}
    while waiting:
        current = waiting.pop(0)
        yield current
        for found in _IMPORT.findall(files[current]):
            if found not in seen:
                seen.add(found)
                waiting.append(found)


def _asset(text: str, suffix: str) -> Prepared:
    body = _SHORTEN[suffix](text).encode()
    return prepare(hashlib.sha256(body).hexdigest()[:20], body, _TYPES[suffix])
