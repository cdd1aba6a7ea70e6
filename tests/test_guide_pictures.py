"""Hướng dẫn của tổ công nghệ số nói đúng: hình có thật, địa chỉ là cửa thật, nút có trên màn hình."""

from __future__ import annotations

import re

import pytest

from bot.settings import ROOT
from bot.web.console.routes import DOORS

GUIDE = (ROOT / "docs" / "huong-dan-to-cong-nghe-so.md").read_text(encoding="utf-8")
SHOWN_IN = ("bot/web/console", "bot/web/templates", "bot/web/widget", "bot/web/texts.py")
NOT_ON_SCREEN = ("Không ghi số của bà con", "Đồng ý mới đọc.", "Không giữ hộ mật khẩu.", "Chưa chắc thì nói chưa chắc")
"""Chữ in đậm để nhấn mạnh, không phải để bấm."""
NAMES_OF_DEEDS = (
    "Ngoài giờ trực",
    "Thêm người",
    "Ba vai",
    "Quên mật khẩu, bị khoá",
    "Thôi tham gia tổ",
    "Xoá một cuộc",
)


def _bold() -> list[str]:
    return sorted({*re.findall(r"\*\*([^*]+)\*\*", GUIDE)} - {*NOT_ON_SCREEN, *NAMES_OF_DEEDS})


def _on_screen() -> str:
    files = [
        path for name in SHOWN_IN for path in ((ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name])
    ]
    return "\n".join(
        path.read_text(encoding="utf-8") for path in files if path.suffix in (".html", ".py", ".js") and path.is_file()
    )


def test_every_picture_is_there_and_every_picture_of_the_desk_is_shown() -> None:
    named = set(re.findall(r'src="images/([\w-]+\.png)"', GUIDE))
    assert {name for name in named if not (ROOT / "docs" / "images" / name).is_file()} == set()
    assert {path.name for path in (ROOT / "docs" / "images").glob("ban-*.png")} == {
        name for name in named if name.startswith("ban-")
    }


def test_every_picture_is_told_to_who_cannot_see_it() -> None:
    pictures = re.findall(r"<img [^>]*>", GUIDE)
    assert [picture for picture in pictures if not re.search(r'alt="[^"]{15,}"', picture)] == []


def test_every_address_of_the_desk_is_a_door() -> None:
    doors = [re.sub(r"\{[^}]+\}", "[^/]+", door.path) for door in DOORS]
    named = set(re.findall(r"`(/ban[\w/-]*)`", GUIDE))
    assert len(named) > 3
    assert {address for address in named if not any(re.fullmatch(door, address) for door in doors)} == set()


def test_every_word_to_press_is_on_the_screen() -> None:
    shown = _on_screen()
    assert [word for word in _bold() if word not in shown] == []


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(#([^)]+)\)", GUIDE))))
def test_every_link_leads_to_a_heading(link: str) -> None:
    headings = re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)
    assert link in {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_the_guide_is_short() -> None:
    assert len(GUIDE.splitlines()) < 250
