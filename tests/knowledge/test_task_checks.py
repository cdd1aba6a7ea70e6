"""Việc có hướng dẫn trong thư mục kiến thức: đọc, kiểm, ghi lại, mỗi chỗ sai báo đúng dòng."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from knowledge_folder import KnowledgeFolder

from bot.database import open_engine, upgrade
from bot.knowledge.history import changes
from bot.knowledge.history_text import render_changes
from bot.knowledge.model import Choice, Task
from bot.knowledge.record import decode_trusted, encode
from bot.knowledge.store import load
from bot.knowledge.sync import sync

TRAITS, TASK = "traits.yml", "tasks/lam-the.yml"
FILES = {
    TRAITS: """\
- id: age
  ask: Bao nhiêu tuổi?
  choices:
    - value: child
      label: Trẻ em
      says: [cháu nhỏ]
      least: 0
      most: 13
    - {value: adult, label: Người lớn, least: 14, most: 200}
- id: phone
  ask: Có điện thoại không?
  choices:
    - {value: smart, label: Có}
    - {value: none, label: Không}
""",
    TASK: """\
id: lam-the-theo-truong-hop
topic: can-cuoc
title: Làm lại thẻ bị mất
asks:
  - dẫn tôi làm lại thẻ
intro: Trả lời hai câu.
traits: [age, phone]
lines:
  - part: bring
    text: Giấy khai sinh.
    when: [age=child]
  - part: step
    text: Báo công an xã.
    when: [age=!child, phone=smart|none]
    answer: mat-the
read_on: 2026-11
review_by: 2027-05
""",
}
NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)


@pytest.fixture
def guided(folder: KnowledgeFolder) -> KnowledgeFolder:
    for name, text in FILES.items():
        folder.write(name, text)
    return folder


def test_a_task_reads_with_its_lines_and_traits(guided: KnowledgeFolder) -> None:
    knowledge = guided.knowledge()
    task = knowledge.tasks["lam-the-theo-truong-hop"]
    assert [(line.part, line.when, line.answer) for line in task.lines] == [
        ("bring", ("age=child",), None),
        ("step", ("age=!child", "phone=smart|none"), "mat-the"),
    ]
    assert knowledge.traits["age"].choices[0] == Choice("child", "Trẻ em", ("cháu nhỏ",), 0, 13)


def test_a_task_survives_being_stored(guided: KnowledgeFolder, tmp_path: Path) -> None:
    knowledge = guided.knowledge()
    task = knowledge.tasks["lam-the-theo-truong-hop"]
    assert decode_trusted(Task, json.loads(json.dumps(encode(task)))) == task
    engine = open_engine(f"sqlite:///{tmp_path}/kho.db")
    upgrade(engine)
    sync(engine, knowledge, now=NOW)
    assert load(engine).tasks == knowledge.tasks
    assert load(engine).traits == knowledge.traits
    guided.replace(TASK, "text: Báo công an xã.", "text: Đến công an xã.")
    assert sync(engine, guided.knowledge(), now=NOW).changed == ["lam-the-theo-truong-hop"]
    told = render_changes(changes(engine, 1, 2))
    assert "    + answer: mat-the; part: step; text: Đến công an xã.; when: age=!child, phone=smart|none" in told


def test_a_folder_without_tasks_needs_no_traits(folder: KnowledgeFolder) -> None:
    assert folder.problems() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "told"),
    [
        (
            TASK,
            "traits: [age, phone]",
            "traits: [age, card]",
            7,
            "không có đặc điểm “card”; sửa id hoặc thêm vào traits",
        ),
        (TASK, "traits: [age, phone]", "traits: [age]", 7, "một việc hỏi từ 2 đến 4 điều"),
        (TASK, "when: [age=child]", "when: [age=baby]", 9, "điều kiện “age=baby”: “age” không có lựa chọn “baby”"),
        (TASK, "when: [age=child]", "when: [card=chip]", 9, "“card=chip”: việc này không hỏi “card”"),
        (TASK, "when: [age=child]", "when: [child]", 9, "“child” không phải điều kiện; viết kiểu card=chip"),
        (TASK, "answer: mat-the", "answer: mat-ao", 12, "không có câu trả lời “mat-ao”; sửa id hoặc thêm vào answers/"),
        (TASK, "Báo công an xã.", "Gọi 113.", 12, "“113” không có trong facts của câu làm chứng"),
        (TASK, "Giấy khai sinh.", "2 tấm ảnh.", 9, "dòng có “2” thì phải ghi answer: id câu trả lời làm chứng"),
        (TASK, "Giấy khai sinh.", "Giấy CMND.", 9, "chữ tắt “CMND” chưa có trong abbreviations.yml"),
        (TASK, "Giấy khai sinh.", "Giấy" + " giấy" * 60, 9, "dòng dài 304 ký tự, nhiều nhất 200"),
        (TASK, "part: bring", "part: take", 9, "“part”: “take” không dùng được; chọn một trong: bring, step, note"),
        (TASK, "part: step", "part: note", 8, "việc chưa có bước nào; cần ít nhất một dòng part: step"),
        (TASK, "text: Giấy khai sinh.", "", 9, "thiếu trường “text”"),
        (
            TASK,
            "lines:\n",
            "lines: [một]\nnotes:\n",
            8,
            "“lines”: cần một danh sách, mỗi mục là các dòng “tên: giá trị”",
        ),
        (TASK, "id: lam-the-theo-truong-hop", "id: mat-the", 1, "id “mat-the” đã có ở"),
        (TASK, "  - dẫn tôi làm lại thẻ", "  - đánh rơi thẻ", 4, "cách hỏi “đánh rơi thẻ” đã thuộc “mat-the”"),
        (TASK, "review_by: 2027-05\n", "", 1, "thiếu hạn xem lại"),
        (TRAITS, "label: Không}", "label: có}", 14, "“co” đã là cách nói của lựa chọn “smart”; bỏ ở một bên"),
        (TRAITS, "least: 14", "least: 13", 3, "khoảng số của “child” và “adult” chồng nhau"),
        (TRAITS, "      most: 13\n", "", 3, "khoảng số của “child” và “adult” chồng nhau"),
        (TRAITS, "    - {value: none, label: Không}\n", "", 12, "đặc điểm phải có ít nhất hai lựa chọn"),
        (TRAITS, "value: child", "value: Trẻ", 4, "value “Trẻ” chỉ dùng chữ thường không dấu, số và gạch nối"),
        (TRAITS, "- id: phone", "- id: has-phone", 10, "id đặc điểm “has-phone” cũng là tên slot"),
        (TRAITS, "- id: phone", "- id: mobile", 10, "đặc điểm “mobile” không việc nào hỏi; xoá, hoặc ghi vào"),
    ],
)
def test_a_wrong_line_is_told_with_its_place(
    guided: KnowledgeFolder, file: str, old: str, new: str, line: int, told: str
) -> None:
    guided.replace(file, old, new)
    assert any(problem.startswith(f"{file}:{line}: ") and told in problem for problem in guided.problems()), (
        guided.problems()
    )
