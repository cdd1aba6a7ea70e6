"""`python -m bot.stories run` như người kiểm thử gọi: mã thoát, lời nói, báo cáo, chạy lại câu hỏng."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.settings import ROOT
from bot.stories.cli import stories

pytestmark = pytest.mark.slow

GOOD = "test_cases:\n  - test_case: Chào\n    steps:\n      - user: xin chào\n        expect: {kind: small_talk}\n"
BAD = (
    "  - test_case: Sai\n    variants: [caps]\n    steps:\n      - user: xin chào\n"
    "      - user: quên mật khẩu vneid\n        expect: {answer: vneid-hotline}\n"
)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Như gõ ở terminal: một tiến trình thật."""
    command = [sys.executable, "-m", "bot.stories", "run", *map(str, arguments)]
    environment = {**os.environ, "TODAY": "2026-11-21", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_a_run_tells_what_failed_where_and_can_rerun_only_that(tmp_path: Path) -> None:
    story = tmp_path / "story.yml"
    story.write_text(GOOD + BAD, encoding="utf-8")
    first = run(story, "--report", tmp_path / "report")
    assert first.returncode == 1, first.stderr
    assert "✗ Sai\n" in first.stdout
    assert "✗ Sai (biến thể caps)" in first.stdout
    assert f"{story}:10: bước 2, “quên mật khẩu vneid”" in first.stdout
    assert "cần câu trả lời đầu: vneid-hotline" in first.stdout
    assert "được: vneid-quen-mat-khau" in first.stdout
    assert "2 hỏng; 2 câu chuyện, 3 lần chạy" in first.stdout
    report = tmp_path / "report"
    assert {path.name for path in report.iterdir()} == {
        "report.html",
        "report.json",
        "junit.xml",
        "failed_stories.yml",
    }
    story.write_text(GOOD + BAD.replace("vneid-hotline", "vneid-quen-mat-khau"), encoding="utf-8")
    again = run(report / "failed_stories.yml", "--compare", report / "report.json", "--report", report)
    assert again.returncode == 0, again.stderr
    assert "0 hỏng; 1 câu chuyện, 2 lần chạy" in again.stdout
    assert "Tốt lên" in again.stdout


def test_stories_that_cannot_run_exit_with_two_and_say_what_to_do(tmp_path: Path) -> None:
    story = tmp_path / "story.yml"
    story.write_text(GOOD, encoding="utf-8")
    unknown = CliRunner().invoke(stories, ["run", str(story), "--story", "không có"])
    assert unknown.exit_code == 2
    assert "Các tên đang có:\nChào" in unknown.output
    nobody = CliRunner().invoke(stories, ["run", str(story), "--against", "http://127.0.0.1:9"])
    assert nobody.exit_code == 2
    assert "không tới được http://127.0.0.1:9" in nobody.output


def test_a_broken_file_is_told_with_its_line_and_nothing_else(tmp_path: Path) -> None:
    story = tmp_path / "story.yml"
    story.write_text("test_cases:\n  - test_case: Sai dòng\n    steps:\n      - user: a\n        expext: {}\n", "utf-8")
    done = run(story)
    assert (done.returncode, done.stdout) == (2, "")
    first, last = done.stderr.splitlines()
    assert first.startswith(f"{story}:5: bước không có “expext”")
    assert last == "1 chỗ cần sửa."


def test_watching_runs_again_when_a_story_is_mended(tmp_path: Path) -> None:
    story = tmp_path / "story.yml"
    story.write_text(GOOD + BAD, encoding="utf-8")
    command = [sys.executable, "-m", "bot.stories", "run", str(story), "--no-variants", "--watch"]
    environment = {**os.environ, "TODAY": "2026-11-21", "NO_COLOR": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        lines = iter(running.stdout.readline, "")
        assert any(line.startswith("1 hỏng;") for line in lines)
        assert next(lines).startswith("Đang đợi thay đổi")
        story.write_text(GOOD + BAD.replace("vneid-hotline", "vneid-quen-mat-khau"), encoding="utf-8")
        assert any(line.startswith("0 hỏng;") for line in lines)
        assert next(lines).startswith("Đang đợi thay đổi")
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
