"""Che số cá nhân: số giấy tờ, điện thoại, thẻ, tài khoản, mã OTP thành chỗ trống có tên, trước khi lưu hay gửi đi.

Xét theo ngữ cảnh chứ không chỉ theo độ dài: số tiền, ngày tháng, số văn bản và tổng đài công cộng được giữ nguyên.
Khi phân vân giữa che và không che một dãy giống số giấy tờ thì che.

Cách làm: tìm từng *dãy* chữ số (cho phép dấu cách, chấm, gạch ở giữa), chia thành nhóm, rồi đi từ trái sang phải;
tại mỗi nhóm thử đoạn dài nhất trước. Một quyết định chỉ dựa vào phần bên trái ĐÃ che, đoạn đang xét, và phần bên phải
tới chữ số kế tiếp; nhờ vậy che hai lần như một lần. Mỗi nhóm tốn công có chặn trên, nên cả câu tốn công tuyến tính.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.vietnamese import fold

PLACEHOLDERS = {
    "id_card": "[số căn cước]",
    "old_id": "[số CMND]",
    "social_insurance": "[số BHXH]",
    "health_card": "[mã thẻ BHYT]",
    "phone": "[số điện thoại]",
    "bank_card": "[số thẻ]",
    "bank_account": "[số tài khoản]",
    "otp": "[mã OTP]",
}

PUBLIC_LINES = frozenset({"5656", "8079", "0692348560", "0692194053"})
"""Số công cộng được giữ nguyên, ngoài đầu số 1800 và 1900: đầu số báo cuộc gọi rác, tra thẻ BHYT, trực ban Bộ Công an.

