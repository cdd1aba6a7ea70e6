"""Tệp của tiện ích: nén sẵn, bỏ lời chú, mang phiên bản trong địa chỉ, và cả phần nhúng không quá 30 kB."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

from bot.web.assets import Assets

MOST = 30_000


def _modules(entry: str) -> list[str]:
    return re.findall(r'import ?"\./(widget/[^"]+)";', entry)


async def test_the_whole_embed_is_under_its_budget(client: Any) -> None:
    async with client.get("/widget.js") as response:
        entry = await response.text()
    style = _modules(entry)[0].rpartition("/")[0] + "/widget.css"
    sizes = []
    for address in ("widget.js", *_modules(entry), style):
        async with client.get(f"/{address}", headers={"Accept-Encoding": "gzip"}) as response:
            assert response.status == 200
            assert response.headers["Content-Encoding"] == "gzip"
            sizes.append(int(response.headers["Content-Length"]))
    assert len(sizes) > 20
    assert sum(sizes) < MOST


async def test_a_versioned_file_is_kept_forever_and_the_entry_is_asked_for_again(client: Any) -> None:
    async with client.get("/widget.js") as response:
        assert response.headers["Cache-Control"] == "no-cache"
        tag, module = response.headers["ETag"], _modules(await response.text())[0]
    async with client.get("/widget.js", headers={"If-None-Match": tag}) as response:
        assert response.status == 304
    async with client.get(f"/{module}") as response:
        assert "immutable" in response.headers["Cache-Control"]
    name = module.rpartition("/")[2]
    for stale in (f"/widget/{name}", f"/widget/0123456789ab/{name}"):
        async with client.get(stale) as response:
            assert (response.status, response.headers["Cache-Control"]) == (200, "no-cache")


async def test_a_client_that_cannot_unzip_gets_the_same_words_plain(client: Any) -> None:
    async with client.get("/widget/texts.js", headers={"Accept-Encoding": "identity"}) as response:
        plain = await response.read()
        assert "Content-Encoding" not in response.headers
        assert response.content_type == "text/javascript"
    assert "Câu hỏi của anh/chị".encode() in plain


async def test_only_the_widgets_own_files_are_served(client: Any) -> None:
    for path in ("/widget/../main.py", "/widget/%2e%2e/main.py", "/widget/khong-co.js", "/widget/main.py"):
        async with client.get(path) as response:
            assert response.status == 404


def test_comments_and_indents_are_left_behind_and_code_is_not(tmp_path: Path) -> None:
    (tmp_path / "element.js").write_text(
        '/** Lời chú\n * dài. */\nimport { a } from "./a.js";\n\n  // chú\n  const address = "https://a"; // còn\n'
        "/** @type {any} */ (globalThis).kept = 1;\n",
        encoding="utf-8",
    )
    (tmp_path / "a.js").write_text('import {\n  b,\n} from "./b.js";\nexport const a = b;\n', encoding="utf-8")
    (tmp_path / "b.js").write_text("export const b = 1;\n", encoding="utf-8")
    (tmp_path / "lazy.js").write_text("export {};\n", encoding="utf-8")
    assets = Assets(tmp_path)
    found = assets.find("element.js")
    assert found
    body = found[0].plain.decode()
    assert "Lời chú" not in body
    assert "// chú" not in body
    assert 'const address="https://a"' in body
    assert "(globalThis).kept=1" in body
    assert gzip.decompress(found[0].zipped) == found[0].plain
    names = [module.rpartition("/")[2] for module in _modules(assets.entry.plain.decode())]
    assert names == ["element.js", "a.js", "b.js"]
    (tmp_path / "b.js").write_text("export const b = 2;\n", encoding="utf-8")
    assert Assets(tmp_path).version != assets.version
