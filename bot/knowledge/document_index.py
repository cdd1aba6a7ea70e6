"""Chỉ mục ngược của những tài liệu nhiều dòng: một câu giống tài liệu nào nhất.

Cosine TF-IDF (Salton & Buckley 1988): tf là log(1 + tổng sức nặng của những dòng có đặc trưng); idf nhân vào cả hai
phía nên tài liệu dài lấy căn bậc hai của nó (`idf_power` 0,5). Kho lớn thì cộng những đặc trưng hiếm trước, trong một
hạn mức, rồi chấm trọn những tài liệu đứng đầu (ý của MaxScore, Turtle & Flood 1995).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.ngrams import CODE_BITS, Grams

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_ROW_BITS = 63 - CODE_BITS
_BATCH = 1 << _ROW_BITS
"""Số dòng đọc một lượt khi dựng: một số 64 bit chứa được cả mã đặc trưng lẫn số dòng trong lượt."""

_SHORT = 200
"""Mục trung bình của một đặc trưng: ít hơn thì nhặt một lượt (0,7 còn 0,3 ms), nhiều thì cắt từng đoạn nhanh hơn."""
_REMEMBERED = 50_000
"""Số dòng đã đọc được nhớ (`to_lines`), chừng 20 MB khi đầy."""


class Line(NamedTuple):
    """Một dòng của tài liệu thứ `document`; `weight`: nặng bao nhiêu."""

    document: int
    text: str
    weight: float


class Query(NamedTuple):
    """Một câu đã đọc: đặc trưng mà kho có, hiếm nhất trước, và sức nặng của từng đặc trưng trong cosine."""

    features: Integers
    weights: Floats


class DocumentIndex:
    """Điểm giống nhau, trong [0, 1], giữa một câu và từng tài liệu, theo một loại đặc trưng.

    Điều trong câu mà không tài liệu nào có thì kéo mọi điểm xuống: câu lạ thì không giống gì cả.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        documents: int,
        grams: Callable[[Sequence[str]], Grams],
        *,
        idf_power: float = 0.5,
        containment: float = 0.0,
    ) -> None:
        """`lines` xếp theo tài liệu, mỗi tài liệu dưới 4.096 dòng; `documents`: số tài liệu, kể cả tài liệu trống.

        `containment`: phần của câu mà tài liệu có cộng thêm chừng này; tài liệu dài khỏi thua chỉ vì dài.
        """
        self._grams, self._size, self._containment = grams, documents, containment
        self._lines: dict[str, tuple[Integers, float]] = {}
        batches = [_Batch(lines[start:end], grams) for start, end in _batches(lines)]
        self._codes = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(batch.codes for batch in batches)]))
        self._documents, self._weights, self._starts = self._gather(batches)
        having = np.diff(self._starts)
        self._idf = (np.log((1.0 + documents) / (1.0 + having)) + 1.0) ** idf_power
        self._unseen = float((np.log(1.0 + documents) + 1.0) ** idf_power)
        self._weigh()

    def read(self, text: str) -> Query:
        """Đọc một câu."""
        found, times = np.unique(self._grams([text]).codes, return_counts=True)
        at = np.minimum(np.searchsorted(self._codes, found), max(len(self._codes) - 1, 0))
        known = self._codes[at] == found if len(self._codes) else np.zeros(len(found), dtype=bool)
        tf = 1.0 + np.log(times)
        features = at[known]
        weights = tf[known] * self._idf[features]
        length = np.sqrt((weights**2).sum() + ((tf[~known] * self._unseen) ** 2).sum())
        rarest = np.argsort(self._starts[features + 1] - self._starts[features], kind="stable")
        return Query(features[rarest], (weights / max(length, 1e-9))[rarest])

    def within(self, query: Query, budget: int) -> int:
        """Bao nhiêu đặc trưng hiếm nhất của câu đọc được trong hạn mức (ít nhất một)."""
        read = np.cumsum(self._starts[query.features + 1] - self._starts[query.features])
        return max(1, int(np.searchsorted(read, budget, side="right")))

    def scores(self, query: Query, features: int) -> Floats:
        """Điểm của mọi tài liệu, tính theo `features` đặc trưng hiếm nhất của câu."""
        wanted = query.features[:features]
        if not len(wanted):
            return np.zeros(self._size)
        starts, weights = self._starts[wanted], query.weights[:features].astype(np.float32)
        runs = self._starts[wanted + 1] - starts
        if runs.mean() < _SHORT:
            ends = np.cumsum(runs)
            at = np.arange(ends[-1]) + np.repeat(starts - (ends - runs), runs)
            asked = np.repeat(weights, runs)
            documents, parts = self._documents[at], (self._weights[at] + self._containment * asked) * asked
        else:
            pieces = [slice(start, start + run) for start, run in zip(starts.tolist(), runs.tolist(), strict=True)]
            documents = np.concatenate([self._documents[piece] for piece in pieces])
            parts = np.concatenate(
                [(self._weights[piece] + self._containment * w) * w for piece, w in zip(pieces, weights, strict=True)]
            )
        return cast(Floats, np.bincount(documents, parts, minlength=self._size))

    def rest(self, query: Query, features: int, documents: Integers) -> Floats:
        """Phần điểm mà `scores` chưa tính, của riêng `documents` (tăng dần)."""
        scores = np.zeros(len(documents))
        for feature, weight in zip(query.features[features:].tolist(), query.weights[features:].tolist(), strict=True):
            start, end = self._starts[feature], self._starts[feature + 1]
            having = self._documents[start:end]
            at = np.minimum(np.searchsorted(having, documents), len(having) - 1)
            shared = (self._weights[start:end][at] + self._containment * weight) * weight
            scores += np.where(having[at] == documents, shared, 0.0)
        return scores

    def to_lines(self, query: Query, lines: Sequence[str]) -> Floats:
        """Cosine giữa câu và từng dòng chữ, với cùng idf; mỗi đặc trưng của dòng tính một lần."""
        if not len(self._codes) or not lines:
            return np.zeros(len(lines))
        known, lengths = zip(*self._known(lines), strict=True)
        at = np.concatenate(known)
        rows = np.repeat(np.arange(len(lines)), [len(part) for part in known])
        asked = np.zeros(len(self._codes))
        asked[query.features] = query.weights
        return cast(Floats, np.bincount(rows, asked[at] * self._idf[at], minlength=len(lines)) / lengths)

    def _known(self, lines: Sequence[str]) -> list[tuple[Integers, float]]:
        """Mỗi dòng: những đặc trưng của nó mà kho có, và độ dài của nó.

        Nhớ những dòng đã đọc: mỗi câu hỏi so với chừng 250 cách hỏi, đọc lại chúng mất 2,8 ms.
        """
        new = [line for line in dict.fromkeys(lines) if line not in self._lines]
        if len(self._lines) + len(new) > _REMEMBERED:
            self._lines.clear()
            new = list(dict.fromkeys(lines))
        for start in range(0, len(new), _BATCH):
            self._read_lines(new[start : start + _BATCH])
        return [self._lines[line] for line in lines]

    def _read_lines(self, lines: Sequence[str]) -> None:
        grams = self._grams(lines)
        pairs = np.unique(grams.rows << CODE_BITS | grams.codes)
        codes, rows = pairs & ((1 << CODE_BITS) - 1), pairs >> CODE_BITS
        at = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        known = self._codes[at] == codes
        idf = np.where(known, self._idf[at], self._unseen)
        lengths = np.maximum(np.sqrt(np.bincount(rows, idf**2, minlength=len(lines))), 1e-9)
        ends = np.cumsum(np.bincount(rows[known], minlength=len(lines)))
        self._lines.update(zip(lines, zip(np.split(at[known], ends[:-1]), lengths.tolist(), strict=True), strict=True))

    def _gather(self, batches: list[_Batch]) -> tuple[NDArray[np.int32], NDArray[np.float32], Integers]:
        """Nối các lượt lại, theo đặc trưng rồi theo tài liệu; lượt nào xong thì bỏ ngay."""
        lengths = np.zeros(len(self._codes), dtype=np.int64)
        for batch in batches:
            lengths[np.searchsorted(self._codes, batch.codes)] += batch.runs
        starts = np.concatenate(([0], np.cumsum(lengths)))
        documents, weights = np.empty(starts[-1], dtype=np.int32), np.empty(starts[-1], dtype=np.float32)
        free = starts[:-1].copy()
        batches.reverse()
        while batches:
            batch = batches.pop()
            features = np.searchsorted(self._codes, batch.codes)
            first = np.cumsum(batch.runs) - batch.runs
            at = np.arange(len(batch.tf)) + np.repeat(free[features] - first, batch.runs)
            documents[at], weights[at] = batch.documents, batch.tf
            free[features] += batch.runs
        return documents, weights, starts

    def _weigh(self) -> None:
        """Từ tf thành sức nặng trong cosine: nhân idf, chia độ dài của tài liệu."""
        self._weights *= np.repeat(self._idf, np.diff(self._starts)).astype(np.float32)
        lengths = np.sqrt(np.bincount(self._documents, self._weights.astype(np.float64) ** 2, minlength=self._size))
        self._weights /= np.maximum(lengths, 1e-9).astype(np.float32)[self._documents]


