"""junit.xml cho máy CI: mỗi tệp câu chuyện một testsuite, mỗi lần diễn một testcase."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import NamedTuple

from junitparser import Attr, Error, IntAttr, JUnitXml, Skipped, TestCase, TestSuite
from junitparser import Failure as Failed
from junitparser.junitparser import FinalResult
from rich.text import Text

from bot.stories.explain import explain, short, told
from bot.stories.report.status import status
from bot.stories.results import StoryResult

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Ký tự XML 1.0 không cho; người dân vẫn gõ hay dán được chúng."""


class StoryCase(TestCase):
    """Một testcase có tệp và dòng: GitLab, Jenkins dẫn thẳng tới câu chuyện."""

    file = Attr()
    line = IntAttr()


def junit_text(results: Sequence[StoryResult], at: datetime.datetime) -> str:
    """Các kết quả theo khuôn JUnit, thành chữ XML."""
    suites: dict[str, TestSuite] = {}
    for result in results:
        file = result.story.file
        if file not in suites:
            suites[file] = TestSuite(file)
            suites[file].timestamp = at.isoformat(timespec="seconds")
        suites[file].add_testcase(_case(result))
    report = JUnitXml("Câu chuyện hội thoại")
    for suite in suites.values():
        report.add_testsuite(suite)
    report.update_statistics()  # type: ignore[no-untyped-call]  # junitparser chưa ghi kiểu cho hàm này
    written = io.BytesIO()
    report.write(written, pretty=True)
    return written.getvalue().decode("utf-8")


def _case(result: StoryResult) -> StoryCase:
    story = result.story
    variant = f" [{result.variant}]" if result.variant else ""
    case = StoryCase(_clean(story.name) + variant, story.topic, round(result.seconds, 3))
    case.file, case.line = story.file, _line(result)
    outcome = _outcome(result)
    if outcome:
        case.result = outcome
    return case


def _line(result: StoryResult) -> int:
    """Dòng của bước sai đầu tiên; không sai thì dòng của câu chuyện."""
    return result.first_wrong[1].turn.line if result.first_wrong else result.story.line


def _outcome(result: StoryResult) -> FinalResult | None:
    found = status(result)
    if found == "passed":
        return None
    if found == "skipped":
        return Skipped(_clean(result.skipped or ""))
    outcome: FinalResult = Failed(*_first_wrong(result)) if found == "failed" else Error(*_broken(result))
    outcome.text = _clean(Text.from_markup(explain(result)).plain)
    return outcome


class Cause(NamedTuple):
    """Thông điệp một dòng, và loại của nó."""

    message: str
    type: str


def _first_wrong(result: StoryResult) -> Cause:
    number, turn = result.first_wrong or (0, result.turns[0])
    wanted, got = told(turn.failures[0])
    return Cause(_clean(f"bước {number}: {short(wanted)}; {got}"), turn.failures[0].claim.kind)


def _broken(result: StoryResult) -> Cause:
    return Cause(_clean(f"bước {len(result.turns) + 1}: {result.error}"), "error")


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
