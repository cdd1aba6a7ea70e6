"""Chữ ký của người đã xem một thay đổi và bằng lòng; tệp YAML giữ cạnh nhật ký hỏi lại.

Chữ ký gắn với cuộc, lượt, và dấu của lời đáp mới: lời đáp đổi nữa thì phải xem lại.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from bot.knowledge.problem import Problem
from bot.stories.lined import Entries, load
from bot.stories.model import StoryError
from bot.stories.page import Page
from bot.stories.replay import Change


@dataclass(frozen=True)
class Signature:
    """`by` đã xem lời đáp mới (mang dấu `digest`) của lượt `turn` trong cuộc `talk`, lúc `at`."""

    talk: str
    turn: int
    digest: str
    by: str
    at: str

    def covers(self, change: Change) -> bool:
        """Ký đúng thay đổi này."""
        return (self.talk, self.turn, self.digest) == (change.talk, change.turn, change.digest)


def read_signatures(path: Path) -> list[Signature]:
    """Các chữ ký trong tệp; chưa có tệp là chưa ai ký.

    Raises:
        StoryError: tệp có chỗ sai.
    """
    if not path.exists():
        return []
    problems: list[Problem] = []
    found = load(path, str(path))
    if isinstance(found, Problem):
        raise StoryError([found])
    page = Page(str(path), problems)
    page.known(found, ("signed",), "đầu tệp")
    signatures = [_signature(line, entry, page) for line, entry in page.items(found, "signed")]
    if problems:
        raise StoryError(sorted(problems))
    return [signature for signature in signatures if signature]


def unsigned(changes: Iterable[Change], signatures: Sequence[Signature]) -> list[Change]:
    """Những thay đổi chưa ai ký."""
    return [change for change in changes if not any(signature.covers(change) for signature in signatures)]


def signed(
    signatures: Sequence[Signature], changes: Iterable[Change], by: str, at: datetime.datetime
) -> list[Signature]:
    """Các chữ ký cũ, cùng chữ ký của `by` cho từng thay đổi; một lượt chỉ giữ chữ ký mới nhất.

    Bot không đáp được thì không ai ký được: đó là chỗ hỏng, không phải lời đáp mới.
    """
    told = {(signature.talk, signature.turn): signature for signature in signatures}
    for change in changes:
        if change.after is not None:
            moment = at.isoformat(timespec="seconds")
            told[change.talk, change.turn] = Signature(change.talk, change.turn, change.digest, by, moment)
    return list(told.values())


def write_signatures(signatures: Iterable[Signature]) -> str:
    """Nội dung tệp chữ ký."""
    entries = {"signed": [asdict(signature) for signature in signatures]}
    text: str = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False)
    return text


def _signature(line: int, entry: object, page: Page) -> Signature | None:
    if not isinstance(entry, Entries) or not isinstance(entry.get("turn"), int):
        page.wrong(line, "mỗi chữ ký cần “talk”, “turn” (một số), “digest”, “by”, “at”")
        return None
    texts = [page.text(entry, name, "một dòng chữ") for name in ("talk", "digest", "by", "at")]
    talk, digest, by, at = texts
    return Signature(talk, entry["turn"], digest, by, at)
