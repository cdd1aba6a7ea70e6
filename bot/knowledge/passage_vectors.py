"""Véc-tơ của mọi đoạn trong kho: tính một lần ở luồng nền, giữ trong một tệp cho lần khởi động sau."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.knowledge.embedding import Embedder, Matrix

log = structlog.get_logger()

VECTORS = "passage_vectors.npz"
"""Tên tệp, nằm cạnh mô hình."""
SAVE_EVERY = 20.0
"""Giây giữa hai lần ghi tệp khi đang tính nhiều đoạn; dừng giữa chừng thì chỉ mất phần sau lần ghi cuối."""
GIVE_WAY = 10
"""Mức nhường máy (nice) của luồng nền."""


class PassageVectors:
    """Véc-tơ các đoạn của kho, giữ trong một tệp theo chữ của đoạn: đổi một đoạn thì chỉ tính lại đoạn ấy.

    Hỏi thì không bao giờ phải đợi: đoạn còn thiếu được tính ở luồng nền, nhường máy cho việc khác. Nhiều tiến trình
    chung một tệp thì một tiến trình tính, các tiến trình kia đợi (ở luồng nền của chúng) rồi đọc.
    """

    def __init__(self, embedder: Embedder, file: Path) -> None:
        self.embedder, self._file = embedder, file
        self._lock = threading.Lock()
        self._wanted: Sequence[str] = ()
        self._matrix: Matrix | None = None
        self._working = False
        self._known: dict[str, NDArray[np.float16]] = {}  # chỉ luồng nền đụng tới

    def matrix(self, texts: Sequence[str]) -> Matrix | None:
        """Mỗi đoạn một hàng; None khi chưa đủ, lúc ấy luồng nền tính. Gọi lại với chính dãy ấy thì không tốn gì.

        `texts` không được đổi sau khi đưa vào.
        """
        with self._lock:
            if texts is not self._wanted:
                self._wanted, self._matrix = texts, None
            if texts and self._matrix is None and not self._working:
                self._working = True
                threading.Thread(target=self._work, name="passage-vectors", daemon=True).start()
            return self._matrix

    def fill(self, texts: Sequence[str]) -> None:
        """Tính ngay những đoạn còn thiếu, ở luồng này: làm trước khi chạy máy chủ thì máy chủ khỏi làm."""
        self._wanted = texts
        self._work()

    def _work(self) -> None:
        """Tính tới khi đủ những đoạn đang cần, kể cả khi giữa chừng kho lại đổi."""
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), GIVE_WAY)
        while True:
            texts = self._wanted
            try:
                with self._alone():
                    self._read()
                    self._fill(texts)
            except OSError:  # không ghi được tệp: bot vẫn trả lời bằng tìm theo chữ, tới lần khởi động sau
                log.exception("embedding.stopped", file=self._file.name)
                return
            with self._lock:
                if texts is self._wanted:
                    self._matrix = np.stack([self._known[self._key(text)] for text in texts]).astype(np.float32)
                    self._working = False
                    return

    def _fill(self, texts: Sequence[str]) -> None:
        """Tính những đoạn còn thiếu; kho lại đổi thì thôi giữa chừng."""
        made, saved = 0, time.monotonic()
        for text in texts:
            if texts is not self._wanted:
                break
            if self._key(text) in self._known:
                continue
            self._known[self._key(text)] = self.embedder.passages([text])[0].astype(np.float16)
            made += 1
            if time.monotonic() - saved > SAVE_EVERY:
                self._save()
                saved = time.monotonic()
        if made:
            self._save()
            log.info("embedding.passages", made=made, of=len(texts))

    def _key(self, text: str) -> str:
        return hashlib.blake2b(f"{self.embedder.model}\n{text}".encode("utf-8", "replace"), digest_size=16).hexdigest()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Mỗi lúc một tiến trình; tiến trình chết thì hệ điều hành tự mở khoá."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _read(self) -> None:
        try:
            with np.load(self._file) as stored:
                self._known |= zip(stored["keys"].tolist(), stored["vectors"], strict=True)
        except FileNotFoundError:
            return
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
            log.warning("embedding.unreadable", file=self._file.name, reason=str(error))

    def _save(self) -> None:
        """Ghi tệp mới rồi thay tệp cũ; đoạn không dùng nữa nhiều hơn đoạn đang dùng thì bỏ."""
        wanted = self._wanted
        if len(self._known) > 2 * len(wanted):
            keys = {self._key(text) for text in wanted}
            self._known = {key: vector for key, vector in self._known.items() if key in keys}
        draft = self._file.with_suffix(".tmp")
        with draft.open("wb") as out:
            np.savez(out, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
        draft.replace(self._file)
