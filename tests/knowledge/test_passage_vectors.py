"""Véc-tơ các đoạn: tính ở luồng nền, giữ trong tệp, chỉ tính đoạn đã đổi."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.knowledge.embedding import Matrix, Vector
from bot.knowledge.passage_vectors import PassageVectors

TEXTS = ("một", "hai", "ba")


class Fake:
    """Mô hình giả: nhớ đã tính những đoạn nào; có thể bị giữ lại để thử lúc đang tính."""

    def __init__(self, model: str = "giả-1") -> None:
        self.model, self.made, self.free = model, list[str](), threading.Event()
        self.free.set()

    def question(self, text: str) -> Vector:
        return self.passages([text])[0]

    def passages(self, texts: Sequence[str]) -> Matrix:
        self.free.wait(10)
        self.made += texts
        return np.array([[len(text), ord(text[0]) / 1000] for text in texts], dtype=np.float32)


def filled(vectors: PassageVectors, texts: Sequence[str]) -> Matrix:
    until = time.monotonic() + 10
    while (matrix := vectors.matrix(texts)) is None:
        assert time.monotonic() < until, "luồng nền không tính xong"
        time.sleep(0.01)
    return matrix


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "passages.npz"


def test_a_question_never_waits_and_the_vectors_appear_when_ready(file: Path) -> None:
    fake = Fake()
    fake.free.clear()
    vectors = PassageVectors(fake, file)
    assert vectors.matrix(TEXTS) is None
    assert vectors.matrix(TEXTS) is None
    fake.free.set()
    assert filled(vectors, TEXTS) == pytest.approx(fake.passages(TEXTS), abs=1e-3)


def test_a_restart_computes_nothing_again(file: Path) -> None:
    first = filled(PassageVectors(Fake(), file), TEXTS)
    fake = Fake()
    again = filled(PassageVectors(fake, file), TEXTS)
    assert fake.made == []
    assert (again == first).all()
    assert again.dtype == np.float32


def test_a_changed_passage_alone_is_computed(file: Path) -> None:
    fake = Fake()
    vectors = PassageVectors(fake, file)
    filled(vectors, TEXTS)
    fake.made.clear()
    changed = ("một", "hai rưỡi", "ba", "một")
    assert len(filled(vectors, changed)) == 4
    assert fake.made == ["hai rưỡi"]


def test_another_model_shares_nothing(file: Path) -> None:
    filled(PassageVectors(Fake(), file), TEXTS)
    newer = Fake("giả-2")
    filled(PassageVectors(newer, file), TEXTS)
    assert newer.made == list(TEXTS)


def test_knowledge_changing_midway_ends_with_the_newest(file: Path) -> None:
    fake = Fake()
    fake.free.clear()
    vectors = PassageVectors(fake, file)
    assert vectors.matrix(TEXTS) is None
    newest = ("bốn", "năm")
    assert vectors.matrix(newest) is None
    fake.free.set()
    assert filled(vectors, newest) == pytest.approx(fake.passages(newest), abs=1e-3)
    assert "ba" not in fake.made


def test_knowledge_changing_before_the_first_passage_is_made_does_no_harm(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors, newest = PassageVectors(Fake(), file), ("bốn", "năm")
    read = vectors._read

    def read_and_change() -> None:
        read()
        vectors.matrix(newest)

    monkeypatch.setattr(vectors, "_read", read_and_change)
    vectors.matrix(TEXTS)
    assert len(filled(vectors, newest)) == 2


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_corrupt_file_is_computed_anew_with_one_line(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    with capture_logs() as lines:
        filled(PassageVectors(Fake(), file), TEXTS)
    assert [line["event"] for line in lines if line["log_level"] == "warning"] == ["embedding.unreadable"]
    fake = Fake()
    filled(PassageVectors(fake, file), TEXTS)
    assert fake.made == []


def test_two_servers_starting_together_compute_each_passage_once(file: Path) -> None:
    fakes = [Fake(), Fake()]
    servers = [PassageVectors(fake, file) for fake in fakes]
    for server, fake in zip(servers, fakes, strict=True):
        fake.free.clear()
        assert server.matrix(TEXTS) is None
    time.sleep(0.1)
    for fake in fakes:
        fake.free.set()
    for server in servers:
        filled(server, TEXTS)
    assert sorted(fakes[0].made + fakes[1].made) == sorted(TEXTS)


def test_passages_long_gone_leave_the_file(file: Path) -> None:
    vectors = PassageVectors(Fake(), file)
    filled(vectors, tuple(str(n) for n in range(10, 30)))
    filled(vectors, TEXTS)
    with np.load(file) as stored:
        assert len(stored["keys"]) == len(TEXTS)


def test_an_unwritable_folder_leaves_the_bot_with_words_alone(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("một tệp, không phải thư mục")
    vectors = PassageVectors(Fake(), tmp_path / "var" / "passages.npz")
    with capture_logs() as lines:
        vectors.matrix(TEXTS)
        until = time.monotonic() + 10
        while not lines and time.monotonic() < until:
            time.sleep(0.01)
    assert vectors.matrix(TEXTS) is None
    assert [line["event"] for line in lines] == ["embedding.stopped"]
