"""Một thư mục kiến thức mẫu nhỏ, để bài kiểm thử viết sai vào đó như người biên tập."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.checks import check
from bot.knowledge.model import Knowledge
from bot.knowledge.reader import Reading, read

SAMPLE = {
    "sources.yml": """\
- id: bao-mau
  title: Bài về thẻ
  publisher: Báo Mẫu
  title_from_url: true
  published: '2024-05-01'
  url: https://bao-mau.example/the
  places:
    - tinh-mau
- id: bao-viec
  title: Bài về chợ
  publisher: Báo Việc
""",
    "places.yml": """\
- id: tinh-mau
  name: Tỉnh Mẫu
  level: province
  aliases:
    - xứ Mẫu
- id: huyen-mau
  name: Huyện Mẫu
  level: district
  within: tinh-mau
  merged_into:
    - tinh-mau
  merged_on: 2025-07-01
""",
    "abbreviations.yml": """\
BHYT: bảo hiểm y tế
""",
    "outside.yml": """\
- id: dat-dai
  name: đất đai, sổ đỏ
  asks:
    - sang tên sổ đỏ ở đâu
    - tách thửa đất mất bao nhiêu tiền
  door: doi-the
- id: mau-the-moi
  topic: can-cuoc
  name: màu của thẻ mới
  asks:
    - thẻ mới màu gì
    - vì sao thẻ đổi màu xanh
""",
    "subjects.yml": """\
- id: cho-so
  name: chợ không tiền mặt
  topic: mau
  names:
    - chợ nào quét mã được
""",
    "indicators.yml": """\
- id: tram-sac
  name: trạm sạc xe điện
  unit: trạm
  topic: mau
  names:
    - số trạm sạc
""",
    "figures/bao-mau.yml": """\
source: bao-mau
figures:
  - id: f-1
    indicator: tram-sac
    place: tinh-mau
    value: 12
    as_of: '2024'
    as_of_basis: stated
    literal: 12 trạm
    paragraph: 3
""",
    "figures/bao-viec.yml": """\
source: bao-viec
facts:
  - id: s-1
    subject: cho-so
    place: tinh-mau
    label: Chợ Mẫu
    text: Chợ Mẫu nhận chuyển khoản ở mọi sạp.
    as_of: '2023'
    as_of_basis: article
    paragraph: 4
""",
    "answers/can-cuoc/mat-the.yml": """\
id: mat-the
topic: can-cuoc
title: Mất thẻ thì làm sao?
asks:
  - đánh rơi thẻ
short: Báo công an xã.
steps:
  - Đến công an xã.
facts:
  - Báo công an xã.
sources:
  - bao-mau
related:
  - doi-the
valid_from: '2024-07-01'
read_on: 2026-11
confidence: high
review_by: 2027-11
""",
    "answers/can-cuoc/doi-the.yml": """\
id: doi-the
topic: can-cuoc
title: Đổi thẻ ở đâu?
short: Ở công an xã.
facts:
  - Ở công an xã.
sources:
  - bao-mau
read_on: 2026-11
confidence: medium
review_by: 2027-05
""",
}


class KnowledgeFolder:
    """Một thư mục kiến thức mẫu, đúng từ đầu; bài kiểm thử viết sai một chỗ rồi xem người biên tập được báo gì."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name, text in SAMPLE.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        """Ghi đè cả tệp."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def replace(self, name: str, old: str, new: str) -> None:
        """Sửa đúng một chỗ trong tệp."""
        text = (self.path / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"“{old}” phải có đúng một lần trong {name}"
        self.write(name, text.replace(old, new))

    def append(self, name: str, text: str) -> int:
        """Viết thêm vào cuối tệp; trả số dòng của dòng thêm đầu tiên."""
        before = (self.path / name).read_text(encoding="utf-8")
        self.write(name, before + text)
        return before.count("\n") + 1

    def reading(self) -> Reading:
        """Đọc thư mục."""
        return read(self.path)

    def problems(self) -> list[str]:
        """Những dòng người biên tập thấy khi kiểm."""
        return [str(problem) for problem in check(self.reading())]

    def knowledge(self) -> Knowledge:
        """Kho đọc được, khi thư mục đúng."""
        assert self.problems() == []
        return self.reading().knowledge()
