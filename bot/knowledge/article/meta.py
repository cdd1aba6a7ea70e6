"""Tờ khai của một bài: ai đăng, lúc nào, về nơi nào, và "đến nay" trong bài là lúc nào."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from bot.knowledge.model import Place
from bot.knowledge.period import Period
from bot.knowledge.record import decode
from bot.vietnamese import terms


@dataclass(frozen=True)
class ArticleMeta:
    """Tờ khai đã kiểm. `places`: nơi đầu tiên là nơi của mọi con số không nói rõ ở đâu.

    `now`: "đến nay", "hiện" trong bài là lúc nào; bỏ trống thì lấy ngày đăng.
    """

    id: str
    title: str
    publisher: str
    places: tuple[str, ...]
    published: Period | None = None
    url: str | None = None
    now: Period | None = None

    @property
    def until(self) -> Period:
        """Lúc mà "đến nay" trong bài nói tới."""
        now = self.now or self.published
        if now is None:
            raise MetaError(self.id, ["cần published hoặc now"])
        return now


class MetaError(ValueError):
    """Tờ khai có chỗ sai; mang `file`, `reasons` (mỗi chỗ sai một câu, kèm cách viết đúng)."""

    def __init__(self, file: str, reasons: list[str]) -> None:
        super().__init__("\n".join(f"{file}: {reason}" for reason in reasons))
        self.file, self.reasons = file, reasons


def read_meta(path: Path, places: Mapping[str, Place]) -> ArticleMeta:
    """Đọc tờ khai YAML; nơi được ghi bằng id hay bằng tên trong `places`, kết quả luôn là id.

    Raises:
        MetaError: tệp không đọc được, thiếu trường, trường lạ, ngày sai, nơi chưa có trong kho.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506 (chỉ đọc ra chữ)
    except UnicodeDecodeError:
        raise MetaError(path.name, ["tệp không phải UTF-8; hãy lưu lại với mã UTF-8"]) from None
    except yaml.YAMLError:
        raise MetaError(path.name, ["YAML không đọc được; xem lại thụt dòng, dấu hai chấm và dấu nháy"]) from None
    if not isinstance(data, dict):
        raise MetaError(path.name, ["cần các dòng “tên: giá trị”: id, title, publisher, published, places"])
    reasons: list[str] = []
    meta = decode(ArticleMeta, data, lambda _name, message: reasons.append(message))
    if meta is None:
        raise MetaError(path.name, reasons)
    return _settled(meta, places, path.name)


def _settled(meta: ArticleMeta, places: Mapping[str, Place], file: str) -> ArticleMeta:
    """Tờ khai với nơi đã thành id, sau khi kiểm những điều một trường riêng lẻ không nói được."""
    reasons = []
    if not (meta.published or meta.now):
        reasons.append(
            "thiếu ngày: ghi published (ngày đăng), hoặc now (“đến nay” trong bài là lúc nào), ví dụ 2024-07"
        )
    if meta.url and urlsplit(meta.url).scheme not in ("http", "https"):
        reasons.append("“url” phải bắt đầu bằng http:// hoặc https://")
    by_name = {tuple(terms(name)): place.id for place in places.values() for name in (place.name, *place.aliases)}
    ids = []
    for given in meta.places:
        place = given if given in places else by_name.get(tuple(terms(given)))
        if place is None:
            reasons.append(f"không có nơi “{given}”; sửa tên, hoặc thêm nơi ấy vào knowledge/places.yml")
        else:
            ids.append(place)
    if reasons:
        raise MetaError(file, reasons)
    return ArticleMeta(meta.id, meta.title, meta.publisher, tuple(ids), meta.published, meta.url, meta.now)
