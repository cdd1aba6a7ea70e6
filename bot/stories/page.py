"""Một tệp câu chuyện đang đọc: điều chung của cả tệp, và cách báo chỗ sai."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import Any

from bot.knowledge.problem import Problem
from bot.stories.claims import CLAIMS
from bot.stories.lined import Entries, Sequence
from bot.stories.model import Claim
from bot.stories.overlay import Overlay
from bot.stories.variants import VARIANTS


class Page:
    """Tệp đang đọc; chỗ sai vào danh sách chung."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self._problems = file, problems
        self.overlay: Overlay | None = None
        self.today: datetime.date | None = None
        self.variants: tuple[str, ...] = ()
        self.fixtures: dict[str, dict[str, Any]] = {}
        self.metadata: dict[str, dict[str, Any]] = {}

    def wrong(self, line: int, message: str) -> None:
        """Ghi một chỗ sai."""
        self._problems.append(Problem(self.file, line, message))

    def known(self, entries: Entries, names: Collection[str], where: str) -> None:
        """Tên không có trong `names`, hay viết hai lần, là chỗ sai."""
        for name in entries:
            if name not in names:
                self.wrong(entries.of(name), f"{where} không có “{name}”; dùng được: {', '.join(sorted(names))}")
        for name in entries.doubled:
            self.wrong(entries.of(name), f"“{name}” viết hai lần; giữ một")

    def items(self, entries: Entries, name: str) -> Iterator[tuple[int, Any]]:
        """Từng mục của một danh sách, cùng dòng; không có danh sách ấy thì không mục nào."""
        found = entries.get(name)
        if isinstance(found, Sequence):
            yield from found.with_lines()
        elif found is not None:
            self.wrong(entries.of(name), f"“{name}” cần một danh sách, mỗi mục bắt đầu bằng “- ”")

    def words(self, entries: Entries, name: str) -> tuple[str, ...]:
        """Một chữ hay một danh sách chữ."""
        found = entries.get(name)
        if isinstance(found, (str, int)):
            return (str(found),)
        return tuple(str(each) for _, each in self.items(entries, name))

    def word(self, entries: Entries, name: str, options: Collection[str]) -> str | None:
        """Một chữ trong `options`; không viết thì None."""
        found = entries.get(name)
        if found is not None and found not in options:
            self.wrong(entries.of(name), f"“{name}: {found}” không dùng được; chọn: {', '.join(options)}")
            return None
        return found

    def text(self, entries: Entries, name: str, what: str) -> str:
        """Một dòng chữ bắt buộc; thiếu thì báo và trả chữ trống."""
        found = entries.get(name)
        if isinstance(found, (str, int, float)) and str(found).strip():
            return str(found).strip()
        self.wrong(entries.of(name), f"“{name}” cần {what}")
        return ""

    def read_today(self, entries: Entries) -> datetime.date | None:
        """Dòng `today:`; không có thì theo cả tệp."""
        found = entries.get("today")
        if found is None:
            return self.today
        try:
            return datetime.date.fromisoformat(str(found))
        except ValueError:
            self.wrong(entries.of("today"), f"“today: {found}” phải là một ngày viết kiểu 2026-11-21")
            return None

    def read_variants(self, entries: Entries) -> tuple[str, ...]:
        """Dòng `variants:`; không có thì theo cả tệp."""
        if "variants" not in entries:
            return self.variants
        names = self.words(entries, "variants")
        for name in names:
            if name not in VARIANTS:
                self.wrong(
                    entries.of("variants"), f"không có biến thể “{name}”; dùng được: {', '.join(sorted(VARIANTS))}"
                )
        return tuple(name for name in names if name in VARIANTS)

    def claims(self, entries: Entries) -> tuple[Claim, ...]:
        """Các điều phải đúng viết thành “tên: giá trị”."""
        self.known(entries, CLAIMS, "điều phải đúng")
        found = []
        for name, value in entries.items():
            if name in CLAIMS:
                values = value if CLAIMS[name].several and isinstance(value, list) else [value]
                found += [self.claim(name, each, entries.of(name)) for each in values]
        return tuple(claim for claim in found if claim)

    def claim(self, name: str, value: Any, line: int) -> Claim | None:
        """Một điều phải đúng; giá trị sai dạng thì báo và trả None."""
        try:
            return Claim(name, CLAIMS[name].read(value), line)
        except ValueError as error:
            self.wrong(line, f"“{name}”: {error}")
            return None
