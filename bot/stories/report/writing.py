"""Ghi báo cáo của một lần chạy vào một thư mục."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from bot.stories.report import failed, record
from bot.stories.report.junit import junit_text
from bot.stories.report.page import rendered
from bot.stories.report.record import Report, ReportError
from bot.stories.results import StoryResult


def write_report(folder: Path, results: Sequence[StoryResult], *, at: datetime.datetime | None = None) -> None:
    """Ghi report.html, report.json, junit.xml, và failed_stories.yml khi có câu hỏng (không có thì xoá tệp cũ).

    `at`: lúc chạy, có múi giờ; None là bây giờ.

    Raises:
        ReportError: không ghi được vào thư mục ấy.
    """
    at = at or datetime.datetime.now().astimezone()
    again = folder / failed.FILE
    texts = {
        folder / "report.html": rendered(results, at, f"python -m bot.stories run {again}"),
        folder / record.FILE: Report.of(results, at).as_json(),
        folder / "junit.xml": junit_text(results, at),
        again: failed.failed(results),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            if text is None:
                file.unlink(missing_ok=True)
            else:
                file.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise ReportError(
            folder, f"không ghi được báo cáo ({error.strerror}); chọn thư mục khác cho --report"
        ) from error
