"""Báo cáo NLU: số đo, trang và phép so trên những con số bịa; không huấn luyện gì."""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bench.nlu_report import __main__ as program
from bench.nlu_report import noise, out_of_scope, words
from bench.nlu_report.answers import OUTRIGHT, Reply, Verdict, reply
from bench.nlu_report.budget import BUDGET, spend
from bench.nlu_report.curves import calibration_error, coverage_error, covered, reliability
from bench.nlu_report.data import Ask, examples_only, hold_out, is_sampled
from bench.nlu_report.headlines import ACCEPTED_FILE as COMMITTED
from bench.nlu_report.headlines import (
    LABELS,
    AcceptedReportError,
    Change,
    compare,
    decimal,
    read_accepted,
    verdict,
    write_accepted,
)
from bench.nlu_report.intents import judge
from bench.nlu_report.noise import KINDS, Retyped
from bench.nlu_report.out_of_scope import OutsideReply
from bench.nlu_report.page import NAMES, pictures, render_html, render_json
from bench.nlu_report.pipeline import Heard
from bench.nlu_report.report import Replies, Report, ask_part, together
from bench.nlu_report.report import report as make_report
from bench.nlu_report.slowest import LONG, SlowReport, Timed, long_texts
from bot.knowledge.answerer import Answerer
from bot.knowledge.model import Knowledge
from bot.knowledge.outcome import Item, Kind, Outcome
from bot.knowledge.question import Question
from bot.knowledge.reader import read
from bot.knowledge.thresholds import Thresholds
from bot.settings import ROOT
from bot.vietnamese import terms

TEXT = "Đăng ký tài khoản VNeID ở đâu, từ 01/07/2025 thế nào?"


ASK = Ask("làm thẻ ở đâu", "lam-the", "Làm thẻ ở đâu?", "can-cuoc", ("doi-the",))


def made_up_reply(verdict: Verdict, rank: int | None, sure: float) -> Reply:
    shown = "Một câu khác <b>" if verdict in OUTRIGHT else None
    return Reply(ASK, verdict, rank, verdict in ("right", "related"), sure, shown)


def made_up_report() -> Report:
    """Hai lượt đo: bốn câu để dành, ba câu ngoài phạm vi (câu cuối bị trả lời thẳng)."""
    inside = (
        made_up_reply("right", 0, 0.9),
        made_up_reply("related", 1, 0.7),
        made_up_reply("wrong", 2, Thresholds().answer),
        made_up_reply("declined", None, 0.1),
    )
    outside = (
        OutsideReply("sang tên xe", "known_matter", "out_of_scope", 0.1, None),
        OutsideReply("đồ ngu", "abuse", "clarify", 0.3, None),
        OutsideReply(next(filter(is_sampled, map(str, range(99)))), "out_of_scope", "answer", 0.9, "<sang tên>"),
    )
    retyped = tuple(Retyped(kind, clean=True, noisy=n > 0) for kind in KINDS for n in range(4))
    return make_report(
        judge(["greet", "greet", "thank", "thank"], ["greet", "thank", "thank", "thank"]),
        together([Replies(inside, retyped, ()), Replies((), (), outside)]),
        SlowReport(5.0, 1234.5, (Timed("một câu", 7, 9.0),), (Timed("a" * 120, 10_000, 80.0),)),
        {"words_at_1": 80.0, "words_at_3": 95.0},
    )


class Listening(Answerer):
    """Nơi quyết định giả: nhớ những lượt hỏi nó nhận, luôn đáp như nhau."""

    def __init__(self, kind: Kind, *shown: str, found: tuple[str, ...] = (), suggestions: tuple[str, ...] = ()) -> None:
        self.heard: list[Question] = []
        items = tuple(Item(key, f"Tên của {key}", "", (), None) for key in shown)
        trace = {"hits": [{"id": key} for key in found], "sure": {"near": 0.7, "among": 0.9}}
        self._outcome = Outcome(kind, items=items, suggestions=suggestions, trace=trace)

    def answer(self, question: Question) -> Outcome:
        self.heard.append(question)
        return self._outcome


