"""Chữ của từng trang trong một tệp PDF do reportlab viết, đọc lại như máy đọc PDF: qua bảng ToUnicode của phông."""

from __future__ import annotations

import base64
import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_SHOWN = re.compile(rb"/(F[\d+]+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)


def pages(pdf: bytes) -> list[str]:
    """Chữ của từng trang, theo thứ tự trang; các dòng nối bằng dấu cách."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {
        name.decode(): _letters(_stream(objects[int(letters[1])]))
        for resource in objects.values()
        for name, number in re.findall(rb"/(F[\d+]+) (\d+) 0 R", resource)
        if (letters := re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)]))
    }
    contents = [re.search(rb"/Contents (\d+)", body) for body in objects.values() if re.search(rb"/Type /Page\b", body)]
    return [_text(_stream(objects[int(found[1])]), fonts) for found in contents if found]


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*?)\s*endstream", body, re.DOTALL)
    assert found is not None
    data = found[1]
    if b"/ASCII85Decode" in body:
        data = base64.a85decode(data.strip().removesuffix(b"~>"))
    return zlib.decompress(data) if b"/FlateDecode" in body else data


def _letters(table: bytes) -> dict[int, str]:
    return {int(code, 16): chr(int(letter, 16)) for code, letter in re.findall(rb"<(\w{2})> <(\w{4})>\n", table)}


def _text(content: bytes, fonts: dict[str, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    lines = []
    for font, shown in _SHOWN.findall(content):
        if font:
            letters = fonts.get(font.decode(), {})
            continue
        plain = _ESCAPED.sub(lambda escaped: _unescaped(escaped[1]), shown)
        lines.append("".join(letters.get(code, chr(code)) for code in plain))
    return re.sub(r"\s+", " ", " ".join(lines))


def _unescaped(code: bytes) -> bytes:
    if code.isdigit():
        return bytes([int(code, 8)])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}.get(code, code)
