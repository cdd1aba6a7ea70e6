"""Mật khẩu: chuẩn hoá, sinh mật khẩu đầu tiên, từ chối mật khẩu dễ đoán."""

from __future__ import annotations

import re
import secrets
import unicodedata
from pathlib import Path

from bot.accounts.errors import WeakPassword

LEAST = 10
MOST = 200
FIRST_GROUPS, FIRST_DIGITS = 5, 4
_LEAST_DIGITS = 16
_COMMON = Path(__file__).parent / "common_passwords.txt"


def first_password() -> str:
    """Mật khẩu đầu tiên, như 4821-0937-5512-8846-3307: đọc qua điện thoại không lẫn chữ nào, hơn 66 bit ngẫu nhiên."""
    return "-".join(f"{secrets.randbelow(10**FIRST_DIGITS):0{FIRST_DIGITS}d}" for _ in range(FIRST_GROUPS))


def normalised(password: str) -> str:
    """Cùng một chữ gõ ở máy nào cũng ra một mật khẩu; số chép từ giấy thì có gạch, cách hay không đều được."""
    written = unicodedata.normalize("NFKC", password)
    return re.sub(r"[\s-]", "", written) if re.fullmatch(r"[\d\s-]+", written) else written


def require_strong(password: str, login: str, old: str) -> None:
    """Mật khẩu mới (đã chuẩn hoá) đủ khó đoán với người biết tên đăng nhập.

    Raises:
        WeakPassword: chưa đủ.
    """
    if reason := _weakness(password, login, old):
        raise WeakPassword(reason)


def _weakness(password: str, login: str, old: str) -> str:
    if len(password) < LEAST:
        return f"Mật khẩu cần ít nhất {LEAST} ký tự. Một câu ngắn dễ nhớ là tốt nhất."
    if len(password) > MOST:
        return f"Mật khẩu dài quá {MOST} ký tự."
    if password == old:
        return "Mật khẩu mới phải khác mật khẩu đang dùng."
    plain = _plain(password)
    if re.sub(r"[\W\d_]", "", plain) == re.sub(r"[\W\d_]", "", login):
        return "Mật khẩu không được là tên đăng nhập, kể cả khi thêm vài con số."
    if re.fullmatch(r"\d+", plain) and len(plain) < _LEAST_DIGITS:
        return "Mật khẩu toàn chữ số dễ đoán (số điện thoại, ngày sinh). Xin thêm chữ."
    if len(set(plain)) <= len(plain) // 4 or plain in _COMMON.read_text("utf-8").split():
        return "Mật khẩu này nhiều người dùng nên dễ đoán. Xin chọn mật khẩu khác."
    return ""


def _plain(password: str) -> str:
    """Chữ thường, bỏ dấu, bỏ khoảng trắng: "Mật Khẩu 123" cũng chỉ là "matkhau123"."""
    letters = unicodedata.normalize("NFD", password.casefold()).replace("đ", "d")
    return "".join(c for c in letters if not unicodedata.combining(c) and not c.isspace())