Số khẩn cấp ba chữ số (113, 115, 156…) ngắn hơn mọi số cá nhân nên không cần kể.
"""

_SHORTEST, _LONGEST = 4, 19
_REACH = 30
_LEFT, _RIGHT = 64, 40
_RUN = re.compile(r"(?:(?<![^\W\d_])[A-Za-z]{2}[ .\-]{0,2})?\(?\+?\d+(?:(?:,|[^\w+\[\]/:;!?%&*#@=<>\",]{1,3})\d+)*")
_GROUP = re.compile(r"\d+")
_PLACEHOLDER = re.compile(r"\[[^\[\]\d]{1,20}\]|^[^\[]{0,20}\]")

_CONTEXT = re.compile(
    r"\b(?:"
    r"(?P<otp>otp|ma (?:xac thuc|xac nhan|pin)|xac thuc otp)"
    r"|(?P<bank_card>so the|the (?:atm|visa|napas|master|tin dung|ghi no|ngan hang)|visa|mastercard|napas)"
    r"|(?P<health_card>bhyt|bao hiem y te|the bao hiem)"
    r"|(?P<social_insurance>bhxh|bao hiem xa hoi|(?:ma so|so so|ma) bao hiem)"
    r"|(?P<old_id>cmnd|cmt|cmtnd|chung minh)"
    r"|(?P<id_card>cccd|can cuoc|dinh danh ca nhan|so dinh danh)"
    r"|(?P<phone>sdt|dien thoai|so dt|zalo|di dong|hotline)"
    r"|(?P<bank_account>stk|tk|tai khoan|ngan hang|vietcombank|vcb|techcombank|tcb|agribank|bidv|vietinbank"
    r"|mb ?bank|tpbank|acb|sacombank|vpbank|iban)"
    r")\b"
)
_GAP = re.compile(
    r"(?:\W|\b(?:so|la|cua|toi|em|minh|chau|ong|ba|me|bo|vo|chong|anh|chi|nay|cu|moi|ma|gom|ben|duoi)\b)*"
)
_AFTER = re.compile(
    r"\W*(?:(?:la|o|tai|cua|thuoc) )?(?:(?:so|ma) )?"
    r"(?:(?P<otp>otp|xac thuc|xac nhan)"
    r"|(?P<bank_account>stk|tai khoan|ngan hang|vietcombank|vcb|techcombank|agribank|bidv|vietinbank|mb ?bank))\b"
)
_UNIT = re.compile(
    r"\s*(?:đồng(?!\s+(?:chí|ý|thời|nai|tháp|hới|hồ|nghiệp|loạt|hành))|dong\b|đ(?![\w/])|d(?![\w/])|vnđ|vnd"
    r"|nghìn|nghin|ngàn|ngan\b(?!\s*hang)|triệu|trieu|tr\b|tỷ|tỉ|ty\b|ti\b|củ\b|usd|đô\b|\$|%|người|nguoi\b|lượt|hồ sơ)"
    r"|k\b"
)
_SUM = re.compile(
    r"\b(?:so tien|tien|gia|phi|luong|nham|chuyen|chuyen khoan|nop|dong|rut|nap|vay|no|tru|mat|tra|thu|lua|thuong"
    r"|phat|khoang|hon|gan|tong|tong cong|con|co|du|them|duoi|tren|toi da|toi thieu)"
    r"(?:\W|\b(?:so tien|tien|la|het|khoang|hon|gan|mat|toi|den)\b)*$"
)
_CODE = re.compile(r"\b(?:ma|otp)\b")
_DOCUMENT = re.compile(
    r"\b(?:luat|nghi dinh|nghi quyet|quyet dinh|thong tu|cong van|chi thi|ke hoach|van ban|giay)(?: so)?\W*$"
)
_DAY = re.compile(r"\b(?:ngay|tu|den|nam|sinh|truoc|sau|han|thang)\W*$")
_DATES = (
    re.compile(r"(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?:19|20)\d\d"),
    re.compile(r"(?:19|20)\d\d (?:0?[1-9]|1[0-2]) (?:0?[1-9]|[12]\d|3[01])"),
)
_WHOLE_DATE = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_HOTLINE = re.compile(r"1[89]00(?:\d{4}|\d{6})")
_PHONE = re.compile(r"0[35789]\d{8}|02\d{8,9}|(?:00)?84(?:[35789]\d{8}|2\d{8,9})")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")
_CARD_SHAPES = ((4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 10), (6, 13))
_ID_SHAPES = ((3, 3, 3, 3), (4, 4, 4), (6, 6), (3, 9), (3, 1, 2, 6))


@dataclass(frozen=True)
class Masked:
    """Chữ đã che và các loại số đã gặp (khoá của `PLACEHOLDERS`, theo thứ tự gặp, không lặp)."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str) -> Masked:
    """Thay mọi số cá nhân trong `text` bằng chỗ trống có tên; phần còn lại giữ nguyên từng ký tự."""
    output: list[str] = []
    tail = ""
    kinds: list[str] = []
    done = 0
    for run in _RUN.finditer(text):
        piece, found = _mask_run(text, run, tail + text[done : run.start()])
        written = text[done : run.start()] + piece
        output.append(written)
        tail = (tail + written)[-2 * _LEFT :]
        kinds.extend(found)
        done = run.end()
    output.append(text[done:])
    return Masked("".join(output), tuple(dict.fromkeys(kinds)))


@dataclass(frozen=True)
class _Span:
    """Một đoạn liền các nhóm chữ số đang xét, cùng hai bên của nó."""

    groups: tuple[str, ...]
    letters: bool
    """Ngay trước có hai chữ cái, như mã thẻ BHYT."""
    plus: bool
    left: str
    named: str | None
    """Từ khoá gần nhất bên trái nói đây là số gì."""
    close: bool
    """Từ khoá ấy đứng ngay trước số."""
    right: str

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(group) for group in self.groups)

    @property
    def spaced(self) -> str:
        return " ".join(self.groups)


def _mask_run(text: str, run: re.Match[str], before: str) -> tuple[str, list[str]]:
    """Che một dãy; `before` là phần bên trái đã che. Trả chữ thay cho cả dãy và các loại số gặp."""
    spots = [group.span() for group in _GROUP.finditer(text, run.start(), run.end())]
    values = [_ascii(text[start:end]) for start, end in spots]
    written, done, kinds = "", run.start(), []
    index = 0
    while index < len(spots):
        lead = text[done : spots[index][0]]
        left = (before + written[-2 * _LEFT :] + lead)[-2 * _LEFT :]
        count, kind = _decide(text, spots, values, index, left, letters=index == 0 and run[0][0].isalpha())
        end = spots[index + count - 1][1]
        if kind is None:
            written += text[done:end]
        else:
            written += _drop_prefix(lead, kind, text[spots[index][0] : end]) + PLACEHOLDERS[kind]
            kinds.append(kind)
        done, index = end, index + count
    return written + text[done : run.end()], kinds


