"""Chuẩn hoá chữ người dân gõ: cùng một chữ thì cùng một dãy mã, không đổi điều người ta viết."""

from __future__ import annotations

import re
import unicodedata

_ETH = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
"""Chữ Ð của tiếng Iceland và châu Phi trông như Đ; bàn phím cũ hay gõ lẫn."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_CONTROL = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def normalise(text: str) -> str:
    """Đưa `text` về NFC, Ð về Đ, bỏ ký tự vô hình, đổi ký tự điều khiển thành dấu cách.

    Giữ nguyên chữ hoa, dấu câu và cách đặt dấu (hoà, hòa): đó là lời người viết. Xuống dòng và tab còn nguyên.
    Nửa ký tự UTF-16 lẻ thành U+FFFD, nên kết quả luôn mã hoá được UTF-8. Áp dụng hai lần như một lần.
    """
    text = _SURROGATE.sub("\ufffd", text)
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_ETH))
