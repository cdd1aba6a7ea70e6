"""Hai lệnh nói rõ khi máy thiếu điều gì: một câu, và việc cần làm tiếp."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT


def test_a_busy_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = _run_house({"WEB_PORT": str(port), "VAR_DIR": str(tmp_path)})
    assert result.returncode == 1
    assert f"Cổng {port} đang có chương trình khác dùng" in result.stderr
    assert "WEB_PORT=" in result.stderr


def test_a_wrong_setting_is_named_with_what_to_write(tmp_path: Path) -> None:
    result = _run_house({"BOT_SERVERS": "hai", "VAR_DIR": str(tmp_path)})
    assert result.returncode == 1
    assert "BOT_SERVERS='hai': cần một số nguyên từ 1 đến 64" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_machine_without_python_3_10_and_uv_is_told_how_to_get_them(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "dirname").symlink_to(shutil.which("dirname") or "/usr/bin/dirname")
    result = _install(tmp_path / "clone", {"PATH": str(tools), "HOME": str(tmp_path)})
    assert result.returncode == 1
    assert "không thấy Python 3.10" in result.stderr
    assert "pyenv install 3.10" in result.stderr


@pytest.mark.slow
def test_a_failed_download_ends_in_one_clear_sentence(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "dirname").symlink_to(shutil.which("dirname") or "/usr/bin/dirname")
    (tools / "python3.10").symlink_to(sys.executable)
    offline = {"PATH": str(tools), "HOME": str(tmp_path), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tools)}
    result = _install(tmp_path / "clone", offline)
    assert result.returncode == 1
    assert "tải gói không xong. Kiểm tra mạng" in result.stderr


def test_make_alone_lists_the_targets() -> None:
    result = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("run", "test", "check", "stories", "bench", "knowledge"):
        assert f"make {target} " in result.stdout


def _run_house(changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.run"],
        cwd=ROOT,
        env={**os.environ, **changes},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _install(clone: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    (clone / "deploy").mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "install.sh", clone / "deploy")
    shutil.copy(ROOT / "requirements.lock", clone)
    return subprocess.run(
        ["/bin/bash", "deploy/install.sh"],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
