"""Dòng lệnh của kho: kiểm, đồng bộ, hỏi thử."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from console_edits import edit_in_console
from knowledge_folder import KnowledgeFolder

from bot.database import open_engine
from bot.knowledge.__main__ import main
from bot.knowledge.store import load


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'var' / 'kho.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("TODAY", "2026-11-21")
    return url


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_check_counts_what_is_there(folder: KnowledgeFolder) -> None:
    result = _run("check", "--folder", str(folder.path))
    assert (result.exit_code, result.output) == (0, "Kho kiến thức đúng: 2 câu trả lời, 1 số liệu, 2 nguồn.\n")


@pytest.mark.parametrize("command", ["check", "sync", "report"])
def test_mistakes_are_all_told_and_nothing_is_written(folder: KnowledgeFolder, url: str, command: str) -> None:
    folder.replace("figures/bao-mau.yml", "value: 12", "value: mười hai")
    folder.replace("answers/can-cuoc/doi-the.yml", "confidence: medium", "confidence: cao")
    result = _run(command, "--folder", str(folder.path))
    assert result.exit_code == 1
    assert "figures/bao-mau.yml:6: “value”: “mười hai” không phải số" in result.output
    assert "answers/can-cuoc/doi-the.yml:10: “confidence”: “cao” không dùng được" in result.output
    assert "chỗ cần sửa trong knowledge/." in result.output
    assert not (folder.path.parent / "var").exists()


def test_sync_reports_and_then_the_question_is_answered_from_the_store(folder: KnowledgeFolder, url: str) -> None:
    first = _run("sync", "--folder", str(folder.path))
    assert first.output == "Đồng bộ kiến thức: 12 mới, 0 đổi, 0 xoá, 0 không đổi.\n"
    assert "0 mới, 0 đổi, 0 xoá, 12 không đổi" in _run("sync", "--folder", str(folder.path)).output
    asked = _run("ask", "đánh rơi thẻ", "--explain")
    assert asked.exit_code == 0
    assert asked.output.startswith(
        "Báo công an xã.\n1. Đến công an xã.\nÁp dụng từ ngày 1/7/2024.\nNguồn: Báo Mẫu, ngày 1/5/2024."
    )
    assert '"rule": "found"' in asked.output


def test_a_conflict_is_told_with_what_to_do(folder: KnowledgeFolder, url: str) -> None:
    _run("sync", "--folder", str(folder.path))
    edit_in_console(open_engine(url), "mat-the", {"short": "Bản ở bàn làm việc."})
    folder.replace("answers/can-cuoc/mat-the.yml", "short: Báo công an xã.", "short: Bản ở tệp.")
    result = _run("sync", "--folder", str(folder.path))
    assert result.exit_code == 0
    assert "mat-the: tệp và bàn làm việc cùng sửa; đang giữ bản ở bàn làm việc." in result.output
    assert "--take-files" in result.output
    assert load(open_engine(url)).answers["mat-the"].short == "Bản ở bàn làm việc."
    _run("sync", "--folder", str(folder.path), "--take-files")
    assert load(open_engine(url)).answers["mat-the"].short == "Bản ở tệp."


def test_report_lists_each_answer_under_the_work_it_needs(folder: KnowledgeFolder, url: str) -> None:
    file = "answers/can-cuoc/mat-the.yml"
    folder.replace(file, "valid_from: '2024-07-01'", "valid_from: '2026-12-01'\nvalid_until: '2027-01-20'")
    folder.replace(file, "review_by: 2027-11", "review_by: 2026-12\nreviewed_on: 2026-11-01")
    folder.replace("answers/can-cuoc/doi-the.yml", "review_by: 2027-05", "review_by: 2026-10")
    result = _run("report", "--folder", str(folder.path))
    assert (result.exit_code, result.output) == (
        0,
        """\
Ngày 21/11/2026, 2 câu trả lời.

Hết hiệu lực trong 60 ngày tới: 1
  2027-01-20  can-cuoc/mat-the: Mất thẻ thì làm sao?

Bắt đầu có hiệu lực trong 60 ngày tới: 1
  2026-12-01  can-cuoc/mat-the: Mất thẻ thì làm sao?

Đến hạn xem lại trong 60 ngày tới: 1
  2026-12     can-cuoc/mat-the: Mất thẻ thì làm sao?

Đã quá hạn xem lại: 1
  2026-10     can-cuoc/doi-the: Đổi thẻ ở đâu?

Chưa ai xem lại lần nào: 1
  2026-11     can-cuoc/doi-the: Đổi thẻ ở đâu?
""",
    )


def test_report_says_when_there_is_nothing_to_do(folder: KnowledgeFolder, url: str) -> None:
    for name in ("mat-the", "doi-the"):
        folder.append(f"answers/can-cuoc/{name}.yml", "reviewed_on: 2026-11\n")
    result = _run("report", "--folder", str(folder.path))
    counts = [line.rpartition(": ")[2] for line in result.output.splitlines() if line and not line.startswith("Ngày")]
    assert (result.exit_code, counts) == (0, ["0"] * 5)
