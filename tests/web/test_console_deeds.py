"""Sổ ghi thay đổi nói tiếng Việt: việc nào, điều kể thêm nào ghi vào sổ cũng có tên."""

from __future__ import annotations

import ast
import datetime
import re
from collections.abc import Iterator
from typing import Any

from bot import audit
from bot.audit import Deed
from bot.settings import ROOT
from bot.web import keys
from bot.web.console.texts import DEEDS, DETAILS
from tests.web.conftest import SitDown

KINDS = "account|answer|cluster|conversation|draft|handoff|holiday|notice|opening|outside|sample|visit"
WRITERS = ("accounts", "conversations", "knowledge", "web/console")
_NOT_DEEDS = re.compile(r".*\.(html|yml|id|bot_kept_state|not_pruned|pruned|asked|cancelled|unreachable|signed_in)")


def test_every_deed_that_is_recorded_has_a_name() -> None:
    code = "\n".join(_modules())
    named = set(re.findall(rf'"((?:{KINDS})\.[a-z_]+)"', code))
    assert {deed for deed in named if not _NOT_DEEDS.fullmatch(deed)} <= set(DEEDS)
    assert "answer.published" in named


def test_every_detail_that_is_recorded_has_a_name() -> None:
    told = {name for code in _modules() for node in ast.walk(ast.parse(code)) for name in _details(node)}
    assert told <= set(DETAILS)
    assert {"replayed", "outcome", "shifts", "until", "solved", "deed", "from"} <= told


async def test_the_book_tells_people_places_and_marks_in_words(client: Any, desk: SitDown) -> None:
    boss, hoa = await desk("administrator"), await desk("editor")
    details = {"solved": False, "topic": "vneid", "author": hoa.login, "until": None, "outcome": "outside"}
    with client.app[keys.ENGINE].begin() as connection:
        now = datetime.datetime(2026, 11, 22, 1, 30, tzinfo=datetime.timezone.utc)
        audit.record(connection, Deed(hoa.login, "visit.added", "dong-1", details), now)
        audit.record(connection, Deed("dòng lệnh", "opening.set", "", {"shifts": ["0 07:30-11:30"]}), now)
        audit.record(connection, Deed("lan", "notice.topic", "7", {"until": "2026-11-23T01:30:00+00:00"}), now)
    page = (await boss.get("/ban/so-ghi")).text
    assert f"<strong>Chị editor ({hoa.login})</strong> ghi một lần đi nhà: dong-1" in page
    assert f"người viết: Chị editor ({hoa.login}); kết quả: ngoài phạm vi; đã xong: không; " in page
    assert "chủ đề: VNeID và định danh điện tử</p>" in page
    assert "<strong>dòng lệnh</strong> đặt giờ trực</p>" in page
    assert "ca trực: thứ Hai 07:30-11:30</p>" in page
    assert "tự hết lúc: 8 giờ 30 ngày 23/11/2026</p>" in page


def _modules() -> Iterator[str]:
    return (path.read_text(encoding="utf-8") for name in WRITERS for path in (ROOT / "bot" / name).glob("*.py"))


def _details(node: ast.AST) -> set[str]:
    """Tên những điều kể thêm mà chỗ này của mã đưa vào sổ."""
    if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["detail"]:
        return _keys(node.value)
    if not isinstance(node, ast.Call):
        return set()
    called = ast.unparse(node.func).rpartition(".")[2]
    if called in ("Deed", "AuditDeed", "_record"):
        return {key for given in node.args for key in _keys(given)}
    if called == "_move" and any(isinstance(given, ast.Constant) for given in node.args):
        return {keyword.arg for keyword in node.keywords if keyword.arg} - {"only"}
    return set()


def _keys(node: ast.AST) -> set[str]:
    return {
        str(key.value)
        for each in ast.walk(node)
        if isinstance(each, ast.Dict)
        for key in each.keys
        if isinstance(key, ast.Constant)
    }
