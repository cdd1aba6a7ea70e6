"""Đọc một câu tự viết như một bài, với nơi và chỉ tiêu tưởng tượng của tests/knowledge/articles/."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.article.meta import ArticleMeta
from bot.knowledge.article.reading import ArticleReader, ProposedFact, ProposedFigure
from bot.knowledge.period import Period
from bot.knowledge.reader import read_vocabulary
from bot.vietnamese import segment

segment("nạp")
"""underthesea cấu hình lại logging lúc nạp, và absl (spaCy kéo theo) khi ấy đóng stderr nó giữ nếu stderr đã bị đổi:
nạp trước, khi chưa CliRunner nào đổi."""

ARTICLES = Path(__file__).parent / "articles"
KNOWLEDGE = read_vocabulary(ARTICLES / "knowledge").knowledge()
NOW = "2024-08-15"


def read_figures(text: str, home: str = "song-trong", now: str = NOW) -> list[ProposedFigure]:
    """Các số liệu đề xuất từ `text`."""
    return list(_reader(home, now).read(text).figures)


def read_facts(text: str, home: str = "song-trong") -> list[ProposedFact]:
    """Các sự việc có tên đề xuất từ `text`."""
    return list(_reader(home, NOW).read(text).facts)


def read_one(text: str, home: str = "song-trong", now: str = NOW) -> ProposedFigure:
    """Số liệu duy nhất trong `text`."""
    (figure,) = read_figures(text, home, now)
    return figure


def _reader(home: str, now: str) -> ArticleReader:
    return ArticleReader(ArticleMeta("bai", "Bài", "Báo Mẫu", (home,), Period.parse(now)), KNOWLEDGE)
