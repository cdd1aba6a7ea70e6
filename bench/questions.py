"""Câu hỏi của người dân dùng khi đo; nội dung ở questions.txt, mỗi dòng một câu."""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).parent / "questions.txt"


def read_questions(file: Path = FILE) -> list[str]:
    """Mọi câu hỏi, theo thứ tự trong tệp."""
    return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
