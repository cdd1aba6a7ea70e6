"""Đọc lời đáp cho một đặc điểm: nhãn, cách nói khác, một con số, năm sinh; không chắc thì không đoán."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.knowledge.model import Choice, Trait
from bot.vietnamese import terms
from bot.vietnamese.near import Near

_FILLERS = frozenset(
    "da vang u a toi minh em anh chi chau bac co chu ong ba cu me bo con nha thi la thoi nhe roi nay do cua dang"
    " dung van lam duoc hien tai bay gio a day kia cai chiec loai nguoi nam sinh tuoi khoang tron cham cho ma"
    " gia dinh chong vo be".split()
)
_NEGATORS = frozenset(("khong", "chua", "chang"))
_BETWEEN = frozenset(("co", "phai", "dung", "xai", "con", "mang", "bi"))
"""Chữ được đứng giữa chữ phủ định và điều bị phủ định: "không có thẻ", "chưa bị …"."""
_UNSURE = re.compile(r"\b(?:khong|chua) (?:biet|ro|nho|chac|hieu)\b|\bquen\b")
_ASKS = re.compile(r"\b(?:gi|sao|dau|may|ai|nao|the nao|bao (?:nhieu|lau|gio))\b|\b(?:khong|chua)$")

_UNITS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_UNIT = "|".join(_UNITS)
_TENS_IN_WORDS = re.compile(rf"\b(?:({_UNIT}) )?muoi(?: ({_UNIT}))?(?= tuoi\b|$)")
_UNIT_IN_WORDS = re.compile(rf"\b({_UNIT})(?= (?:tuoi|thang)\b)")
_BORN_ON = re.compile(r"\b(\d{1,2})(?:/| thang )(\d{1,2})(?:/| nam )(\d{4})\b")
_YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")
_INFANT = re.compile(r"\b(\d{1,2}) (?:thang|tuan|ngay)(?: tuoi)?\b")
_AGE = re.compile(r"\b(?:(duoi|chua den|chua toi|chua du|gan|tren|hon|ngoai|qua) )?(\d{1,3})\b(?! dong| nghin| trieu)")
_AGED = re.compile(r"\b(?:tuoi|sinh)\b")
_AROUND_NUMBER = _FILLERS | frozenset(
    "duoi chua den toi du gan tren hon ngoai qua tro len xuong thang tuan ngay".split()
)
_OLDEST = 130
_STRANGE = 3
"""Lời nói rõ là tuổi thì còn được chừng này chữ khác."""
_SHORT, _BRIEF = 3, 4
"""Chỉ sửa chữ từ chừng này chữ cái, trong lời đáp tới chừng này âm tiết: dài hơn thì có thể là câu hỏi chuyện khác."""
_BELOW = frozenset(("duoi", "chua den", "chua toi", "chua du", "gan"))


class _Span(NamedTuple):
    """Chỗ một cách nói đứng trong lời đáp; `negated`: lời đáp phủ định nó."""

    start: int
    end: int
    value: str
    negated: bool


def read_choice(trait: Trait, text: str, today: datetime.date) -> str | None:
    """Giá trị mà lời đáp `text` chọn; None khi không chắc: lời đáp hỏi chuyện khác, hay hợp hai lựa chọn."""
    said = terms(text)
    exact = {choice.value for choice in trait.choices for phrase in _phrases(choice) if phrase == said}
    if exact:
        return exact.pop()
    if "?" in text:
        return None
    found = _by_number(trait, said, today) or _by_words(trait, said)
    return found or (_by_words(trait, _respelled(trait, said)) if len(said) <= _BRIEF else None)


def is_about(trait: Trait, text: str) -> bool:
    """Lời chỉ gồm chữ của câu hỏi và các lựa chọn ("dưới 14 tuổi", "điện thoại của tôi"): đáp mà chưa rõ chọn gì."""
    said = terms(text)
    known = _AROUND_NUMBER | _vocabulary(trait)
    spoken = [term for term in said if not term.isdigit()]
    return (
        "?" not in text and bool(set(said) - _FILLERS) and not _ASKS.search(" ".join(said)) and known.issuperset(spoken)
    )


def _vocabulary(trait: Trait) -> frozenset[str]:
    return frozenset(term for phrase in (trait.ask, *_said(trait)) for term in terms(phrase))


def _phrases(choice: Choice) -> Iterator[list[str]]:
    return (terms(phrase) for phrase in (choice.label, *choice.says))


def _respelled(trait: Trait, said: list[str]) -> list[str]:
    """Chữ lạ chỉ lệch một lần gõ với đúng một chữ của các lựa chọn thì là chữ ấy."""
    vocabulary = _vocabulary(trait)
    near = Near(term for term in vocabulary if len(term) > _SHORT)
    read = []
    for term in said:
        close = set() if term in vocabulary or term in _FILLERS or len(term) < _SHORT else near.to(term)
        read.append(close.pop() if len(close) == 1 else term)
    return read


def _by_words(trait: Trait, said: list[str]) -> str | None:
    spans = list(_spans(trait, said))
    meant = [span for span in spans if not span.negated]
    widest = [span for span in meant if not any(_inside(span, other) for other in meant)]
    if len({span.value for span in widest}) != 1 or _denies_only_one(trait, said, widest, spans):
        return None
    covered = {place for span in widest for place in range(span.start, span.end)}
    rest = [term for place, term in enumerate(said) if place not in covered]
    if _ASKS.search(" ".join(rest)) or (_UNSURE.search(" ".join(said)) and not _UNSURE.search(_joined(said, covered))):
        return None
    vocabulary = _FILLERS | _vocabulary(trait)
    strange = [term for term in rest if term not in vocabulary]
    lone = len(covered) == 1 and any(term not in _FILLERS for term in said[: min(covered)])
    return None if lone or len(strange) > len(covered) else widest[0].value


def _joined(said: list[str], places: set[int]) -> str:
    return " ".join(said[place] for place in sorted(places))


def _said(trait: Trait) -> Iterator[str]:
    return (phrase for choice in trait.choices for phrase in (choice.label, *choice.says))


def _spans(trait: Trait, said: list[str]) -> Iterator[_Span]:
    """Mọi chỗ lời đáp nói tới một lựa chọn."""
    for choice in trait.choices:
        for phrase in _phrases(choice):
            for start in range(len(said) - len(phrase) + 1):
                if said[start : start + len(phrase)] == phrase:
                    yield _Span(start, start + len(phrase), choice.value, _negated(said, start, phrase))


def _denies_only_one(trait: Trait, said: list[str], widest: list[_Span], spans: list[_Span]) -> bool:
    """ "Chưa có thẻ chip" khi còn thẻ khác để chọn: bác một lựa chọn, chưa nói là lựa chọn nào."""
    denying = len(trait.choices) > 2 and all(said[span.start] in _NEGATORS for span in widest)
    return denying and any(
        other.negated and not any(_inside(other, span) for span in widest) and other.value != widest[0].value
        for other in spans
    )


def _negated(said: list[str], start: int, phrase: list[str]) -> bool:
    if phrase[0] in _NEGATORS:
        return False
    before = said[max(0, start - 2) : start]
    if before and before[-1] in _BETWEEN:
        before.pop()
    return bool(before) and before[-1] in _NEGATORS


def _inside(span: _Span, other: _Span) -> bool:
    wider = other.end - other.start > span.end - span.start
    return wider and other.start <= span.start and span.end <= other.end


def _by_number(trait: Trait, said: list[str], today: datetime.date) -> str | None:
    if not any(choice.has_range for choice in trait.choices):
        return None
    line = _UNIT_IN_WORDS.sub(lambda m: str(_UNITS[m[1]]), _TENS_IN_WORDS.sub(_tens, " ".join(said)))
    others = [term for term in re.sub(r"[\d/]+", " ", line).split() if term not in _AROUND_NUMBER]
    if len(others) > (_STRANGE if _AGED.search(line) else 0) or _ASKS.search(line):
        return None
    span = (_years(line, today) if "tuoi" in terms(trait.ask) else None) or _plain(line)
    hit = {choice.value for choice in trait.choices if span and choice.has_range and choice.overlaps(*span)}
    return hit.pop() if len(hit) == 1 else None


def _tens(match: re.Match[str]) -> str:
    return str(_UNITS.get(match[1] or "mot", 1) * 10 + _UNITS.get(match[2] or "", 0))


def _years(line: str, today: datetime.date) -> tuple[float, float] | None:
    """Khoảng tuổi mà lời đáp nói bằng ngày sinh, năm sinh, số tháng; chỉ có năm thì chưa biết đã qua sinh nhật chưa."""
    if born := _BORN_ON.search(line):
        day, month, year = (int(part) for part in born.groups())
        age = today.year - year - ((today.month, today.day) < (month, day))
        return age, age
    if infant := _INFANT.search(line):
        years = int(infant[1]) // 12 if "thang" in infant[0] else 0
        return years, years
    if year_of_birth := _YEAR.search(line):
        age = today.year - int(year_of_birth[1])
        return min(age, max(0, age - 1)), age
    return None


def _plain(line: str) -> tuple[float, float] | None:
    found = [_bounded(match[1], int(match[2])) for match in _AGE.finditer(line) if int(match[2]) <= _OLDEST]
    return found[0] if len(found) == 1 else None


def _bounded(word: str | None, number: int) -> tuple[float, float]:
    if word in _BELOW:
        return 0, number - 1
    return (number + 1, math.inf) if word else (number, number)
