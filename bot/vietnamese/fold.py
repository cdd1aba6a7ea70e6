"""Bỏ dấu: chữ có dấu, không dấu, dấu đặt kiểu cũ hay kiểu mới đều thành một."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"đ": "d", "Đ": "d", "Ð": "d", "ð": "d"})


def fold(text: str) -> str:
    """Trả `text` viết thường, không dấu thanh, không dấu mũ, đ thành d.

    Các thư viện thường dùng (sklearn `strip_accents`, SQLite FTS5 `remove_diacritics`) để nguyên chữ đ, nên tự làm.
    Áp dụng hai lần như một lần.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", _settle(bare))


def _settle(text: str) -> str:
    # casefold có thể sinh thêm dấu rời (İ → i̇) và NFKD của chữ thường có thể khác của chữ hoa: lặp tới khi yên.
    while True:
        folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
        folded = "".join(c for c in folded if unicodedata.category(c) != "Mn")
        if folded == text:
            return text
        text = folded
