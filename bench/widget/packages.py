"""Tải đúng bản của các tiện ích đem so từ npm vào một thư mục tạm; chúng không là phụ thuộc của dự án."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

from bench.errors import BenchError

PEERS = Path(__file__).with_name("peers.json")


class NoPackageError(BenchError):
    """Không có được một gói; mang tên gói và lý do."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"Không tải được {name}: {reason.strip()[-500:]}")
        self.name, self.reason = name, reason


def download(folder: Path) -> dict[str, str]:
    """Mỗi gói trong `peers.json` thành một thư mục con mang tên nó; trả về bản của từng gói.

    Raises:
        NoPackageError: thiếu npm, không tải được, hoặc gói tải về khác gói đã ghim.
    """
    pinned: dict[str, dict[str, str]] = json.loads(PEERS.read_text(encoding="utf-8"))
    for name, pin in pinned.items():
        archive = _packed(f"{name}@{pin['version']}", pin["integrity"], folder)
        with tarfile.open(archive) as contents:
            contents.extractall(folder / name, filter="data")
        archive.unlink()
    return {name: pin["version"] for name, pin in pinned.items()}


def _packed(name: str, integrity: str, folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise NoPackageError(name, "chưa có npm. Hãy cài rồi chạy lại: apt-get install nodejs npm (Debian, Ubuntu).")
    command = [npm, "pack", name, "--json", "--ignore-scripts", "--pack-destination", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise NoPackageError(name, done.stderr)
    packed = json.loads(done.stdout)[0]
    if packed["integrity"] != integrity:
        raise NoPackageError(name, f"gói tải về có mã {packed['integrity']}, khác mã đã ghim trong peers.json")
    return folder / str(packed["filename"])
