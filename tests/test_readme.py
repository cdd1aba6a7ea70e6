"""README nói đúng: mọi cài đặt đều có dòng của nó, mọi đường dẫn và mọi lệnh nó nhắc đều có thật."""

import re

from bot.settings import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_with_its_default() -> None:
    code = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r'"([A-Z][A-Z_]+)"', code)) - {"INFO", "DEBUG", "WARNING", "ERROR"}
    assert len(names) >= 10
    assert {name for name in names if f"| `{name}` |" not in README} == set()


def test_every_path_the_readme_names_exists() -> None:
    named = re.findall(r"`((?:bot|knowledge|deploy|docs)/[\w./]*)`|src=\"(docs/[^\"]+)\"|\]\((\w+\.md)\)", README)
    paths = {part for group in named for part in group if part}
    assert len(paths) > 10
    assert {path for path in paths if not (ROOT / path).exists()} == set()


def test_every_command_the_readme_names_is_a_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"make ([a-z-]+)", README))
    assert {command for command in commands if not re.search(rf"^{command}:", makefile, re.MULTILINE)} == set()
