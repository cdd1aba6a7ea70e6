"""Sáu việc có hướng dẫn thật trong knowledge/: mọi trường hợp đều ra danh sách đủ, ngắn, có chứng, không tự trái."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator

import pytest

from bot.knowledge.guide import chosen_lines, next_trait, read_choice
from bot.knowledge.model import Knowledge, Task
from bot.vietnamese import fold

TODAY = datetime.date(2026, 11, 22)
FEWEST_STEPS, MOST_STEPS = 2, 9
FEWEST_ASKS, MOST_ASKS = 15, 25
MOST_LINES = 14
"""Cả danh sách vừa một tờ A5 chữ to."""
LONGEST_LINE, LONGEST_LABEL = 120, 50
"""Số ký tự: một dòng là hai ba hàng chữ to, một nút là một hàng, trên điện thoại."""

TASKS = (
    "bhyt-tren-vneid",
    "can-cuoc-cho-tre",
    "chuyen-tien-qr-lan-dau",
    "kham-khong-the-giay",
    "vneid-muc-2",
    "vua-bi-lua",
)
CONTRARY = (
    ("vneid-muc-2", "tối đa 03 ngày", "tối đa 07 ngày"),
    ("vneid-muc-2", "chưa làm được mức 02", "Cần mức 02"),
    ("vneid-muc-2", "Mở VNeID, chọn “Kích hoạt", "mở máy tính"),
    ("vneid-muc-2", "xin đến nhà làm", "không phải về quê"),
    ("vneid-muc-2", "Làm một sim", "Dùng số của chính người làm"),
    ("can-cuoc-cho-tre", "không phải đến công an", "Đưa cháu đến"),
    ("can-cuoc-cho-tre", "không bắt buộc làm thẻ", "phải làm thẻ căn cước"),
    ("can-cuoc-cho-tre", "là miễn phí", "Lệ phí thì hỏi"),
    ("can-cuoc-cho-tre", "khai trước trên VNeID", "Không cần VNeID"),
    ("bhyt-tren-vneid", "khỏi đưa thẻ lên", "chọn “Tích hợp thông tin”"),
    ("bhyt-tren-vneid", "cháu chưa phải làm", "chọn “Tích hợp thông tin”"),
    ("bhyt-tren-vneid", "Lên VNeID mức 2 trước", "cứ thử đưa thẻ vào"),
    ("kham-khong-the-giay", "không cần giấy tờ có ảnh", "giấy tờ tùy thân"),
    ("kham-khong-the-giay", "chưa được cấp thẻ vẫn được hưởng", "đọc mã số bảo hiểm y tế"),
    ("kham-khong-the-giay", "đưa giấy hẹn", "đưa thẻ căn cước cho nhân viên"),
    ("chuyen-tien-qr-lan-dau", "Đừng quét", "chọn quét mã"),
    ("chuyen-tien-qr-lan-dau", "trả tiền mặt", "Tự mở ứng dụng"),
    ("vua-bi-lua", "Lấy điện thoại khác gọi", "Gọi ngay tổng đài"),
    ("vua-bi-lua", "Không chuyển thêm", "đừng chuyển tiền"),
)
"""Hai câu trong cùng một việc mà người đọc không được thấy cùng lúc."""

NEEDS_SMARTPHONE = re.compile(r"\b(?:mở|tải|cập nhật) (?:VNeID|VssID|ứng dụng)|App Store|chọn quét mã", re.IGNORECASE)
STATES_A_RULE = re.compile(
    r"\d|bắt buộc|miễn phí|lệ phí|thời hạn|nghị định|thông tư|luật|không được|có giá trị|hiệu lực|chỉ cấp",
    re.IGNORECASE,
)

Case = dict[str, str]


def _cases(task: Task, knowledge: Knowledge) -> Iterator[Case]:
    """Mọi tổ hợp đặc điểm, kể cả điều bot không cần hỏi."""
    values = [[choice.value for choice in knowledge.traits[trait].choices] for trait in task.traits]
    return (dict(zip(task.traits, combination, strict=True)) for combination in itertools.product(*values))


def _conversations(task: Task, knowledge: Knowledge, known: Case | None = None) -> Iterator[Case]:
    """Mọi ngả của cuộc hỏi, chỉ những điều bot thật sự hỏi."""
    known = known or {}
    trait = next_trait(task, known)
    if trait is None:
        yield known
        return
    for choice in knowledge.traits[trait].choices:
        yield from _conversations(task, knowledge, {**known, trait: choice.value})


def _texts(task: Task, case: Case) -> list[str]:
    return [line.text for line in chosen_lines(task, case)]


def _steps(task: Task, case: Case) -> list[str]:
    return [line.text for line in chosen_lines(task, case, "step")]


@pytest.fixture(params=TASKS)
def task(request: pytest.FixtureRequest, real_knowledge: Knowledge) -> Task:
    return real_knowledge.tasks[request.param]


def test_the_six_guided_tasks_are_all_there(real_knowledge: Knowledge) -> None:
    assert set(TASKS) <= set(real_knowledge.tasks)


def test_every_case_of_every_task_has_enough_steps_and_not_too_many(task: Task, real_knowledge: Knowledge) -> None:
    everyone = [*_cases(task, real_knowledge), *_conversations(task, real_knowledge)]

    wrong = {str(case): len(_steps(task, case)) for case in everyone}
    wrong = {case: count for case, count in wrong.items() if not FEWEST_STEPS <= count <= MOST_STEPS}

    assert wrong == {}
    assert max(len(_texts(task, case)) for case in everyone) <= MOST_LINES


def test_every_line_is_shown_to_somebody(task: Task, real_knowledge: Knowledge) -> None:
    shown = {line for case in _conversations(task, real_knowledge) for line in chosen_lines(task, case)}

    assert [line.text for line in task.lines if line not in shown] == []


def test_every_question_changes_the_list_for_somebody(task: Task, real_knowledge: Knowledge) -> None:
    cases = list(_cases(task, real_knowledge))

    for trait in task.traits:
        lists: dict[str, set[tuple[str, ...]]] = {}
        for case in cases:
            others = str({name: value for name, value in case.items() if name != trait})
            lists.setdefault(others, set()).add(tuple(_texts(task, case)))
        assert any(len(different) > 1 for different in lists.values()), trait


def test_skipping_a_needless_question_never_changes_the_list(task: Task, real_knowledge: Knowledge) -> None:
    for asked in _conversations(task, real_knowledge):
        full = [case for case in _cases(task, real_knowledge) if asked.items() <= case.items()]
        assert {tuple(_texts(task, case)) for case in full} == {tuple(_texts(task, asked))}


@pytest.mark.parametrize(("task_id", "one", "other"), CONTRARY)
def test_nobody_is_told_two_contrary_things(task_id: str, one: str, other: str, real_knowledge: Knowledge) -> None:
    task = real_knowledge.tasks[task_id]
    lists = ["\n".join(_texts(task, case)) for case in _cases(task, real_knowledge)]

    assert any(one in text for text in lists)
    assert any(other in text for text in lists)
    assert [text for text in lists if one in text and other in text] == []


def test_nobody_reads_the_same_line_twice(task: Task, real_knowledge: Knowledge) -> None:
    for case in _cases(task, real_knowledge):
        texts = _texts(task, case)
        assert len(texts) == len(set(texts)), case


def test_a_line_without_proof_states_no_rule_and_no_number(task: Task) -> None:
    assert [line.text for line in task.lines if line.answer is None and STATES_A_RULE.search(line.text)] == []


def test_every_proof_is_in_force_and_outlives_the_review_date(task: Task, real_knowledge: Knowledge) -> None:
    proofs = [real_knowledge.answers[proof] for proof in task.proofs]

    assert task.review_by is not None
    assert [proof.id for proof in proofs if proof.is_early(TODAY) or proof.is_over(task.review_by.end)] == []
    assert [proof.id for proof in proofs if proof.superseded_by] == []


def test_every_line_is_one_short_sentence_or_two(task: Task) -> None:
    assert [line.text for line in task.lines if len(line.text) > LONGEST_LINE or not line.text.endswith(".")] == []


def test_every_button_fits_on_one_row(real_knowledge: Knowledge) -> None:
    labels = [choice.label for trait in real_knowledge.traits.values() for choice in trait.choices]

    assert [label for label in labels if len(label) > LONGEST_LABEL] == []


def test_every_task_knows_enough_ways_of_being_asked_for(task: Task) -> None:
    assert FEWEST_ASKS <= len(task.asks) <= MOST_ASKS
    bare = [ask for ask in task.asks if ask.casefold() == fold(ask)]
    assert 3 <= len(bare) < len(task.asks)


@pytest.mark.parametrize("task_id", ["vneid-muc-2", "bhyt-tren-vneid", "chuyen-tien-qr-lan-dau"])
@pytest.mark.parametrize("phone", ["basic", "none"])
def test_a_grown_up_without_a_smartphone_is_never_sent_to_an_app(
    task_id: str, phone: str, real_knowledge: Knowledge
) -> None:
    task = real_knowledge.tasks[task_id]
    cases = [
        case for case in _cases(task, real_knowledge) if case["phone"] == phone and case.get("age", "14-up") == "14-up"
    ]

    told = {step for case in cases for step in _steps(task, case)}

    assert told
    assert {step for step in told if NEEDS_SMARTPHONE.search(step)} == set()


@pytest.mark.parametrize("task_id", ["vneid-muc-2", "can-cuoc-cho-tre", "bhyt-tren-vneid"])
def test_a_child_under_six_is_never_taken_to_the_police(task_id: str, real_knowledge: Knowledge) -> None:
    task = real_knowledge.tasks[task_id]
    told = {
        line.text
        for case in _cases(task, real_knowledge)
        if case["age"] == "under-6"
        for line in chosen_lines(task, case)
    }

    assert told
    assert {text for text in told if text.startswith("Đưa cháu đến") or "sim đứng tên" in text} == set()


def test_whoever_has_lost_money_calls_the_bank_before_anything_else(real_knowledge: Knowledge) -> None:
    task = real_knowledge.tasks["vua-bi-lua"]
    for case in _cases(task, real_knowledge):
        first, second, *_ = _steps(task, case)
        if case["gave"] in ("app", "several"):
            assert "chế độ máy bay" in first
            assert "điện thoại khác gọi ngay ngân hàng" in second
        elif case["sent"] == "paid" or case["gave"] == "code":
            assert "Gọi ngay tổng đài ngân hàng" in first
        assert any("113" in step for step in _steps(task, case))


@pytest.mark.parametrize(
    ("trait", "said", "value"),
    [
        ("age", "cháu mới đẻ", "under-6"),
        ("age", "con tôi 4 tuổi", "under-6"),
        ("age", "8 tuổi", "6-13"),
        ("age", "mẹ tôi sinh năm 1954", "14-up"),
        ("card", "chứng minh thư cũ", "old"),
        ("card", "mất rồi", "none"),
        ("phone", "cục gạch", "basic"),
        ("phone", "dùng nhờ máy con gái", "family"),
        ("mobility", "mẹ tôi nằm một chỗ", "stays"),
        ("level", "không biết", "unsure"),
        ("sent", "chuyển rồi", "paid"),
        ("gave", "tôi đọc otp rồi", "code"),
        ("gave", "cai app la", "app"),
        ("code", "ở chợ", "shop"),
    ],
)
def test_an_everyday_reply_is_understood(trait: str, said: str, value: str, real_knowledge: Knowledge) -> None:
    assert read_choice(real_knowledge.traits[trait], said, TODAY) == value


@pytest.mark.parametrize(
    ("trait", "said"), [("bank", "có rồi"), ("birth", "chưa"), ("card", "thẻ căn cước"), ("phone", "có")]
)
def test_a_reply_that_could_be_two_things_is_asked_again(trait: str, said: str, real_knowledge: Knowledge) -> None:
    assert read_choice(real_knowledge.traits[trait], said, TODAY) is None
