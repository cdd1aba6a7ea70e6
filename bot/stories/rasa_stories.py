"""Câu chuyện kiểm thử của Rasa (`tests/stories/test_*.yml`), chạy được bằng cả `rasa test --e2e`.

Rasa so intent, thực thể, hành động. Điều người dân thấy viết ở `metadata.expect`, mỗi lượt một dòng; `metadata` cũng
nhận `today` và `variants`.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.training_data import entities_parser

from bot.stories.lined import Entries
from bot.stories.model import Claim, Story, Turn
from bot.stories.page import Page

_STEPS = ("user", "intent", "entities", "action", "slot_was_set", "active_loop")


def read(entries: Entries, page: Page) -> Story | None:
    """Một mục của `stories:`."""
    page.known(entries, ("story", "metadata", "steps"), "câu chuyện")
    metadata = entries.get("metadata") or Entries()
    if not isinstance(metadata, Entries):
        page.wrong(entries.of("metadata"), "“metadata” cần các dòng “tên: giá trị”")
        return None
    page.known(metadata, ("expect", "today", "variants"), "metadata")
    turns = _turns(entries, metadata, page)
    name = page.text(entries, "story", "tên câu chuyện: người dân muốn gì")
    if not name or not turns:
        return None
    return Story(
        name=name,
        file=page.file,
        line=entries.line,
        turns=tuple(turns),
        today=page.read_today(metadata),
        variants=page.read_variants(metadata),
        overlay=page.overlay,
    )


def _turns(entries: Entries, metadata: Entries, page: Page) -> list[Turn]:
    turns: list[tuple[int, str, list[Claim]]] = []
    for line, step in page.items(entries, "steps"):
        if not isinstance(step, Entries) or not step:
            page.wrong(line, "mỗi bước bắt đầu bằng “- user: …” hay “- action: …”")
            continue
        page.known(step, _STEPS, "bước")
        if "user" in step:
            turns.append((line, *_said(step, page)))
        elif turns:
            turns[-1][2].extend(_claims(step, page))
        else:
            page.wrong(line, "câu chuyện phải bắt đầu bằng lời người dân: “- user: …”")
    expected = list(page.items(metadata, "expect"))
    if expected and len(expected) != len(turns):
        page.wrong(
            metadata.of("expect"),
            f"“expect” có {len(expected)} dòng mà người dân nói {len(turns)} lượt; mỗi lượt một dòng",
        )
    for (_, _, claims), (line, wanted) in zip(turns, expected, strict=False):
        if isinstance(wanted, Entries):
            claims.extend(page.claims(wanted))
        else:
            page.wrong(line, "mỗi dòng của “expect” là các điều phải đúng, ví dụ {kind: answer, answer: vneid-la-gi}")
    if not turns:
        page.wrong(entries.of("steps"), "câu chuyện chưa có bước nào; thêm “steps:” rồi “- user: …”")
    return [Turn(line, text, claims=tuple(claims)) for line, text, claims in turns]


def _said(step: Entries, page: Page) -> tuple[str, list[Claim]]:
    """Lời người dân bỏ chú thích, và intent cùng thực thể mà NLU phải đoán."""
    written = page.text(step, "user", "lời người dân")
    claims = []
    if "intent" in step:
        claims.append(page.claim("intent", step["intent"], step.of("intent")))
    marked = entities_parser.find_entities_in_training_example(written)
    named: dict[str, Any] = {entity["entity"]: entity["value"] for entity in marked}
    if named:
        claims.append(page.claim("entities", named, step.of("user")))
    return entities_parser.replace_entities(written), [claim for claim in claims if claim]


def _claims(step: Entries, page: Page) -> list[Claim]:
    claims = []
    if "action" in step:
        claims.append(page.claim("action", step["action"], step.of("action")))
    for line, slot in page.items(step, "slot_was_set"):
        claims.append(page.claim("slots", slot, line))
    return [claim for claim in claims if claim]
