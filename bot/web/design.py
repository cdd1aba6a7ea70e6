"""Khuôn Jinja2 của các trang do cổng dựng: chữ nào cũng được thoát, trừ mã QR."""

from __future__ import annotations

import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
TEMPLATES = (HERE / "templates", HERE / "console" / "templates")
STYLES = (HERE / "widget" / "page.css", HERE / "widget" / "in_a5.css")


class Design:
    """`version` đổi khi khuôn, kiểu hay mã dựng trang đổi: là một phần của ETag và của địa chỉ tệp kiểu."""

    def __init__(self) -> None:
        shapes = (path for folder in TEMPLATES for path in folder.iterdir())
        code = sorted((*shapes, *STYLES, *HERE.glob("*.py"), *HERE.glob("console/*.py")))
        self.version = hashlib.sha256(b"".join(path.read_bytes() for path in code)).hexdigest()[:12]
        self._jinja = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._jinja.policies["json.dumps_kwargs"] = {"ensure_ascii": False}

    def render(self, template: str, **values: object) -> str:
        """Trang dựng từ khuôn `template`."""
        return self._jinja.get_template(template).render(design=self.version, **values)