def _drop_prefix(lead: str, kind: str, number: str) -> str:
    # "+84…", "(024) …" và "GD 4…": dấu cộng, ngoặc mở và hai chữ đầu là một phần của số, nên đi cùng số.
    if kind == "health_card":
        return re.sub(r"[A-Za-z]{2}[ .\-]{0,2}\Z", "", lead)
    return lead.removesuffix("+").removesuffix("(") if ")" in number else lead.removesuffix("+")


def _ascii(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)


def _decide(
    text: str, spots: list[tuple[int, int]], values: list[str], index: int, left: str, *, letters: bool
) -> tuple[int, str | None]:
    """Trả số nhóm cần nhận từ `index` và loại số, None nghĩa là giữ nguyên các nhóm ấy."""
    last, total = index, len(values[index])
    while last + 1 < len(values) and total + len(values[last + 1]) <= _LONGEST:
        last += 1
        total += len(values[last])
    if total < _SHORTEST:
        return 1, None
    plus = left.endswith("+")
    left = fold(_PLACEHOLDER.sub(" ", left))[-_LEFT:]
    named, close = _context(left)
    spans = [
        _Span(tuple(values[index : end + 1]), letters, plus, left, named, close, _right(text, spots[end][1]))
        for end in range(last, index - 1, -1)
    ]
    for span in spans:
        if _is_kept(span):
            return len(span.groups), None
    for span in spans:
        kind = _kind(span)
        if kind and not _cuts_another(values, index, index + len(span.groups)):
            return len(span.groups), kind
    return 1, None


def _right(text: str, start: int) -> str:
    window = text[start : start + _RIGHT]
    stop = re.search(r"[\d\[]", window)
    return (window[: stop.start()] if stop else window).lower()


def _context(left: str) -> tuple[str | None, bool]:
    """Từ khoá gần nhất bên trái nói đây là số gì, và nó có đứng ngay trước số không."""
    nearest = None
    for nearest in _CONTEXT.finditer(left):  # noqa: B007 - lấy lần khớp cuối
        pass
    if nearest is None or len(left) - nearest.end() > _REACH:
        return None, False
    return nearest.lastgroup, bool(_GAP.fullmatch(left, nearest.end()))


def _is_kept(span: _Span) -> bool:
    """Ngày tháng, tổng đài công cộng và số tiền: không bao giờ là số cá nhân."""
    owned = span.close and span.named in ("bank_account", "otp", "bank_card")
    if len(span.groups) == 3 and any(date.fullmatch(span.spaced) for date in _DATES):
        return True
    if len(span.digits) == 10 and span.digits in PUBLIC_LINES:
        return True
    if _HOTLINE.fullmatch(span.digits):
        return not owned
    return _is_sum(span, span.named if span.close else None)


def _is_sum(span: _Span, named: str | None) -> bool:
    single = len(span.groups) == 1
    if span.digits[0] == "0" or not (single or _THOUSANDS.fullmatch(span.spaced)):
        return False
    round_to = len(span.digits) - len(span.digits.rstrip("0"))
    if _UNIT.match(span.right):
        return not (named and len(span.digits) >= 4 and round_to < 3)
    if named:
        return False
    if single and round_to >= 6:
        return True
    return round_to >= 3 and (not single or bool(_SUM.search(span.left)))


