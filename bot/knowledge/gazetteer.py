"""Tìm tên nơi trong câu hỏi, và biết nơi ấy nay thuộc đâu."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.model import Place
from bot.vietnamese import terms


@dataclass(frozen=True)
class PlaceMention:
    """Một nơi được nhắc tới: âm tiết từ `start` đến trước `end`."""

    place: Place
    start: int
    end: int


class Gazetteer:
    """Nhận tên nơi theo dãy âm tiết bỏ dấu; tên dài thắng tên ngắn ("thành phố Thanh Hoá" trước "Thanh Hoá")."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = places
        self._names: dict[tuple[str, ...], Place] = {}
        for place in places.values():
            for alias in (place.name, *place.aliases):
                self._names.setdefault(tuple(terms(alias)), place)
        self._longest: dict[str, int] = {}
        for name in self._names:
            if name:
                self._longest[name[0]] = max(self._longest.get(name[0], 0), len(name))

    def find(self, syllables: Sequence[str]) -> list[PlaceMention]:
        """Các nơi trong câu, theo thứ tự, không chồng nhau."""
        found, start = [], 0
        while start < len(syllables):
            longest = self._longest.get(syllables[start], 0)  # phần lớn âm tiết không mở đầu tên nào
            for end in range(min(start + longest, len(syllables)), start, -1):
                place = self._names.get(tuple(syllables[start:end]))
                if place:
                    found.append(PlaceMention(place, start, end))
                    start = end
                    break
            else:
                start += 1
        return found

    def merger_sentence(self, place: Place, today: datetime.date, what: str = "số liệu này") -> str | None:
        """Một câu về việc sáp nhập, None khi đến hôm nay nơi này chưa nhập vào đâu; `what`: điều đang nói tới."""
        if not place.merged_into or not place.merged_on or today < place.merged_on.start:
            return None
        now = " và ".join(self._places[target].name for target in place.merged_into)
        same_level = self._places[place.merged_into[0]].level == place.level
        change = f"đã nhập vào {now}" if same_level else f"được tổ chức lại thành {now}"
        return f"Từ {place.merged_on.spoken()}, {place.name} {change}; {what} là của {place.name} trước ngày đó."
