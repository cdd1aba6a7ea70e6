"""Bản nháp: ai được làm gì ở bước nào, chỗ sai được kể đúng ô, hai người cùng sửa thì không ai mất chữ."""

from __future__ import annotations

import pytest
from editing_desk import LAN, MINH, NEW_ANSWER, NEW_BODY, Desk

from bot.knowledge.checks import check as check_folder
from bot.knowledge.draft import (
    DraftChangedError,
    FaultyDraftError,
    SamePersonError,
    UnknownAnswerError,
    UnknownDraftError,
    WrongStateError,
)
from bot.knowledge.draft_check import applied


def test_a_draft_of_an_answer_starts_as_the_answer_in_use(desk: Desk) -> None:
    draft = desk.drafts.get(desk.drafts.start("doi-the", LAN))
    assert draft.body == desk.body("doi-the")
    assert (draft.state, draft.deed, draft.author, draft.answer_id) == ("draft", "write", LAN, "doi-the")
    assert draft.base_digest


def test_a_draft_of_an_unknown_answer_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownAnswerError):
        desk.drafts.start("khong-co", LAN)
    with pytest.raises(UnknownDraftError):
        desk.drafts.get(99)


def test_a_draft_goes_from_writing_to_review_back_and_again(desk: Desk) -> None:
    number = desk.drafts.start(None, LAN, NEW_BODY, cluster_id=None)
    assert desk.drafts.submit(number, LAN).state == "review"
    returned = desk.drafts.send_back(number, MINH, "Thêm lệ phí.")
    assert (returned.state, returned.remark, returned.reviewer) == ("returned", "Thêm lệ phí.", MINH)
    again = desk.drafts.submit(number, LAN)
    assert (again.state, again.remark) == ("review", None)
    assert desk.drafts.drop(number, LAN).state == "dropped"
    assert desk.deeds() == [
        (LAN, "draft.started", "1"),
        (LAN, "draft.submitted", "1"),
        (MINH, "draft.returned", "1"),
        (LAN, "draft.submitted", "1"),
        (LAN, "draft.dropped", "1"),
    ]


def test_no_step_is_taken_out_of_turn(desk: Desk) -> None:
    number = desk.drafts.start(None, LAN, NEW_BODY)
    with pytest.raises(WrongStateError):
        desk.drafts.send_back(number, MINH, "chưa gửi mà")
    with pytest.raises(WrongStateError):
        desk.drafts.publish(number, MINH)
    desk.drafts.drop(number, LAN)
    for step in (desk.drafts.submit, desk.drafts.drop):
        with pytest.raises(WrongStateError, match="đã bỏ"):
            step(number, LAN)
    with pytest.raises(WrongStateError):
        desk.drafts.save(number, LAN, NEW_BODY)
    assert len(desk.deeds()) == 2, "việc không thành thì không có dòng sổ"


def test_saving_a_draft_under_review_asks_for_a_new_review(desk: Desk) -> None:
    number = desk.in_review()
    saved = desk.drafts.save(number, LAN, {**NEW_BODY, "answer": {**NEW_ANSWER, "short": "Đổi ở công an xã."}})
    assert saved.state == "draft"


def test_nobody_reviews_what_they_wrote_or_last_edited(desk: Desk) -> None:
    number = desk.in_review()
    for act in (lambda who: desk.drafts.publish(number, who), lambda who: desk.drafts.send_back(number, who, "…")):
        with pytest.raises(SamePersonError):
            act(LAN)
    desk.drafts.save(number, MINH, {**NEW_BODY, "answer": {**NEW_ANSWER, "short": "Đổi ở công an xã."}})
    desk.drafts.submit(number, LAN)
    for who in (LAN, MINH):
        with pytest.raises(SamePersonError):
            desk.drafts.publish(number, who)
    desk.drafts.publish(number, "hoa")


def test_two_people_editing_one_draft_do_not_overwrite_each_other(desk: Desk) -> None:
    number = desk.drafts.start("doi-the", LAN)
    seen = desk.drafts.get(number).digest
    desk.drafts.save(number, LAN, desk.body("doi-the", short="Ở công an xã nơi gần nhất."), seen)
    with pytest.raises(DraftChangedError):
        desk.drafts.save(number, MINH, desk.body("doi-the", short="Ở nhà."), seen)
    assert desk.drafts.get(number).body["answer"]["short"] == "Ở công an xã nơi gần nhất."


def test_the_id_of_an_answer_in_use_cannot_be_changed(desk: Desk) -> None:
    number = desk.drafts.start("doi-the", LAN)
    saved = desk.drafts.save(number, LAN, desk.body("doi-the", id="ten-khac"))
    assert (saved.answer_id, saved.body["answer"]["id"]) == ("doi-the", "doi-the")


def test_blank_fields_do_not_change_the_content(desk: Desk) -> None:
    number = desk.drafts.start("doi-the", LAN)
    before = desk.drafts.get(number).digest
    saved = desk.drafts.save(number, LAN, desk.body("doi-the", steps=[], valid_from=None, superseded_by=""))
    assert saved.digest == before


