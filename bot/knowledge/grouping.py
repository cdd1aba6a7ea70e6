"""Gom những câu hỏi giống nhau: cùng đặc trưng với tìm kiếm (âm tiết, cặp âm tiết, mảnh âm tiết), câu mới vào nhóm gần
nhất, không nhóm nào đủ gần thì mở nhóm mới. Thuần, trong bộ nhớ; kho và việc chạy nền ở `bot.conversations.gathering`.

Đo trên cách hỏi của kho (11/2026): giấu một nửa số câu trả lời, lấy 7.170 cách hỏi của 204 câu bị giấu làm câu hỏi lạ,
sức nặng học từ nửa còn lại. "Thuần": câu cùng câu trả lời với số đông của nhóm (trong ngoặc: hay câu liên quan nó);
"lớn nhất": phần cách hỏi của một câu nằm chung nhóm lớn nhất của nó. Cách hỏi trong kho được viết cho khác nhau, nên
ngoài đời, nơi người ta hỏi lặp, số gom được cao hơn nhiều.

    ngưỡng   thuần         lớn nhất   câu ở nhóm từ ba câu
    0,30     0,58 (0,70)   0,27       76 %
    0,35     0,72 (0,81)   0,22       57 %
    0,40     0,82 (0,89)   0,18       42 %      ← chọn
    0,45     0,89 (0,94)   0,15       28 %

Người làm chọn từng câu trong nhóm trước khi dùng, nên mười câu lẫn một là chịu được; nhóm vụn thì không ai xem hết.
`IDF_POWER` 1 và mảnh nặng 0,4 (như tìm kiếm) kém hơn: 0,79 (0,87) khi cùng mức gom. Thêm các câu gần nhất trong kho làm
đặc trưng thì "lớn nhất" lên 0,26 khi cùng độ thuần, nhưng mỗi câu phải tìm một lần (3 ms; mười nghìn câu thì 30 giây
mỗi lần cổng khởi động): chưa dùng.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.knowledge.model import Knowledge
from bot.knowledge.ngrams import Grams, syllable_parts, words
from bot.vietnamese import fold, terms

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

THRESHOLD = 0.40
"""Giống tâm của nhóm từ mức này thì vào nhóm."""
IDF_POWER = 1.5
"""Chữ hiếm nặng hơn trong tìm kiếm: hai câu lạ giống nhau ở chữ hiếm, không ở "làm thế nào"."""
CLEAR = 0.9
"""Câu gần tâm tới chừng này phần của câu gần nhất đều tiêu biểu; trong số đó chọn câu dễ đọc."""
SHORTEST = 3
"""Câu ít âm tiết hơn thì chưa nói rõ việc gì, không làm nhãn."""

_BITS = 18
_MIX = np.int64(0x1F3D5B79A7C4E681)
_KINDS: tuple[Callable[[Sequence[str]], Grams], ...] = (words, syllable_parts)


class Likeness:
    """Đọc câu hỏi thành véc-tơ độ dài một; tích của hai véc-tơ là độ giống nhau, trong [0, 1]."""

    def __init__(self, lines: Iterable[str]) -> None:
        """`lines`: những cách hỏi để học chữ nào hiếm."""
        read = [_line(line) for line in lines]
        self._idf = [_idf(_counts(read, kind), len(read)) for kind in _KINDS]

    def vectors(self, texts: Sequence[str]) -> Any:
        """Ma trận thưa, mỗi câu một hàng; câu không có chữ nào thì hàng trống, không giống gì cả."""
        read = [_line(text) for text in texts]
        return _unit(sparse.hstack([self._weighed(read, n) for n in range(len(_KINDS))], format="csr"))

    def _weighed(self, lines: Sequence[str], kind: int) -> Any:
        counts = _counts(lines, _KINDS[kind])
        counts.data = (1.0 + np.log(counts.data)) * self._idf[kind][counts.indices]
        return _unit(counts)


def likeness_of(knowledge: Knowledge) -> Likeness:
    """Cách đọc học từ mọi cách hỏi của một bản kho."""
    known = [line for answer in knowledge.answers.values() for line in (answer.title, *answer.asks)]
    return Likeness([*known, *(line for matter in knowledge.outside.values() for line in matter.asks)])


class Groups:
    """Các câu đã gom: câu số nào ở nhóm nào. Mã nhóm do người gọi đặt; nhóm mới mở mang mã âm cho tới khi được đặt."""

    def __init__(self, likeness: Likeness, threshold: float = THRESHOLD) -> None:
        self._likeness, self._threshold = likeness, threshold
        self._numbers: Integers = np.zeros(0, dtype=np.int64)
        self._groups: Integers = np.zeros(0, dtype=np.int64)
        self._vectors: Any = likeness.vectors([])
        self._texts: dict[int, str] = {}

    @property
    def members(self) -> Mapping[int, int]:
        """Câu số nào ở nhóm nào."""
        return dict(zip(self._numbers.tolist(), self._groups.tolist(), strict=True))

    def add(self, texts: Mapping[int, str], groups: Mapping[int, int]) -> None:
        """Nhận những câu đã có nhóm."""
        self._append(texts, self._likeness.vectors(list(texts.values())), [groups[number] for number in texts])

    def remove(self, numbers: Iterable[int]) -> None:
        """Bỏ những câu không còn."""
        gone = set(numbers)
        kept = np.array([number not in gone for number in self._numbers.tolist()], dtype=bool)
        self._numbers, self._groups, self._vectors = self._numbers[kept], self._groups[kept], self._vectors[kept]
        for number in gone:
            self._texts.pop(number, None)

    def place(self, texts: Mapping[int, str]) -> dict[int, int]:
        """Tìm nhóm cho từng câu mới, theo thứ tự, và nhận nó vào; nhóm mới mở mang mã -1, -2…"""
        vectors = self._likeness.vectors(list(texts.values()))
        ids = [*dict.fromkeys(self._groups.tolist())]
        column = {group: n for n, group in enumerate(ids)}
        owners = np.array([column[group] for group in self._groups.tolist()], dtype=np.int64)
        size = len(ids) + len(texts)
        among = (vectors @ vectors.T).toarray()
        owned = _owned(owners, size)
        sums = (owned @ (self._vectors @ vectors.T)).T.toarray()
        squares = _squares(owned @ self._vectors)
        found: list[int] = []
        used = len(ids)
        for n in range(len(texts)):
            score = sums[n, :used] / np.sqrt(np.maximum(squares[:used], 1e-9))
            best = int(score.argmax()) if used else -1
            if not used or score[best] < self._threshold:
                best, used = used, used + 1
                ids.append(len(column) - used)
            squares[best] += 2 * sums[n, best] + 1
            sums[n + 1 :, best] += among[n + 1 :, n]
            found.append(ids[best])
        self._append(texts, vectors, found)
        return dict(zip(texts, found, strict=True))

    def rename(self, names: Mapping[int, int]) -> None:
        """Đặt mã thật cho những nhóm mới mở."""
        self._groups = np.array([names.get(group, group) for group in self._groups.tolist()], dtype=np.int64)

    def label(self, group: int) -> str:
        """Câu tiêu biểu của nhóm: trong những câu gần tâm nhất, câu có dấu và ngắn nhất."""
        rows = np.flatnonzero(self._groups == group)
        if len(rows) == 1:
            return self._texts[int(self._numbers[rows[0]])]
        near = _to_centre(self._vectors[rows])
        texts = [self._texts[number] for number in self._numbers[rows].tolist()]
        typical = [text for text, score in zip(texts, near, strict=True) if score >= CLEAR * near.max()]
        return min(typical, key=_hard_to_read)

    def _append(self, texts: Mapping[int, str], vectors: Any, groups: Sequence[int]) -> None:
        self._numbers = np.concatenate((self._numbers, np.fromiter(texts, dtype=np.int64, count=len(texts))))
        self._groups = np.concatenate((self._groups, np.array(groups, dtype=np.int64)))
        self._vectors = sparse.vstack([self._vectors, vectors], format="csr")
        self._texts.update(texts)


def _to_centre(vectors: Any) -> Floats:
    """Tích của từng hàng với tổng các hàng; chỉ tính trên những cột có mặt, ma trận rộng mà ít hàng."""
    _, columns = np.unique(vectors.indices, return_inverse=True)
    together = np.bincount(columns, vectors.data)
    rows = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
    return cast(Floats, np.bincount(rows, vectors.data * together[columns], minlength=vectors.shape[0]))


def _owned(owners: Integers, groups: int) -> Any:
    """Nhóm × câu: 1 ở chỗ câu thuộc nhóm."""
    return sparse.csr_matrix((np.ones(len(owners)), (owners, np.arange(len(owners)))), shape=(groups, len(owners)))


def _squares(matrix: Any) -> Floats:
    """Bình phương độ dài của từng hàng."""
    return cast(Floats, np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())


def _hard_to_read(text: str) -> tuple[bool, bool, int]:
    return len(terms(text)) < SHORTEST, fold(text) == text.lower(), len(text)


def _line(text: str) -> str:
    return " ".join(terms(text))


def _counts(lines: Sequence[str], kind: Callable[[Sequence[str]], Grams]) -> Any:
    """Mỗi dòng một hàng: đặc trưng nào có mấy lần; đặc trưng được băm vào 2^18 cột."""
    codes, rows = kind(lines)
    columns = ((codes * _MIX).view(np.uint64) >> np.uint64(64 - _BITS)).view(np.int64)
    counts = sparse.csr_matrix((np.ones(len(columns)), (rows, columns)), shape=(len(lines), 1 << _BITS))
    counts.sum_duplicates()
    return counts


def _idf(counts: Any, lines: int) -> Floats:
    having = np.bincount(counts.indices, minlength=1 << _BITS)
    return cast(Floats, (np.log((1.0 + lines) / (1.0 + having)) + 1.0) ** IDF_POWER)


def _unit(matrix: Any) -> Any:
    return (sparse.diags(1.0 / np.sqrt(np.maximum(_squares(matrix), 1e-18))) @ matrix).tocsr()