class Page(HTMLParser):
    """Gom thẻ và thuộc tính của trang."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def report() -> Report:
    return made_up_report()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read(ROOT / "knowledge").knowledge()


@pytest.fixture(scope="module")
def html(report: Report) -> str:
    changes = compare(report.headlines(), {"intent_macro_f1": 99.0})
    return render_html(report, changes, pictures(report), verdict(changes))


def test_the_page_stands_alone_without_script_or_outside_address(html: str) -> None:
    tags = Page(html).tags
    assert not {"script", "link", "iframe"} & {tag for tag, _ in tags}
    addresses = [value or "" for _, attributes in tags for name, value in attributes.items() if name in ("src", "href")]
    assert len(addresses) == 3
    assert all(address.startswith("data:image/png;base64,") for address in addresses)
    assert "http" not in re.sub(r"base64,[\w+/=]+", "", html)


def test_every_table_has_a_caption_and_headers_and_every_picture_a_description(html: str) -> None:
    tags = [tag for tag, _ in Page(html).tags]
    assert tags.count("table") == tags.count("caption") == tags.count("thead") > 9
    assert all(attributes.get("scope") for tag, attributes in Page(html).tags if tag == "th")
    assert all(attributes.get("alt") for tag, attributes in Page(html).tags if tag == "img")


def test_the_page_shows_headlines_with_their_change_and_says_what_fell(html: str) -> None:
    assert all(label in html for label in LABELS.values())
    assert "73,3 %" in html  # F1 trung bình bịa: (0,667 + 0,8) / 2
    assert "-25,7 giảm" in html
    assert 'role="alert"' in html
    assert "1.234,5 ms" in html


def test_what_people_typed_is_escaped(html: str) -> None:
    assert "&lt;sang tên&gt;" in html
    assert "&lt;b&gt;" in html


def test_json_holds_the_same_numbers(report: Report) -> None:
    document = json.loads(render_json(report, compare(report.headlines(), {})))
    assert document["headlines"]["answer_at_1"] == {"value": 25.0, "accepted": None, "fell": False}
    assert document["answers"]["total"]["verdicts"]["wrong"] == 0.25
    assert document["noise"][0]["drop"] == pytest.approx(0.25)
    assert document["answering"]["limit"] == Thresholds().answer
    assert [row["within"] for row in document["budget"]] == [False, False]
    assert set(document) == {"headlines", *(field.name for field in dataclasses.fields(Report))}


def test_only_what_is_neither_right_nor_related_counts_as_wrong(report: Report) -> None:
    assert report.headlines()["not_wrong"] == 75.0
    assert report.headlines()["answered_reliable"] == pytest.approx(100 * 2 / 3)
    assert report.answering.coverage == 0.75
    assert report.answering.error == pytest.approx(1 / 3)


def test_the_budget_counts_an_outside_message_answered_outright_as_wrong() -> None:
    inside = [made_up_reply("right", 0, 0.9)] * 9 + [made_up_reply("wrong", 0, 0.9), made_up_reply("declined", 0, 0.2)]
    answered = OutsideReply("giá vàng", "strange_matter", "answer", 0.9, "Một câu")
    alone, together = spend(inside, [answered, dataclasses.replace(answered, kind="no_answer", shown=None)])
    assert (alone.count, alone.answered, alone.wrong, alone.within) == (11, 10 / 11, BUDGET, True)
    assert (together.count, together.answered, together.wrong, together.within) == (13, 11 / 13, 2 / 11, False)


@pytest.mark.parametrize(
    ("answerer", "expected"),
    [
        (Listening("answer", "lam-the", found=("lam-the",)), "right"),
        (Listening("answer", "khac", "lam-the", found=("khac", "lam-the")), "right"),
        (Listening("answer", "doi-the", found=("doi-the",)), "related"),
        (Listening("figure", "so-lieu", found=("lam-the",)), "wrong"),
        (Listening("clarify", found=("khac",), suggestions=("khac", "lam-the")), "asked_with"),
        (Listening("clarify", found=("khac",), suggestions=("doi-the",)), "asked_without"),
        (Listening("own_record"), "declined"),
    ],
)
def test_a_reply_is_judged_by_what_the_person_sees(answerer: Listening, expected: Verdict) -> None:
    assert reply(answerer, ASK, Heard("làm thẻ ở đâu", {})).verdict == expected


def test_the_decision_hears_what_the_reader_read() -> None:
    answerer = Listening("answer", "lam-the", found=("doi-the",))
    heard = Heard("làm thẻ", {"ask_id_card": 0.9}, "lamf ther")
    answered = reply(answerer, ASK, heard)
    assert answerer.heard == [Question("làm thẻ", {"ask_id_card": 0.9}, original="lamf ther")]
    assert (answered.rank, answered.near, answered.sure) == (None, True, 0.7)
    out_of_scope.ask_all(answerer, {"abuse": ["lamf ther"]}, {"lamf ther": heard})
    again = {noise.retype(kind, ASK.text): heard for kind in KINDS}
    list(noise.ask_again(answerer, [answered], again))
    assert {question.text for question in answerer.heard} == {"làm thẻ"}


@pytest.mark.parametrize(
    ("kind", "declined"), [("out_of_scope", 1), ("no_answer", 1), ("own_record", 1), ("handoff", 1), ("clarify", 0)]
)
def test_saying_no_in_any_way_is_declining(kind: Kind, declined: float) -> None:
    rows = out_of_scope.summarise([OutsideReply("giá vàng", "abuse", kind, 0.1, None)]).rows
    assert (rows[0].declined, rows[0].asked_back, rows[0].answered) == (declined, 1 - declined, 0)


def test_a_part_asks_a_sample_of_what_it_hid(knowledge: Knowledge) -> None:
    some = dict(list(knowledge.answers.items())[:8])
    matters = {key: dataclasses.replace(knowledge.outside[key], door=None) for key in list(knowledge.outside)[:8]}
    part = hold_out(dataclasses.replace(knowledge, answers=some, outside=matters), 0)
    hidden = [*(ask.text for ask in part.asks), *part.known, *part.strange, "đồ ngu"]
    heard = {text: Heard(text, {}) for text in (*hidden, *noise.variants(hidden))}
    replies = ask_part(part, {"abuse": ["đồ ngu"]}, heard)
    assert [each.ask for each in replies.inside] == [ask for ask in part.asks if is_sampled(ask.text)]
    assert {each.kind for each in replies.retyped} <= KINDS.keys()
    assert {each.group for each in replies.outside} == {"known_matter", "strange_matter", "abuse"}
    assert all(0.0 <= sure <= 1.0 for sure in (*(r.sure for r in replies.inside), *(r.sure for r in replies.outside)))


def test_a_headline_may_fall_one_point_but_not_more() -> None:
    accepted = dict.fromkeys(LABELS, 80.0)
    assert verdict(compare(dict.fromkeys(LABELS, 79.0), accepted)) is None
    sentence = verdict(compare(accepted | {"answer_at_3": 78.9}, accepted))
    assert sentence is not None
    assert "Câu trả lời đúng trong ba câu đầu từ 80,0 % xuống 78,9 %" in sentence
    assert "--accept" in sentence


def test_a_rise_and_a_new_headline_are_fine() -> None:
    changes = compare(dict.fromkeys(LABELS, 90.0), {"answer_at_1": 80.0})
    assert verdict(changes) is None
    assert {change.key: change.difference for change in changes}["answer_at_1"] == 10.0
    assert {change.key: change.difference for change in changes}["noise_at_1"] is None


def test_an_accepted_report_comes_back_as_written(tmp_path: Path) -> None:
    file = tmp_path / "accepted.json"
    write_accepted(dict.fromkeys(LABELS, 71.23456), file)
    assert read_accepted(file) == dict.fromkeys(LABELS, 71.23)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "chưa có bản nào"),
        ("{", "không phải JSON"),
        ("[1]", "cần một bảng"),
        ('{"answer_at_1": "cao"}', "cần một bảng"),
        ('{"renamed": 80.0}', "không còn được đo (renamed)"),
    ],
)
def test_an_unusable_accepted_report_says_what_to_do(tmp_path: Path, content: str | None, reason: str) -> None:
    file = tmp_path / "accepted.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(AcceptedReportError, match=re.escape(reason)) as error:
        read_accepted(file)
    assert "--accept" in str(error.value)
    assert error.value.file == file


def test_the_committed_baseline_has_every_headline() -> None:
    assert read_accepted(COMMITTED).keys() == LABELS.keys()


@pytest.mark.slow
def test_the_search_by_words_has_not_fallen_since_the_accepted_report(knowledge: Knowledge) -> None:
    accepted = read_accepted(COMMITTED)
    assert verdict([Change(key, value, accepted[key]) for key, value in words.measure(knowledge).items()]) is None


def test_held_out_asks_leave_the_knowledge_and_nothing_else_does(knowledge: Knowledge) -> None:
    held = hold_out(knowledge, 3)
    assert held.knowledge.answers.keys() == knowledge.answers.keys()
    for ask in held.asks[:50]:
        assert ask.text in knowledge.answers[ask.answer].asks
        assert ask.text not in held.knowledge.answers[ask.answer].asks
        assert ask.related == knowledge.answers[ask.answer].related
    asks = sum(len(answer.asks) for answer in knowledge.answers.values())
    assert sum(len(answer.asks) for answer in held.knowledge.answers.values()) + len(held.asks) == asks


def test_outside_asks_are_held_out_too_and_some_matters_whole(knowledge: Knowledge) -> None:
    held = hold_out(knowledge, 3)
    gone = knowledge.outside.keys() - held.knowledge.outside.keys()
    assert gone
    assert sorted(held.strange) == sorted(text for key in gone for text in knowledge.outside[key].asks)
    kept = [text for matter in held.knowledge.outside.values() for text in matter.asks]
    assert held.known
    assert len(kept) + len(held.known) + len(held.strange) == sum(len(m.asks) for m in knowledge.outside.values())


def test_examples_only_leaves_out_what_the_knowledge_asks(knowledge: Knowledge) -> None:
    matter = next(iter(knowledge.outside.values()))
    truth = {matter.asks[0]: "out_of_scope", matter.name: "out_of_scope", "giá vàng": "out_of_scope", "chào": "greet"}
    assert examples_only(truth, knowledge, ["out_of_scope"]) == {"out_of_scope": ["giá vàng"]}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("no_accents", "Dang ky tai khoan VNeID o dau, tu 01/07/2025 the nao?"),
        ("capitals", "ĐĂNG KÝ TÀI KHOẢN VNEID Ở ĐÂU, TỪ 01/07/2025 THẾ NÀO?"),
        ("telex", "DDawng kys taif khoanr VNeID owr ddaau, tuwf 01/07/2025 thees naof?"),
        ("no_punctuation", "Đăng ký tài khoản VNeID ở đâu từ 01/07/2025 thế nào"),
    ],
)
def test_noise_changes_what_it_says(kind: str, expected: str) -> None:
    assert noise.retype(kind, TEXT) == expected


def test_shorthand_is_what_the_bot_can_read_back() -> None:
    short = noise.retype("teen_shorthand", TEXT)
    assert short != TEXT
    assert terms(short) == terms(TEXT)


def test_a_typo_touches_one_place() -> None:
    wrong = noise.retype("typo", TEXT)
    assert wrong != TEXT
    assert abs(len(wrong) - len(TEXT)) <= 1


def test_noise_is_the_same_every_time_and_knows_its_origin() -> None:
    made = noise.variants([TEXT, "ok"])
    assert made == noise.variants([TEXT, "ok"])
    assert set(made.values()) == {TEXT, "ok"}
    assert unicodedata.normalize("NFD", TEXT) in made


def test_every_kind_topic_and_verdict_has_a_name_a_person_can_read(report: Report, knowledge: Knowledge) -> None:
    topics = {answer.topic for answer in knowledge.answers.values()}
    groups = {"known_matter", "strange_matter", *out_of_scope.INTENTS, *(row.group for row in report.budget)}
    assert {*KINDS, *topics, *groups, *report.answers.total.verdicts} <= NAMES.keys()


def test_coverage_rises_while_the_limit_falls() -> None:
    points = coverage_error([0.9, 0.8, 0.2, 0.1], [True, True, False, False], [0.15])
    assert (points[-1].coverage, points[-1].error, points[-1].outside) == (1.0, 0.5, 1.0)
    half = points[9]
    assert (half.coverage, half.limit, half.error, half.outside) == (0.5, 0.8, 0.0, 0.0)


def test_nothing_answered_is_no_error() -> None:
    point = covered(0.9, [0.5, 0.2], [True, False], [])
    assert (point.coverage, point.error, point.outside) == (0.0, 0.0, 0.0)


def test_scores_that_tell_the_truth_have_no_calibration_error() -> None:
    assert calibration_error(reliability([0.5] * 4, [True, False, True, False])) == 0.0
    assert calibration_error(reliability([1.06], [False])) == pytest.approx(1.06)


def test_an_intent_names_what_it_is_mistaken_for() -> None:
    rows = {row.intent: row for row in judge(["a", "a", "b"], ["a", "b", "b"]).rows}
    assert (rows["a"].confused_with, rows["b"].confused_with) == ("b", None)


def test_long_messages_are_exactly_that_long() -> None:
    assert {len(text) for text in long_texts(["một câu hỏi", "câu nữa"])} == {LONG}


def test_the_sample_is_about_a_third_and_belongs_to_each_text() -> None:
    sampled = [is_sampled(f"câu hỏi số {n}") for n in range(3_000)]
    assert 900 < sum(sampled) < 1_100
    assert sampled[:10] == [is_sampled(f"câu hỏi số {n}") for n in range(10)]


def test_a_change_too_small_to_see_has_no_sign() -> None:
    assert (decimal(-0.01), decimal(0.3, "+"), decimal(-1.25, "+")) == ("0,0", "+0,3", "-1,2")


@pytest.fixture
def command(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Chạy lệnh với báo cáo bịa, bản đã nhận và nơi ghi ở thư mục tạm."""
    monkeypatch.setattr(program, "measure", lambda folder, say: report)
    monkeypatch.setattr(program, "ACCEPTED_FILE", tmp_path / "accepted.json")
    return lambda *options: CliRunner().invoke(program.main, [*options, "--out", str(tmp_path / "out")])


def test_without_an_accepted_report_the_command_fails_and_says_why(command: Callable[..., Result]) -> None:
    result = command()
    assert result.exit_code == 1
    assert "chưa có bản nào được nhận" in result.output


def test_an_accepted_report_passes_until_a_headline_falls(command: Callable[..., Result], tmp_path: Path) -> None:
    assert command("--accept").exit_code == 0
    assert command().exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "index.html",
        "report.json",
        "confusion.png",
        "coverage.png",
        "reliability.png",
    }
    write_accepted(dict.fromkeys(LABELS, 100.0), tmp_path / "accepted.json")
    result = command()
    assert result.exit_code == 1
    assert "Giảm quá 1 điểm so với bản đã nhận" in result.output
