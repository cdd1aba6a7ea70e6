"""Máy đo tiện ích: cộng đúng, báo hỏng khi nặng quá, nhắc khi máy bận; gói tải về phải đúng gói đã ghim."""

import datetime
import json
import random
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench.widget import packages
from bench.widget.contenders import CONTENDERS, OURS
from bench.widget.packages import NoPackageError, download
from bench.widget.phone import Fetched, Loaded, Visit
from bench.widget.report import MOST_GZIPPED, Row, busy, render_json, render_table, too_heavy
from bench.widget.sizes import gzipped

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)


def row(name: str, *bodies: bytes) -> Row:
    files = tuple(Fetched(f"http://x/{n}.js", body, len(body) + 100) for n, body in enumerate(bodies))
    return Row(name, "1.0", Loaded(files, len(files) + 1), (Visit(900, 1900), Visit(1000, 2000), Visit(3000, 4000)))


def test_the_table_adds_up_the_files_and_takes_the_median_visit() -> None:
    table = render_table([row(OURS, b"a" * 1500, b"b" * 500)])
    assert "hoi-dap-so 1.0" in table
    lines = {line.split("  ")[0]: line for line in table.splitlines()}
    assert lines["Yêu cầu trước câu hỏi đầu"].endswith(" 3")
    assert lines["Chưa nén (kB)"].endswith(" 2,0")
    assert lines["Máy chủ đã gửi (kB)"].endswith(" 2,2")
    assert lines["Ô hỏi gõ được sau (giây)"].endswith("1,00 (0,90–3,00)")


def test_the_json_keeps_every_file_and_every_visit() -> None:
    document = json.loads(render_json([row(OURS, b"a" * 1500)], NOW, 0.5))
    ours = document["widgets"][OURS]
    assert ours["files"] == [{"path": "/0.js", "raw": 1500, "gzip": gzipped(b"a" * 1500), "sent": 1600}]
    assert ours["milliseconds"]["replied"] == [1900, 2000, 4000]
    assert document["phone"]["load"] == 0.5


def test_a_widget_of_thirty_kilobytes_is_too_heavy() -> None:
    noise = random.Random(0).randbytes(MOST_GZIPPED)  # noqa: S311  # nhiễu thì gzip không nén được
    assert gzipped(noise) > MOST_GZIPPED
    assert too_heavy([row("deep-chat", noise), row(OURS, b"a")]) is None
    assert "mức phải đạt" in str(too_heavy([row(OURS, noise)]))


def test_a_busy_machine_is_told() -> None:
    assert busy(1.5, 2) is None
    assert "đo lại lúc máy rảnh" in str(busy(6.0, 2))


def test_every_pinned_package_is_a_contender() -> None:
    pinned = json.loads(packages.PEERS.read_text(encoding="utf-8"))
    assert {*pinned, OURS} == {contender.name for contender in CONTENDERS}


def test_a_package_other_than_the_pinned_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = SimpleNamespace(returncode=0, stdout='[{"filename": "x.tgz", "integrity": "sha512-khac"}]', stderr="")
    monkeypatch.setattr(packages.subprocess, "run", lambda *_args, **_options: answer)
    monkeypatch.setattr(packages.shutil, "which", lambda _name: "npm")
    with pytest.raises(NoPackageError, match="khác mã đã ghim"):
        download(tmp_path)


def test_a_machine_without_npm_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages.shutil, "which", lambda _name: None)
    with pytest.raises(NoPackageError, match="apt-get install nodejs npm"):
        download(tmp_path)
