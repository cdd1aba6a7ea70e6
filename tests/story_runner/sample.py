"""Kết quả chạy câu chuyện dựng tay, đủ mọi kết cục: cho kiểm thử báo cáo và cho hình trong tài liệu."""

from __future__ import annotations

import datetime
from typing import Any

from bot.stories.model import Claim, Story, Turn
from bot.stories.results import Failure, Inside, Seen, StoryResult, TurnResult

AT = datetime.datetime(2026, 11, 22, 8, 15, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
ATTACK = '</details><script>window.hit = 1</script><img src=x onerror="window.hit = 1">'

NEWSPAPER = {
    "id": "bao-mau-mat-khau",
    "title": "Quên mật khẩu thì lấy lại ra sao",
    "publisher": "Báo Mẫu",
    "published": "2025-12-04",
    "url": "https://bao-mau.example/mat-khau",
}
UNDATED = {
    "id": "bao-viec-so-lieu",
    "title": "Số dịch vụ trực tuyến",
    "publisher": "Báo Việc",
    "published": None,
    "url": None,
}
PASSWORD = """Anh/chị lấy lại ngay trên ứng dụng, ở mục “Quên mật khẩu”.
1. Mở ứng dụng, chọn “Quên mật khẩu”.
2. Nhập số định danh và số điện thoại đã đăng ký.
3. Nhập mã xác nhận gửi về điện thoại, rồi đặt mật khẩu mới.
Nguồn: Báo Mẫu, ngày 4/12/2025."""
FIGURE = """Dịch vụ công trực tuyến toàn trình của Thanh Hoá: 428 dịch vụ (theo bài viết năm 2024).
Nguồn: Báo Việc, bài không ghi ngày."""


def turn(
    user: str,
    text: str = "Lời đáp.",
    *,
    said: str | None = None,
    press: bool = False,
    line: int = 10,
    seconds: float = 0.084,
    wrong: tuple[Failure, ...] = (),
    unseen: tuple[Claim, ...] = (),
    inside: Inside | None = None,
    **custom: Any,
) -> TurnResult:
    """Một lượt đã chạy; `custom` đè lên phần `custom` trống của lời đáp."""
    plain = {"kind": "answer", "answers": [], "items": [], "sources": [], "calls": [], "buttons": [], "as_of": None}
    claims = tuple(failure.claim for failure in wrong)
    seen = Seen(text, {**plain, **custom}, seconds, inside)
    return TurnResult(Turn(line, user, press, claims), user if said is None else said, seen, wrong, unseen)


def played(
    name: str, *turns: TurnResult, file: str = "tests/stories/test_vneid.yml", line: int = 6, **fields: Any
) -> StoryResult:
    """Một câu chuyện đã chạy đúng như viết, các lượt của nó là `turns`; `fields` đè lên các trường của kết quả."""
    planned = (*(each.turn for each in turns), *fields.pop("unsaid", ()))
    return StoryResult(Story(name, file, line, planned), **{"variant": None, "turns": turns, **fields})


def again(result: StoryResult, variant: str, *turns: TurnResult) -> StoryResult:
    """Cùng câu chuyện, theo một biến thể."""
    return StoryResult(result.story, variant, turns)


def failure(kind: str, value: Any, got: str, line: int = 12) -> Failure:
    """Một điều sai."""
    return Failure(Claim(kind, value, line), got)


def understood(intent: str, rule: str, **evidence: Any) -> Inside:
    """Điều thấy bên trong bot."""
    return Inside(
        intent=intent,
        confidence=0.93,
        entities=(("service", "vneid"),),
        slots={"topic": "vneid", "last_answers": ["vneid-quen-mat-khau"], "place": None},
        actions=("action_answer",),
        evidence={
            "read": "quên mật khẩu vneid lấy lại kiểu gì",
            "ranking": {intent: 0.93, "greet": 0.02},
            "intents": {intent: 0.93},
            "hits": [
                {"id": "vneid-quen-mat-khau", "score": 0.571, "phrasing": 0.817, "ask": "mất pass VNeID"},
                {"id": "vneid-doi-mat-khau", "score": 0.412, "phrasing": 0.484, "ask": "thay pass VNeID ở chỗ nào"},
            ],
            "outside": {"id": "vneid-mo-bang-van-tay", "score": 0.291},
            "sure": {"near": 0.991, "among": 0.993},
            "query": {"indicators": [], "places": [], "match": 0.0},
            "subject": None,
            "rule": rule,
            **evidence,
        },
    )


def every_outcome() -> list[StoryResult]:
    """Mỗi kết cục một câu chuyện: sai, biến thể sai, đứt giữa chừng, đạt, không chạy."""
    return [*_figures(), *_forgot_password(), _scam(), _no_button(), _needs_own_knowledge()]


def _forgot_password() -> list[StoryResult]:
    answer: dict[str, Any] = {
        "answers": ["vneid-quen-mat-khau"],
        "sources": [NEWSPAPER],
        "buttons": [{"title": "Đổi mật khẩu ở đâu?", "payload": {"answer": "vneid-doi-mat-khau"}}],
    }
    asked = "quên mật khẩu VNeID thì lấy lại kiểu gì"
    first = turn(asked, PASSWORD, inside=understood("ask_vneid", "found"), seconds=0.112, **answer)
    second = turn(
        "Đổi mật khẩu ở đâu?",
        "Anh/chị vào mục Cài đặt, chọn “Đổi mật khẩu”.\nNguồn: Báo Mẫu, ngày 4/12/2025.",
        press=True,
        line=14,
        inside=understood("ask_vneid", "chosen", hits=[]),
        sources=[NEWSPAPER],
    )
    story = played("Quên mật khẩu VNeID, rồi bấm nút hỏi tiếp", first, second)
    bare = turn(asked, PASSWORD, said="quen mat khau VNeID thi lay lai kieu gi", **answer)
    lost = turn(
        asked,
        "Ý anh/chị là câu nào ạ?\n- Quên mật khẩu VNeID\n- Quên passcode VNeID",
        said="queen maatj khaaur VNeID thif laays laij kieeur gif",
        wrong=(
            failure("kind", "answer", "clarify"),
            failure("says", "1. Mở ứng dụng", "Ý anh/chị là câu nào ạ?\n- Quên mật khẩu VNeID\n- Quên passcode VNeID"),
        ),
        inside=understood("ask_vneid", "found", sure={"near": 0.41, "among": 0.77}),
        kind="clarify",
        buttons=[
            {"title": title, "payload": {"say": title}} for title in ("Quên mật khẩu VNeID", "Quên passcode VNeID")
        ],
    )
    return [story, again(story, "no_accents", bare, second), again(story, "telex", lost)]


def _scam() -> StoryResult:
    urgent = turn(
        "tôi vừa chuyển tiền cho người tự xưng công an",
        "Anh/chị dừng chuyển tiền ngay.\n\nGọi ngân hàng để dừng giao dịch, rồi báo công an.",
        inside=understood("report_scam", "safety", hits=[]),
        kind="safety",
        calls=[{"label": "Công an", "number": "113"}],
    )
    return played("Vừa chuyển tiền cho kẻ lừa", urgent, file="tests/stories/test_safety.yml", line=4)


def _figures() -> list[StoryResult]:
    file = "tests/stories/test_figures.yml"
    asked = "Thanh Hoá có bao nhiêu dịch vụ công toàn trình?"
    wanted = FIGURE.replace("428", "982")
    wrong = turn(
        asked,
        FIGURE,
        line=19,
        wrong=(failure("text", wanted, FIGURE, 21), failure("source", "bao-mau-so-lieu", "bao-viec-so-lieu", 22)),
        inside=understood(
            "ask_local_figure",
            "figure",
            hits=[],
            query={"indicators": ["dich-vu-cong-toan-trinh"], "places": ["thanh-hoa"], "match": 0.92},
        ),
        kind="figure",
        sources=[UNDATED],
    )
    story = played("Dịch vụ công toàn trình của Thanh Hoá", wrong, file=file, line=6)
    right = turn(
        asked, wanted, said="THANH HOÁ CÓ BAO NHIÊU DỊCH VỤ CÔNG TOÀN TRÌNH?", kind="figure", sources=[UNDATED]
    )
    return [story, again(story, "caps", right)]


def _no_button() -> StoryResult:
    first = turn("nộp hồ sơ khai sinh trên mạng", "Anh/chị nộp ở Cổng dịch vụ công quốc gia.", line=8)
    return played(
        "Nộp hồ sơ khai sinh, rồi xem phí",
        first,
        file="tests/stories/test_online_service.yml",
        unsaid=(Turn(11, "Mất bao nhiêu phí?", press=True),),
        error="không có nút “Mất bao nhiêu phí?”; đang có: không nút nào",
    )


def _needs_own_knowledge() -> StoryResult:
    return played(
        "Câu trả lời đã hết hiệu lực",
        file="tests/stories/test_validity.yml",
        unsaid=(Turn(5, "phí làm thẻ là bao nhiêu"),),
        skipped="cần kho riêng; chỉ chạy được ngay trong tiến trình",
    )
