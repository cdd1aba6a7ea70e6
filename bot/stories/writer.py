"""Viết câu chuyện ra YAML (dạng `test_cases:`) mà reader.py đọc lại được: cho bộ khung, bảng tính, cuộc nói chuyện."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from bot.knowledge import texts

Case = dict[str, Any]
"""Một mục của `test_cases:`."""

SHORTEST = 20
"""Câu đầu ngắn hơn chừng này chữ cái (“Có.”, “Không cần.”) thì chưa nói được gì: lấy thêm câu sau."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_ODD_BREAKS = re.compile("[\r\x85\u2028\u2029]")
"""Dấu xuống dòng mà YAML đổi thành “\\n” khi đọc lại, trừ khi được viết bằng mã trong dấu nháy kép."""


_GUESSED = tuple(lead.partition("{")[0] for lead in (texts.UNDERSTOOD, texts.SEVERAL, texts.ABOUT))
"""Lời dẫn chỉ nói bot hiểu thế nào: đổi khi bot chắc hơn, không phải khi nghĩa đổi."""


class _Dumper(yaml.SafeDumper):
    """Như SafeDumper; danh sách thụt vào dưới tên nó, chữ nhiều dòng viết dạng khối."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """PyYAML không thụt danh sách trong bảng; tệp trong kho thì có."""
        super().increase_indent(flow, False)


def _written(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if _ODD_BREAKS.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _written)


def case(
    name: str, steps: Iterable[Mapping[str, Any]], *, today: str | None = None, variants: Sequence[str] = ()
) -> Case:
    """Một câu chuyện; mỗi bước: {"user": chữ} hay {"press": chữ trên nút}, có thể thêm {"expect": {điều: giá trị}}."""
    shared = {"today": today, "variants": list(variants)}
    return {
        "test_case": name,
        **{key: value for key, value in shared.items() if value},
        "steps": [dict(step) for step in steps],
    }


def expectation(custom: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Những điều nên khẳng định từ một lời đáp đã thấy: đủ để biết khi nó đổi nghĩa, không giữ từng chữ.

    `custom`, `text`: như DESIGN.md 4.1. Kho không ghi ngày, lời đáp không có mục thì không khẳng định điều ấy.
    """
    items, kind = custom["items"], custom["kind"]
    expected: dict[str, Any] = {"kind": kind}
    if items:
        expected |= {"answer": items[0]["id"], "source": items[0]["sources"][0]["id"]}
    if custom["as_of"]:
        expected["as_of"] = custom["as_of"]
    expected["says"] = first_sentence(_told(custom, text))
    if kind == "clarify":
        expected["buttons"] = [button["title"] for button in custom["buttons"]]
    return expected


def _told(custom: Mapping[str, Any], text: str) -> str:
    """Đoạn mang nghĩa nhất: lời dẫn khi nó chính là lời đáp (“Bước 2: …”), mục đầu, hay cả lời đáp."""
    if not custom["items"]:
        return text
    lead: str = custom.get("lead", "")  # nhật ký cũ chưa có lời dẫn riêng
    return lead if lead and not lead.startswith(_GUESSED) else custom["items"][0]["short"]


def first_sentence(text: str) -> str:
    """Câu đầu của dòng đầu, nguyên văn; quá ngắn thì thêm câu sau, cho đủ để nhận ra."""
    said = ""
    for sentence in _SENTENCE_END.split(text.strip().partition("\n")[0]):
        said = f"{said} {sentence}".strip()
        if len(said) >= SHORTEST:
            break
    return said


def write_cases(cases: Iterable[Mapping[str, Any]], remark: str = "") -> str:
    """Cả tệp YAML, các câu chuyện cách nhau một dòng trống; `remark`: chú thích đứng trước từng câu chuyện."""
    comment = f"# {remark}\n" if remark else ""
    blocks = [textwrap.indent(comment + _dumped([dict(each)]), "  ") for each in cases]
    return "test_cases:\n" + "\n".join(blocks) if blocks else "test_cases: []\n"


def _dumped(value: Any) -> str:
    written: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"), default_flow_style=False
    )
    return written