def _batches(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Chia thành từng lượt, không cắt ngang tài liệu nào."""
    start = 0
    while start < len(lines):
        end = min(start + _BATCH, len(lines))
        while end < len(lines) and lines[end].document == lines[end - 1].document and end - 1 > start:
            end -= 1
        yield start, end
        start = end


class _Batch:
    """Một lượt dòng đã đọc: mỗi (đặc trưng, tài liệu) một mục; đặc trưng `codes[i]` có `runs[i]` mục liền nhau."""

    def __init__(self, lines: Sequence[Line], grams: Callable[[Sequence[str]], Grams]) -> None:
        owners = np.fromiter((line.document for line in lines), dtype=np.int64, count=len(lines))
        heavy = np.fromiter((line.weight for line in lines), dtype=np.float64, count=len(lines))
        codes, rows = grams([line.text for line in lines])
        pairs = np.unique(codes << _ROW_BITS | rows)
        codes, rows = pairs >> _ROW_BITS, pairs & (_BATCH - 1)
        first = owners[0]
        keys = codes << _ROW_BITS | (owners[rows] - first)
        starts = np.flatnonzero(np.diff(keys, prepend=-1))
        keys = keys[starts]
        total = np.add.reduceat(heavy[rows], starts) if len(starts) else np.zeros(0)
        self.tf = np.log1p(total).astype(np.float32)
        self.documents = ((keys & (_BATCH - 1)) + first).astype(np.int32)
        self.codes, self.runs = np.unique(keys >> _ROW_BITS, return_counts=True)