def test_working_drafts_are_listed_last_changed_first(desk: Desk) -> None:
    first, second = desk.drafts.start("doi-the", LAN), desk.drafts.start("mat-the", MINH)
    desk.now = desk.now.replace(hour=10)
    desk.drafts.save(first, LAN, desk.body("doi-the", short="Ở xã."))
    desk.drafts.drop(desk.drafts.start(None, LAN), LAN)
    assert [draft.id for draft in desk.drafts.listed()] == [first, second]
    assert [draft.id for draft in desk.drafts.listed(answer_id="mat-the")] == [second]
    assert desk.drafts.listed()[0].title == "Đổi thẻ ở đâu?"


def faults(desk: Desk, body: dict[str, object], *, new: bool = False) -> list[tuple[str, str]]:
    return [
        (fault.field, fault.message.partition(";")[0]) for fault in desk.drafts.check(body, desk.knowledge(), new=new)
    ]


def test_a_sound_new_answer_with_its_source_has_no_fault(desk: Desk) -> None:
    assert faults(desk, NEW_BODY, new=True) == []


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"short": ""}, "short", "thiếu trường"),
        ({"sources": []}, "sources", "thiếu trường “sources”"),
        ({"sources": ["khong-co"]}, "sources", "không có nguồn “khong-co”"),
        ({"short": "Đổi trong 7 ngày."}, "short", "“7” không có trong facts"),
        ({"short": "Đổi thẻ " * 50}, "short", "dòng dài"),
        ({"asks": ["đánh rơi thẻ"]}, "asks", "đã thuộc câu “mat-the”"),
        ({"asks": ["thẻ gãy đôi", "Thẻ gãy đôi"]}, "asks", "viết hai lần"),
        ({"related": ["khong-co"]}, "related", "không có câu trả lời “khong-co”"),
        ({"related": ["the-bi-hong"]}, "related", "chính câu này"),
        ({"notes": ["Hỏi BHXH."]}, "notes", "chữ tắt “BHXH”"),
        ({"review_by": None}, "review_by", "thiếu hạn xem lại"),
        ({"id": "Thẻ hỏng"}, "id", "chỉ dùng chữ thường"),
        ({"valid_until": "2025-13-01"}, "valid_until", "“valid_until”"),
        ({"valid_from": "2026-01-01", "valid_until": "2025-01-01"}, "valid_until", "đứng trước"),
        ({"topic": "khác"}, "topic", "không dùng được"),
        ({"id": "mat-the"}, "id", "đã có"),
        ({"id": "dat-dai"}, "id", "đã có"),
    ],
)
def test_each_fault_is_told_beside_its_field(desk: Desk, change: dict[str, object], field: str, told: str) -> None:
    found = faults(desk, {**NEW_BODY, "answer": {**NEW_ANSWER, **change}}, new=True)
    assert [(name, message) for name, message in found if name == field and told in message], found


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"url": "ftp://a"}, "sources.0.url", "http://"),
        ({"url": "https://bao-mau.example/the"}, "sources.0.url", "đã là của nguồn “bao-mau”"),
        ({"publisher": ""}, "sources.0.publisher", "thiếu trường"),
        ({"id": "bao-viec"}, "sources.0.id", "đã có với nội dung khác"),
        ({"id": "khong-ai-dung"}, "sources.0.id", "không câu nào dùng"),
    ],
)
def test_a_new_source_is_checked_too(desk: Desk, change: dict[str, object], field: str, told: str) -> None:
    found = faults(desk, {**NEW_BODY, "sources": [{**NEW_BODY["sources"][0], **change}]}, new=True)
    assert [(name, message) for name, message in found if name == field and told in message], found


def test_an_unchanged_copy_is_not_worth_publishing(desk: Desk) -> None:
    assert faults(desk, desk.body("doi-the")) == [("", "bản nháp không khác câu đang dùng")]
    number = desk.drafts.start("doi-the", LAN)
    with pytest.raises(FaultyDraftError):
        desk.drafts.submit(number, LAN)


def test_a_fault_elsewhere_that_was_there_before_blocks_nobody(desk: Desk) -> None:
    """Nguồn cũ không câu nào dùng là việc của tệp, không phải của người đang sửa câu khác."""
    desk.change("mat-the", sources=["bao-viec"])
    desk.change("doi-the", sources=["bao-viec"])
    assert any("không câu nào dùng" in problem.message for problem in check_folder(desk.folder.reading())) is False
    assert faults(desk, desk.body("doi-the", short="Ở xã.")) == []


def test_a_fault_the_change_causes_elsewhere_is_told(desk: Desk) -> None:
    found = faults(desk, desk.body("doi-the", asks=["sang tên sổ đỏ ở đâu"]))
    assert [message for field, message in found if not field and "đã thuộc “doi-the”" in message], found


def test_the_preview_is_the_knowledge_after_publishing(desk: Desk) -> None:
    after = applied("write", NEW_BODY, desk.knowledge())
    assert after is not None
    assert after.answers["the-bi-hong"].sources == ("bao-moi",)
    assert after.sources["bao-moi"].publisher == "Báo Mới"
    assert applied("write", {**NEW_BODY, "answer": {"title": "dở dang"}}, desk.knowledge()) is None
    gone = applied("remove", desk.body("doi-the"), desk.knowledge())
    assert gone is not None
    assert "doi-the" not in gone.answers
    assert gone.answers["mat-the"].related == ()
