"""Một chỗ sai trong tệp kiến thức, nói với người biên tập bằng tiếng Việt."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """Tệp (đường dẫn tính từ thư mục kiến thức), dòng (từ 1), và điều sai kèm cách viết đúng."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class KnowledgeError(Exception):
    """Kho kiến thức có chỗ sai nên không dùng được; mang `problems`, đã xếp theo tệp và dòng."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
