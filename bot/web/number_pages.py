"""Phần chung của trang số công khai và trang số của bàn làm việc: bảng, hình, tệp CSV, từ một bản báo cáo."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import hdrs, web

from bot.knowledge.model import Knowledge
from bot.web import texts
from bot.web.charts import CHARTS, SVG_POLICY, chart, told
from bot.web.errors import NotFound
from bot.web.notice_board import spoken
from bot.web.number_book import Report
from bot.web.number_tables import NumberTable, as_csv, shares, tables


def shown(report: Report, knowledge: Knowledge, fewest: int = 0) -> dict[str, Any]:
    """Những gì khuôn number_parts.html cần."""
    drawn = tables(report, knowledge, fewest)
    return {
        "report": report,
        "shares": shares(report),
        "tables": list(drawn.values()),
        "pictures": {name: told(drawn[name]) for name in CHARTS},
        "made_at": spoken(report.made_at),
    }


async def picture(name: str, report: Report, knowledge: Knowledge, caching: str, fewest: int = 0) -> web.Response:
    """Hình SVG của bảng `name`, dựng một lần cho mỗi bản báo cáo.

    Raises:
        NotFound: không có hình này.
    """
    if name not in CHARTS:
        raise NotFound(texts.PAGE_NOT_FOUND)
    if name not in report.pictures:
        report.pictures[name] = await asyncio.to_thread(chart, tables(report, knowledge, fewest)[name])
    headers = {"Content-Security-Policy": SVG_POLICY, hdrs.CACHE_CONTROL: caching}
    response = web.Response(body=report.pictures[name], content_type="image/svg+xml", headers=headers)
    response.headers.add(hdrs.VARY, hdrs.ACCEPT_ENCODING)
    response.enable_compression()
    return response


def spreadsheet(name: str, report: Report, knowledge: Knowledge, caching: str, fewest: int = 0) -> web.Response:
    """Bảng `name` dạng CSV.

    Raises:
        NotFound: không có bảng này.
    """
    found: NumberTable | None = tables(report, knowledge, fewest).get(name)
    if found is None:
        raise NotFound(texts.PAGE_NOT_FOUND)
    file = f"{name}-{report.first.isoformat()}-{report.last.isoformat()}.csv"
    headers = {hdrs.CONTENT_DISPOSITION: f'attachment; filename="{file}"', hdrs.CACHE_CONTROL: caching}
    return web.Response(body=as_csv(found), content_type="text/csv", charset="utf-8", headers=headers)
