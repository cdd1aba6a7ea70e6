"""Các tệp của báo cáo: junit.xml, report.json, failed_stories.yml."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from junitparser import Error, Failure, JUnitXml, Skipped

from bot.stories.reader import read
from bot.stories.report import Report, ReportError, read_report, write_report
from bot.stories.report.junit import StoryCase
from bot.stories.results import StoryResult, TurnResult
from bot.stories.runner import runs_of
from tests.story_runner.sample import AT, again, every_outcome, failure, played, turn

STORY = """
test_cases:
  - test_case: Quên mật khẩu
    variants: [telex, caps]
    steps:
      - user: quên mật khẩu
        expect: {kind: answer}
  - test_case: Chào
    variants: [vni]
    steps:
      - user: chào
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "bao-cao"


def cases(folder: Path) -> dict[str, StoryCase]:
    suites = list(JUnitXml.fromfile(str(folder / "junit.xml")))
    return {str(case.name): StoryCase.fromelem(case) for suite in suites for case in suite}


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_run(folder: Path) -> None:
    write_report(folder, every_outcome(), at=AT)
    report = JUnitXml.fromfile(str(folder / "junit.xml"))
    assert (report.tests, report.failures, report.errors, report.skipped) == (8, 2, 1, 1)
    assert [(suite.name, suite.tests) for suite in report] == [
        ("tests/stories/test_figures.yml", 2),
        ("tests/stories/test_vneid.yml", 3),
        ("tests/stories/test_safety.yml", 1),
        ("tests/stories/test_online_service.yml", 1),
        ("tests/stories/test_validity.yml", 1),
    ]
    assert {suite.timestamp for suite in report} == {"2026-11-22T08:15:00+07:00"}


def test_junit_tells_a_wrong_reply_from_a_broken_talk_from_a_skipped_one(folder: Path) -> None:
    write_report(folder, every_outcome(), at=AT)
    found = cases(folder)
    wrong = found["Dịch vụ công toàn trình của Thanh Hoá"]
    broken = found["Nộp hồ sơ khai sinh, rồi xem phí"]
    skipped = found["Câu trả lời đã hết hiệu lực"]
    assert [type(each.result[0]) for each in (wrong, broken, skipped)] == [Failure, Error, Skipped]
    assert found["Vừa chuyển tiền cho kẻ lừa"].is_passed
    assert (wrong.file, wrong.line, wrong.classname) == ("tests/stories/test_figures.yml", 19, "figures")
    message = str(wrong.result[0].message)
    assert message.startswith("bước 1: cần lời đáp đúng là: Dịch vụ công")
    assert "được: Dịch vụ công" in message
    assert str(broken.result[0].message).startswith("bước 2: không có nút")
    assert found["Quên mật khẩu VNeID, rồi bấm nút hỏi tiếp [telex]"].is_failure


def test_junit_stays_readable_when_a_reply_holds_what_xml_forbids(folder: Path) -> None:
    broken = "chữ\x00\x0b</testcase> [red]đỏ[/red] ]]>"
    write_report(folder, [played("Lạ", turn("a", broken, wrong=(failure("says", "b", broken),)))], at=AT)
    assert "</testcase> [red]đỏ[/red] ]]>" in str(cases(folder)["Lạ"].result[0].text)


def test_the_report_is_read_back_as_it_was_written(folder: Path) -> None:
    write_report(folder, every_outcome(), at=AT)
    report = read_report(folder / "report.json")
    assert report == Report.of(every_outcome(), AT)
    assert read_report(folder) == report
    run = report.runs[4]
    assert (run.variant, run.status, run.first_wrong) == ("telex", "failed", 1)
    assert (run.turns[0].wrong[0].wanted, run.turns[0].wrong[0].got) == ("answer", "clarify")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("không phải JSON", "không phải report.json"),
        ("[]", "thiếu “version”"),
        ('{"version": 99}', "dạng 99, bản này đọc dạng 1"),
        ('{"version": 1, "at": "hôm qua", "runs": []}', "hôm qua"),
        ('{"version": 1, "at": "2026-11-22T08:15:00+07:00", "runs": 3}', "“runs” khác kiểu"),
    ],
)
def test_a_strange_report_is_refused_with_its_reason(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=reason) as refused:
        read_report(file)
    assert refused.value.path == file


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("story", None),
        ("line", "sáu"),
        ("variant", 1),
        ("status", "tốt"),
        ("seconds", None),
        ("seconds", "lâu"),
        ("turns", None),
        ("turns", [{"said": "chào"}]),
    ],
)
def test_a_report_with_a_missing_or_strange_field_is_refused(folder: Path, name: str, value: object) -> None:
    write_report(folder, every_outcome(), at=AT)
    file = folder / "report.json"
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    data["runs"][0][name] = value
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ReportError):
        read_report(file)


def test_another_machine_may_write_whole_seconds(folder: Path) -> None:
    write_report(folder, [played("Chào", turn("chào", seconds=1.0))], at=AT)
    file = folder / "report.json"
    file.write_text(file.read_text(encoding="utf-8").replace("1.0", "1"), encoding="utf-8")
    assert read_report(file).runs[0].seconds == 1.0


def test_a_strange_report_ends_the_command_with_code_two_and_a_next_step(tmp_path: Path) -> None:
    @click.command()
    def compare() -> None:
        read_report(tmp_path)

    ended = CliRunner().invoke(compare)
    assert ended.exit_code == 2
    assert ended.output.startswith(str(tmp_path / "report.json"))
    assert "--report" in ended.output


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("đã có", encoding="utf-8")
    with pytest.raises(ReportError, match="chọn thư mục khác"):
        write_report(tmp_path / "tep" / "bao-cao", every_outcome(), at=AT)


def wrong_turn() -> TurnResult:
    return turn("quên mật khẩu", wrong=(failure("kind", "answer", "clarify"),))


def played_from(file: Path, *wrong: tuple[str, str | None]) -> list[StoryResult]:
    """Chạy giả các câu chuyện của tệp; những cặp (câu chuyện, biến thể) trong `wrong` thì hỏng."""
    return [
        StoryResult(story, variant, (wrong_turn() if (story.name, variant) in wrong else turn("chào"),))
        for story, variant in runs_of(read([file]), with_variants=True)
    ]


def test_failed_stories_can_be_run_again_in_just_the_variants_that_failed(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "test_vneid.yml"
    file.write_text(STORY, encoding="utf-8")
    write_report(folder, played_from(file, ("Quên mật khẩu", "caps")), at=AT)
    original = read([file])[0]
    assert read([folder / "failed_stories.yml"]) == [replace(original, variants=("caps",))]


def test_a_story_failing_only_as_written_is_run_again_without_variants(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "test_vneid.yml"
    file.write_text(STORY, encoding="utf-8")
    write_report(folder, played_from(file, ("Quên mật khẩu", None), ("Chào", "vni")), at=AT)
    assert [(story.name, story.variants) for story in read([folder / "failed_stories.yml"])] == [
        ("Quên mật khẩu", ()),
        ("Chào", ("vni",)),
    ]


def test_the_list_of_failed_stories_goes_once_nothing_fails(folder: Path) -> None:
    story = played("Chào", turn("chào"))
    write_report(folder, [story, again(story, "caps", wrong_turn())], at=AT)
    assert (folder / "failed_stories.yml").exists()
    write_report(folder, [story], at=AT)
    assert sorted(path.name for path in folder.iterdir()) == ["junit.xml", "report.html", "report.json"]