def _kind(span: _Span) -> str | None:
    """Loại số cá nhân của đoạn này, None nếu không phải."""
    digits, single = span.digits, len(span.groups) == 1
    named, close = span.named, span.close
    if _UNIT.match(span.right) and not single and digits[0] != "0":
        return None
    if span.letters and len(digits) == 13:
        return "health_card"
    if span.plus and _PHONE.fullmatch(digits):
        return "phone"
    if len(digits) == 12 and _looks_like_id(span, named):
        return "bank_account" if named == "bank_account" and digits[0] != "0" else "id_card"
    if len(digits) == 10 and named in ("social_insurance", "health_card") and (close or not _PHONE.fullmatch(digits)):
        return named
    if named == "bank_account" and close and 6 <= len(digits) <= _LONGEST:
        return "bank_account"
    if _PHONE.fullmatch(digits) and _deliberate(span):
        return "phone"
    if single and len(digits) in (10, 11) and digits[0] == "0":
        return "bank_account" if named == "bank_account" else "phone"
    if 16 <= len(digits) <= 19 and _looks_like_card(span, named):
        return "bank_card"
    if len(digits) == 9 and _looks_like_old_id(span, named):
        return "bank_account" if named == "bank_account" else "old_id"
    return _by_context(span)


def _by_context(span: _Span) -> str | None:
    """Số tài khoản và mã OTP: độ dài không nói lên gì, chỉ lời bên cạnh nói."""
    digits, single = span.digits, len(span.groups) == 1
    named, close = span.named, span.close
    if named not in ("bank_account", "otp") and single and (after := _AFTER.match(fold(span.right))):
        named, close = after.lastgroup, True
        if digits.endswith("000") or _is_said_of(span, after[0]):
            return None
    if not close and (not single or digits.endswith("000") or _DAY.search(span.left) or _is_date(digits)):
        return None
    if named == "bank_account" and 6 <= len(digits) <= _LONGEST:
        return "bank_account"
    if named == "otp" and 4 <= len(digits) <= 8 and digits not in PUBLIC_LINES and not _DAY.search(span.left):
        return "otp"
    return None


def _is_said_of(span: _Span, after: str) -> bool:
    """Năm, ngày hay số văn bản, rồi động từ xác nhận, xác thực: không phải mã; có chữ mã hay OTP thì vẫn là mã."""
    if _CODE.search(after) or not re.search(r"\bxac (?:nhan|thuc)$", after):
        return False
    return _is_date(span.digits) or bool(_DOCUMENT.search(span.left))


def _is_date(digits: str) -> bool:
    return bool(_WHOLE_DATE.fullmatch(digits) or _YEAR.fullmatch(digits))


def _looks_like_id(span: _Span, named: str | None) -> bool:
    if len(span.groups) == 1 or named == "id_card":
        return True
    if span.digits[0] == "0":
        return _deliberate(span)
    return span.shape in _ID_SHAPES and not all(_YEAR.fullmatch(group) for group in span.groups)


def _looks_like_old_id(span: _Span, named: str | None) -> bool:
    return len(span.groups) == 1 or span.shape == (3, 3, 3) or named in ("old_id", "id_card", "bank_account")


def _looks_like_card(span: _Span, named: str | None) -> bool:
    if named == "bank_card":
        return True
    return (len(span.groups) == 1 or span.shape in _CARD_SHAPES) and _passes_luhn(span.digits)


def _deliberate(span: _Span) -> bool:
    """Các nhóm trông như một số viết tách ra, không như một loạt số nhỏ đứng cạnh nhau."""
    if all(size == 1 for size in span.shape) or len(span.groups) == 1:
        return True
    return len(span.groups) <= 6 and (span.shape[0] > 1 or span.shape[1] >= 3)


def _cuts_another(values: list[str], start: int, stop: int) -> bool:
    """Đoạn [start, stop) cắt đôi một số bắt đầu bằng 0 (căn cước, điện thoại) thì nhường cho số ấy."""
    if values[start][0] == "0":
        return False
    for first in range(start + 1, stop):
        total = 0
        for index in range(first, min(len(values), first + 12)) if values[first][0] == "0" else ():
            total += len(values[index])
            if index >= stop and 10 <= total <= 12:
                return True
    return False


def _passes_luhn(digits: str) -> bool:
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(n - 9 if n > 9 else n for n in doubled)) % 10 == 0
