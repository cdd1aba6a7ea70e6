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
from bench.nlu_report import noise
from bench.nlu_report.answers import Reply, Verdict, summarise
from bench.nlu_report.curves import calibration_error, coverage_error, reliability
from bench.nlu_report.data import Ask, hold_out, is_sampled
from bench.nlu_report.headlines import ACCEPTED_FILE as COMMITTED
from bench.nlu_report.headlines import (
    LABELS,
    AcceptedReportError,
    compare,
    decimal,
    read_accepted,
    verdict,
    write_accepted,
)
from bench.nlu_report.intents import judge
from bench.nlu_report.noise import KINDS, NoiseRow
from bench.nlu_report.out_of_scope import Answered, OutOfScopeReport, OutOfScopeRow
from bench.nlu_report.page import NAMES, pictures, render_html, render_json
from bench.nlu_report.report import Report
from bench.nlu_report.slowest import LONG, SlowReport, Timed, long_texts
from bot.knowledge.reader import read
from bot.settings import ROOT
from bot.vietnamese import terms

TEXT = "Đăng ký tài khoản VNeID ở đâu, từ 01/07/2025 thế nào?"


def made_up_reply(verdict: Verdict, rank: int | None, score: float, text: str = "làm thẻ ở đâu") -> Reply:
    shown = "Một câu khác <b>" if verdict == "wrong" else None
    return Reply(Ask(text, "lam-the", "Làm thẻ ở đâu?", "can-cuoc"), verdict, rank, score, shown)


def made_up_report() -> Report:
    replies = [made_up_reply("right", 0, 0.9), made_up_reply("wrong", 2, 0.4), made_up_reply("declined", None, 0.1)]
    scores, right = [reply.score for reply in replies], [reply.first for reply in replies]
    bins = reliability(scores, right)
    return Report(
        intents=judge(["greet", "greet", "thank", "thank"], ["greet", "thank", "thank", "thank"]),
        answers=summarise(replies),
        noise=tuple(NoiseRow(kind, 10, 0.8, 0.7) for kind in KINDS),
        out_of_scope=OutOfScopeReport(
            (OutOfScopeRow("out_of_scope", 30, 0.8, 0.1, 0.1), OutOfScopeRow("abuse", 10, 0.5, 0.0, 0.5)),
            (Answered("thủ tục <sang tên>", "Một câu trả lời"),),
            (0.3,),
        ),
        coverage=tuple(coverage_error(scores, right, [0.3])),
        bins=tuple(bins),
        calibration_error=calibration_error(bins),
        slow=SlowReport(5.0, 1234.5, (Timed("một câu", 7, 9.0),), (Timed("a" * 120, 10_000, 80.0),)),
    )


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
    assert tags.count("table") == tags.count("caption") == tags.count("thead") > 8
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
    assert document["headlines"]["answer_at_1"] == {"value": pytest.approx(100 / 3), "accepted": None, "fell": False}
    assert document["answers"]["total"]["verdicts"]["wrong"] == pytest.approx(1 / 3)
    assert document["noise"][0]["drop"] == pytest.approx(0.1)
    assert set(document) == {"headlines", *(field.name for field in dataclasses.fields(Report))}


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


def test_held_out_asks_leave_the_knowledge_and_nothing_else_does() -> None:
    knowledge = read(ROOT / "knowledge").knowledge()
    kept, held = hold_out(knowledge, 3)
    assert kept.answers.keys() == knowledge.answers.keys()
    for ask in held[:50]:
        assert ask.text in knowledge.answers[ask.answer].asks
        assert ask.text not in kept.answers[ask.answer].asks
    asks = sum(len(answer.asks) for answer in knowledge.answers.values())
    assert sum(len(answer.asks) for answer in kept.answers.values()) + len(held) == asks


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (noise.no_accents, "Dang ky tai khoan VNeID o dau, tu 01/07/2025 the nao?"),
        (noise.capitals, "ĐĂNG KÝ TÀI KHOẢN VNEID Ở ĐÂU, TỪ 01/07/2025 THẾ NÀO?"),
        (noise.telex, "DDawng kys taif khoanr VNeID owr ddaau, tuwf 01/07/2025 thees naof?"),
        (noise.no_punctuation, "Đăng ký tài khoản VNeID ở đâu từ 01/07/2025 thế nào"),
    ],
)
def test_noise_changes_what_it_says(make: Callable[[str], str], expected: str) -> None:
    assert make(TEXT) == expected


def test_shorthand_is_what_the_bot_can_read_back() -> None:
    short = noise.teen_shorthand(TEXT)
    assert short != TEXT
    assert terms(short) == terms(TEXT)


def test_a_typo_touches_one_place() -> None:
    wrong = noise.typo(TEXT)
    assert wrong != TEXT
    assert abs(len(wrong) - len(TEXT)) <= 1


def test_noise_is_the_same_every_time_and_knows_its_origin() -> None:
    made = noise.variants([TEXT, "ok"])
    assert made == noise.variants([TEXT, "ok"])
    assert set(made.values()) == {TEXT, "ok"}
    assert unicodedata.normalize("NFD", TEXT) in made


def test_every_kind_topic_and_verdict_has_a_name_a_person_can_read(report: Report) -> None:
    topics = {answer.topic for answer in read(ROOT / "knowledge").knowledge().answers.values()}
    assert {*KINDS, *topics, *report.answers.total.verdicts} <= NAMES.keys()


def test_coverage_rises_while_the_limit_falls() -> None:
    points = coverage_error([0.9, 0.8, 0.2, 0.1], [True, True, False, False], [0.15])
    assert (points[-1].coverage, points[-1].error, points[-1].outside) == (1.0, 0.5, 1.0)
    half = points[9]
    assert (half.coverage, half.score, half.error, half.outside) == (0.5, 0.8, 0.0, 0.0)


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
