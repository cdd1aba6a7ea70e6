"""Việc có hướng dẫn nhìn từ hành động Rasa: form mở, đọc lời đáp, bị ngắt, đóng; các slot và sự kiện Rasa cần."""

from __future__ import annotations

import asyncio
import datetime
from typing import Any

import pytest
import yaml
from guided_tasks import knowing, task
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import AnswerAction
from bot.actions.safety import SafetyAction
from bot.actions.tasks import StartTaskAction, TaskChecklistAction, ValidateTaskForm
from bot.actions.turn import KnowledgeAction
from bot.knowledge.answerer import Answerer
from bot.knowledge.model import Knowledge
from bot.knowledge.reader import read
from bot.settings import ROOT

TODAY = datetime.date(2026, 11, 22)
QR = task(id="quet-ma", title="Chuyển tiền bằng mã QR", asks=("chỉ tôi quét mã lần đầu",), topic="thanh-toan")
TASKS = knowing(task(), QR)
HEARD = [{"event": "action", "name": "action_listen"}]
ANSWERED = [*HEARD, {"event": "action", "name": "action_answer"}]


class Stored:
    """Kho viết tay, đứng vào chỗ của `CurrentKnowledge`."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def answerer(self) -> Answerer:
        return Answerer(self._knowledge, lambda: TODAY)


class Turn:
    """Một lượt đã chạy: tin nhắn (nhiều nhất một), slot đã đặt, form mở hay đóng, bị từ chối hay không."""

    def __init__(self, messages: list[dict[str, Any]], events: list[dict[str, Any]]) -> None:
        assert len(messages) <= 1
        self.message = messages[0] if messages else None
        self.slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        self.loops = [event["name"] for event in events if event["event"] == "active_loop"]
        self.rejected = any(event["event"] == "action_execution_rejected" for event in events)

    @property
    def custom(self) -> dict[str, Any]:
        assert self.message
        return dict(self.message["custom"])

    @property
    def buttons(self) -> list[str]:
        return [button["title"] for button in self.custom["buttons"]]


def turn(
    kind: type[KnowledgeAction],
    text: str,
    intent: str = "",
    slots: dict[str, Any] | None = None,
    *,
    knowledge: Knowledge = TASKS,
    events: list[dict[str, Any]] = HEARD,
    **message: Any,
) -> Turn:
    ranking = [{"name": intent, "confidence": 1.0}] if intent else []
    heard = {"text": text, "intent": {"name": intent}, "intent_ranking": ranking, "metadata": {}, **message}
    loop = {"name": "task_form"} if (slots or {}).get("task") else {}
    tracker = Tracker("người dân", slots or {}, heard, events, False, None, loop, "action_listen")
    dispatcher = CollectingDispatcher()
    done = asyncio.run(kind(Stored(knowledge)).run(dispatcher, tracker, {}))
    return Turn(dispatcher.messages, done)


ASKED_CARD = {"task": "lam-the-mau", "age": "14-plus", "requested_slot": "card"}


def test_a_request_opens_the_form_with_the_first_question() -> None:
    done = turn(StartTaskAction, "dẫn tôi làm thẻ mẫu", "start_task")
    assert done.loops == ["task_form"]
    assert (done.slots["task"], done.slots["requested_slot"], done.slots["age"]) == ("lam-the-mau", "age", None)
    assert (done.custom["kind"], done.custom["rule"]) == ("clarify", "task_question:lam-the-mau:age")
    assert done.custom["buttons"][0] == {"title": "Dưới 6 tuổi", "payload": {"say": "Dưới 6 tuổi"}}
    assert done.custom["lead"] == "Trả lời vài câu, tôi lập danh sách việc.\nNgười làm bao nhiêu tuổi?"


def test_a_vague_request_lists_the_tasks() -> None:
    done = turn(StartTaskAction, "trường hợp của tôi thì sao", "start_task")
    assert (done.loops, done.custom["kind"], done.custom["rule"]) == ([], "clarify", "which_task")
    assert done.custom["buttons"][1]["payload"] == {"say": "Trường hợp của tôi: Chuyển tiền bằng mã QR"}


@pytest.mark.parametrize(
    "slots",
    [
        {"last_answers": ["mau-o-xa"]},
        {"last_answers": ["lam-the-mau?age=14-plus"]},
        {"topic": "vneid", "last_answers": ["khong-con"]},
    ],
)
def test_a_vague_request_goes_on_with_what_was_talked_about(slots: dict[str, Any]) -> None:
    assert turn(StartTaskAction, "trường hợp của tôi thì sao", "start_task", slots).slots["task"] == "lam-the-mau"


@pytest.mark.parametrize("kind", [AnswerAction, SafetyAction, StartTaskAction])
def test_the_button_of_a_task_opens_it_whatever_the_intent(kind: type[KnowledgeAction]) -> None:
    assert turn(kind, "Trường hợp của tôi: Làm thẻ mẫu", "report_scam").loops == ["task_form"]


def test_an_urgent_matter_is_never_answered_with_a_question_first() -> None:
    done = turn(SafetyAction, "dẫn tôi làm thẻ mẫu", "report_scam")
    assert (done.loops, done.custom["kind"]) == ([], "safety")


def test_a_choice_is_remembered_and_the_next_question_asked() -> None:
    done = turn(ValidateTaskForm, "cmnd", "ask_id_card", ASKED_CARD)
    assert (done.slots["card"], done.slots["requested_slot"]) == ("old", "phone")
    assert done.buttons == ["Có điện thoại thông minh", "Không có"]


def test_several_facts_in_one_reply_are_all_taken() -> None:
    done = turn(ValidateTaskForm, "thẻ chip, có điện thoại thông minh", "affirm", ASKED_CARD)
    assert (done.slots["card"], done.slots["phone"], done.slots["requested_slot"]) == ("chip", "smart", None)
    assert done.message is None, "đủ rồi thì để action_task_checklist nói"


def test_a_slip_is_corrected() -> None:
    done = turn(ValidateTaskForm, "à nhầm, cháu 8 tuổi", "deny", ASKED_CARD)
    assert (done.slots["age"], done.slots["requested_slot"]) == ("6-13", "card")


def test_another_question_is_left_to_the_rules() -> None:
    done = turn(ValidateTaskForm, "quên mật khẩu vneid thì làm sao", "ask_vneid", ASKED_CARD)
    assert done.rejected
    assert (done.message, done.slots) == (None, {})
    assert turn(ValidateTaskForm, "Thẻ gắn chip", "", ASKED_CARD, metadata={"answer": "mau-o-xa"}).rejected


def test_after_the_other_question_the_form_stays_silent_and_open() -> None:
    done = turn(ValidateTaskForm, "thẻ gắn chip", "ask_vneid", ASKED_CARD, events=ANSWERED)
    assert (done.message, done.rejected, done.slots) == (None, False, {"requested_slot": "card"})


def test_the_reply_to_another_question_leads_back() -> None:
    done = turn(AnswerAction, "Tiêu đề mau-o-xa?", "ask_vneid", ASKED_CARD)
    assert done.custom["answers"] == ["mau-o-xa"]
    assert done.custom["buttons"][-1] == {
        "title": "Làm tiếp: Làm thẻ mẫu",
        "payload": {"say": "Làm tiếp: Làm thẻ mẫu"},
    }
    assert "nhắn “Làm tiếp: Làm thẻ mẫu”" in str(done.message)


def test_an_answer_of_a_task_offers_the_case_once_and_keeps_its_suggestions() -> None:
    done = turn(AnswerAction, "Tiêu đề mau-o-xa?", "ask_vneid")
    assert done.buttons.count("Trường hợp của tôi thì sao?") == 1
    assert done.buttons[-1] == "Trường hợp của tôi thì sao?"
    assert len(done.buttons) == len(done.custom["suggestions"]) + 1


@pytest.mark.parametrize("text", ["làm tiếp", "tiếp tục đi ạ", "lam tiep nhe", "Làm tiếp: Làm thẻ mẫu", "ừ"])
def test_going_on_asks_the_same_question_again(text: str) -> None:
    done = turn(ValidateTaskForm, text, "affirm", ASKED_CARD)
    assert done.slots["requested_slot"] == "card"
    assert done.slots["task"] == "lam-the-mau", "Rasa coi lượt không ghi slot nào là form không hiểu"
    assert "Anh/chị đang dùng thẻ nào?" in done.custom["lead"]


@pytest.mark.parametrize("text", ["thôi", "thôi, không làm nữa", "dừng lại đi", "tôi không muốn làm nữa", "de sau nhe"])
def test_stopping_closes_the_form_and_says_so(text: str) -> None:
    done = turn(ValidateTaskForm, text, "deny", ASKED_CARD)
    assert (done.slots["requested_slot"], done.message) == (None, None)
    told = turn(TaskChecklistAction, text, "deny", {**ASKED_CARD, "requested_slot": None})
    assert (told.custom["kind"], told.custom["rule"]) == ("clarify", "task_stopped:lam-the-mau")
    assert told.buttons == ["Trường hợp của tôi thì sao?"]
    assert told.slots == {"task": None, "age": None}


@pytest.mark.parametrize(
    ("text", "intent"), [("dưới 14 tuổi", "out_of_scope"), ("không biết nữa", "deny"), ("chào cháu", "greet")]
)
def test_an_unclear_reply_is_asked_again_not_taken_for_another_question(text: str, intent: str) -> None:
    done = turn(ValidateTaskForm, text, intent, {"task": "lam-the-mau", "requested_slot": "age"})
    assert (done.rejected, done.slots["requested_slot"]) == (False, "age")


def test_a_slip_noticed_after_the_checklist_gives_a_new_one() -> None:
    before = {"last_answers": ["lam-the-mau?age=14-plus&card=chip&phone=none"]}
    done = turn(AnswerAction, "nhầm, thẻ cmnd", "ask_id_card", before)
    assert done.slots["last_answers"] == ["lam-the-mau?age=14-plus&card=old&phone=none"]
    assert done.custom["rule"] == "task:lam-the-mau"
    more = turn(AnswerAction, "nhầm, cháu 3 tuổi", "", {"last_answers": ["lam-the-mau?age=14-plus&card=chip"]})
    assert more.custom["rule"] == "task:lam-the-mau", "trẻ dưới 6 tuổi thì không cần hỏi điện thoại"
    asked = turn(AnswerAction, "nhầm, thẻ cmnd", "", {"last_answers": ["lam-the-mau?age=14-plus&card=chip"]})
    assert (asked.loops, asked.slots["requested_slot"]) == (["task_form"], "phone")


def test_a_question_mistaken_for_a_request_is_answered_all_the_same() -> None:
    done = turn(StartTaskAction, "Tiêu đề mau-o-xa?", "start_task")
    assert (done.loops, done.custom["answers"]) == ([], ["mau-o-xa"])
    assert done.buttons[-1] == "Trường hợp của tôi thì sao?"


def test_the_name_of_a_task_opens_it() -> None:
    assert turn(AnswerAction, "làm thẻ mẫu", "ask_id_card").loops == ["task_form"]


def test_starting_over_forgets_what_was_said() -> None:
    done = turn(ValidateTaskForm, "làm lại từ đầu", "start_task", ASKED_CARD)
    assert (done.slots["age"], done.slots["requested_slot"]) == (None, "age")


def test_asking_for_another_task_changes_to_it() -> None:
    done = turn(ValidateTaskForm, "chỉ tôi quét mã lần đầu", "start_task", ASKED_CARD)
    assert (done.slots["task"], done.slots["age"], done.slots["requested_slot"]) == ("quet-ma", None, "age")


def test_the_checklist_is_an_answer_that_can_be_asked_about() -> None:
    known = {"task": "lam-the-mau", "age": "14-plus", "card": "chip", "phone": "smart", "requested_slot": None}
    done = turn(TaskChecklistAction, "có", "affirm", known)
    assert (done.custom["kind"], done.custom["answers"]) == ("answer", ["lam-the-mau"])
    assert done.custom["items"][0]["steps"][0] == "Mang theo: thẻ gắn chip."
    assert done.slots["last_answers"] == ["lam-the-mau?age=14-plus&card=chip&phone=smart"]
    assert done.slots["topic"] == "vneid"
    assert done.slots["task"] is done.slots["age"] is done.slots["phone"] is None
    item = Stored(TASKS).answerer().item(done.slots["last_answers"][0])
    assert item and list(item.steps) == done.custom["items"][0]["steps"]


def test_a_task_that_is_gone_ends_the_form_with_an_honest_word() -> None:
    gone = {"task": "da-xoa", "requested_slot": "age"}
    assert turn(ValidateTaskForm, "72", "", gone).slots == {"requested_slot": None}
    assert turn(TaskChecklistAction, "72", "", gone).custom["rule"] == "task_gone"


def test_a_trait_asked_before_the_task_changed_is_not_asked_again() -> None:
    done = turn(ValidateTaskForm, "72 tuổi", "", {"task": "lam-the-mau", "requested_slot": "khong-con"})
    assert done.slots["age"] == "14-plus"


def test_the_trace_is_told_only_to_whom_may_see_it() -> None:
    assert "trace" not in turn(AnswerAction, "Tiêu đề mau-o-xa?").custom
    told = turn(AnswerAction, "Tiêu đề mau-o-xa?", metadata={"explain": True}).custom
    assert told["trace"]["rule"] == told["rule"] == "found"
    assert "trace" not in turn(AnswerAction, "Tiêu đề mau-o-xa?", metadata={"explain": "true"}).custom


def test_every_trait_is_a_slot_and_a_required_slot_of_the_form() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    traits = list(read(ROOT / "knowledge").knowledge().traits)
    assert domain["forms"] == {"task_form": {"required_slots": traits}}
    for slot in ("task", *traits):
        wanted = {"type": "text", "influence_conversation": False, "mappings": [{"type": "custom"}]}
        assert domain["slots"][slot] == wanted, slot


def test_every_fixed_response_names_its_rule() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert {said["custom"]["rule"] for each in domain["responses"].values() for said in each} == {"small_talk"}
