"""Dạng của một câu trả lời mà người lớn tuổi đọc được trên điện thoại, và bằng chứng của từng con số trong đó."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.knowledge.model import Answer
from bot.vietnamese import fold

SHORT, STEP, DETAIL, NOTE = 300, 200, 300, 300
"""Số ký tự nhiều nhất của `short`, và của mỗi dòng trong `steps`, `details`, `notes`."""
SENTENCE = 45
"""Số tiếng nhiều nhất của một câu trong `short`."""
MOST_STEPS, MOST_DETAILS, MOST_NOTES = 10, 6, 3
RELATED = 3

_NUMBER = re.compile(r"(?<![\w/])(?<!\d[.,])[^\W\d_]*\d(?:[\w.,/%:-]*[\w%])?")
_ABBREVIATION = re.compile(r"(?<![\w/.-])(?![IVX]+\b)[A-ZĐ]{2,}(?![\w/-]|\.\w)")
"""Chữ hoa liền nhau, không kể số La Mã ("quý II") và ký hiệu văn bản ("168/BHXH-QLT")."""
_QUOTED = re.compile(r"“[^”]*”")
"""Chữ phải gõ, phải bấm đúng như vậy: cú pháp tin nhắn, tên nút."""
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_YES_NO = re.compile(r"\b(?:không|chưa|đúng không|được không|phải không)\s*\?$", re.IGNORECASE)
_ASKS_MORE = re.compile(
    r"\b(?:bao nhiêu|bao lâu|thế nào|làm sao|ở đâu|những gì|là gì|vì sao|tại sao|ai|khi nào|mấy)\b", re.IGNORECASE
)
_VERDICT = (
    r"(?:có|không|được|chưa|còn|phải|rồi|đã|nên|cần|vẫn|mất|tuỳ|tùy|đúng|sai|bị|thường|hầu hết|chỉ|sẽ|tạm thời)\b"
)
_SETTLED = re.compile(rf"{_VERDICT}|(?:từ|đến|trước|sau|hiện|nếu|với)\b[^.]{{0,80}}?\b{_VERDICT}", re.IGNORECASE)


def faults(answer: Answer, abbreviations: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(tên trường, điều sai và cách sửa) của mọi chỗ không đúng dạng trong `answer`.

    `abbreviations`: chữ tắt → chữ đầy đủ (knowledge/abbreviations.yml); tên riêng thì chữ đầy đủ là chính nó.
    """
    yield from _lengths(answer)
    yield from _opening(answer)
    yield from _evidence(answer)
    yield from _abbreviations(answer, abbreviations)
    if len(answer.related) > RELATED:
        yield (
            "related",
            f"có {len(answer.related)} câu liên quan, nhiều nhất {RELATED}; giữ những câu người ta hay hỏi tiếp",
        )
    if answer.review_by is None:
        yield "review_by", "thiếu hạn xem lại; thêm dòng review_by: '2027-05'"


def _lengths(answer: Answer) -> Iterator[tuple[str, str]]:
    for name, lines, longest, most in (
        ("short", (answer.short,), SHORT, 1),
        ("steps", answer.steps, STEP, MOST_STEPS),
        ("details", answer.details, DETAIL, MOST_DETAILS),
        ("notes", answer.notes, NOTE, MOST_NOTES),
    ):
        if len(lines) > most:
            yield name, f"“{name}” có {len(lines)} dòng, nhiều nhất {most}; gộp hoặc bỏ bớt"
        for line in lines:
            if len(line) > longest:
                yield name, f"dòng dài {len(line)} ký tự, nhiều nhất {longest}: “{line[:40]}…”; viết ngắn lại"
    for sentence in _SENTENCE_END.split(answer.short):
        if len(sentence.split()) > SENTENCE:
            yield "short", f"câu dài {len(sentence.split())} tiếng, nhiều nhất {SENTENCE}: “{sentence[:40]}…”; tách câu"


def _opening(answer: Answer) -> Iterator[tuple[str, str]]:
    """Câu hỏi có/không thì lời đáp mở đầu bằng có/không, có thể sau một mốc thời gian ("Từ 01/01/2025 thì không")."""
    if _YES_NO.search(answer.title) and not _ASKS_MORE.search(answer.title) and not _SETTLED.match(answer.short):
        yield "short", "câu hỏi có/không thì phải mở đầu bằng “Có”, “Không”, “Được”, “Chưa”…"


def _evidence(answer: Answer) -> Iterator[tuple[str, str]]:
    """Mọi con số, ngày, điều luật, số điện thoại phải đứng đúng như vậy trong `facts`."""
    for name, lines in (("short", (answer.short,)), ("steps", answer.steps), ("details", answer.details)):
        for line in lines:
            for number in unproven(line, answer.facts):
                yield (
                    name,
                    f"“{number}” không có trong facts; chép đúng như facts, hoặc thêm câu làm chứng vào facts",
                )


def unproven(line: str, facts: Sequence[str]) -> Iterator[str]:
    """Những con số của `line` mà `facts` không có."""
    evidence = "\n".join(facts)
    for number in _NUMBER.findall(line):
        if not re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(number)}(?![.,]?\d)", evidence):
            yield number


def unexplained(line: str, abbreviations: Mapping[str, str]) -> Iterator[str]:
    """Những chữ tắt của `line` mà bảng chữ tắt không có."""
    return (short for short in _ABBREVIATION.findall(_QUOTED.sub(" ", line)) if short not in abbreviations)


def _abbreviations(answer: Answer, abbreviations: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    read, seen = "", set()
    for name, lines in (
        ("short", (answer.short,)),
        ("steps", answer.steps),
        ("details", answer.details),
        ("notes", answer.notes),
    ):
        for line in lines:
            read += " " + fold(line)
            for short in _ABBREVIATION.findall(_QUOTED.sub(" ", line)):
                if short in seen:
                    continue
                seen.add(short)
                full = abbreviations.get(short)
                if full is None:
                    yield name, f"chữ tắt “{short}” chưa có trong abbreviations.yml; viết đầy đủ, hoặc thêm vào đó"
                elif fold(full) not in read:
                    yield name, f"lần đầu dùng “{short}” phải kèm chữ đầy đủ: “{full} ({short})”"
