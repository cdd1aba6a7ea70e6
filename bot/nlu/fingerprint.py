"""Dấu vân tay của mã và nội dung mà một thành phần Rasa dựa vào, để bộ nhớ đệm huấn luyện không dùng bản cũ."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import ModuleType


def module_digest(package: ModuleType) -> bytes:
    """Băm mọi tệp Python và YAML của một gói, theo thứ tự tên."""
    digest = hashlib.sha256()
    for folder in package.__path__:
        for file in sorted(path for path in Path(folder).iterdir() if path.suffix in (".py", ".yml")):
            digest.update(file.read_bytes())
    return digest.digest()
