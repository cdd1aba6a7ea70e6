"""Chạy axe-core trong trang đang mở: những chỗ người khiếm thị, người dùng bàn phím, trình đọc màn hình vướng phải."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

_TOOLS = Path(__file__).with_name("node_modules")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (tags) => {
  const forced = matchMedia("(forced-colors: active)").matches;
  const { violations } = await axe.run(document, {
    runOnly: tags,
    resultTypes: ["violations"],
    preload: false, // chép kiểu của trang vào một thẻ style: CSP chặn và bảng điều khiển báo lỗi
    rules: { "color-contrast": { enabled: !forced } }, // màu ép do người dùng chọn, axe không thấy được
    // axe không so được thứ tự qua Shadow DOM nên không nhận ra đường nhảy tới ô hỏi khi câu trả lời có liên kết
    checks: { region: { options: { regionMatcher: "dialog, [role=dialog], [role=alertdialog], svg, a.skip" } } },
  });
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(({ target, html }) => `${id} (${impact}): ${help}: ${target.flat().join(" > ")}: ${html.slice(0, 160)}`));
}"""


def violations(page: Page) -> list[str]:
    """Mỗi chỗ phạm một dòng: luật, mức nặng, lời giải thích, đường tới phần tử (xuyên Shadow DOM) và mã của nó.

    axe vào trang bằng `evaluate`, không bằng thẻ script: CSP của cổng không cho, và phải giữ nguyên CSP ấy.
    """
    page.evaluate(browser_tool("axe-core/axe.min.js").read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(_RUN, _RULES)
    return found


def browser_tool(path: str) -> Path:
    """Tệp của một công cụ npm chỉ dùng để kiểm (package.json); chưa cài thì bỏ qua bài, ở CI thì hỏng."""
    tool = _TOOLS / path
    if not tool.is_file():
        advice = f"chưa có {path}: chạy `make check` một lần (cần Node.js và npm)"
        if os.environ.get("CI"):
            pytest.fail(advice)
        pytest.skip(advice)
    return tool
