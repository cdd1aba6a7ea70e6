"""Trang /tinh-hinh: bot trả lời ra sao, công khai, cùng số và cùng cách tính với bàn làm việc."""

from __future__ import annotations

from aiohttp import web

from bot.web import keys
from bot.web.clients import origin
from bot.web.kept import html_page, render
from bot.web.number_book import KEPT, Report
from bot.web.number_pages import picture, shown, spreadsheet

RANGES = (7, 30, 90)
USUAL = 30
FEWEST = 5
"""Nơi được hỏi ít hơn chừng này lượt không đứng riêng ở trang công khai."""
_CACHING = f"public, max-age={KEPT.seconds}"


async def show(request: web.Request) -> web.Response:
    """Các số của 7, 30 hay 90 ngày gần nhất."""
    days, report = await _report(request)
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    values = shown(report, knowledge, FEWEST)
    address = f"{origin(request)}/tinh-hinh"
    html = render(request, "status.html", days=days, ranges=RANGES, address=address, query=f"ngay={days}", **values)
    return html_page(html, {"Cache-Control": _CACHING})


async def svg(request: web.Request) -> web.Response:
    """Một hình."""
    _, report = await _report(request)
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    return await picture(request.match_info["name"], report, knowledge, _CACHING, FEWEST)


async def csv(request: web.Request) -> web.Response:
    """Một bảng."""
    _, report = await _report(request)
    knowledge = (await request.app[keys.LIBRARY].edition()).knowledge
    return spreadsheet(request.match_info["name"], report, knowledge, _CACHING, FEWEST)


async def _report(request: web.Request) -> tuple[int, Report]:
    asked = request.query.get("ngay", "")
    days = next((each for each in RANGES if str(each) == asked), USUAL)
    return days, await request.app[keys.NUMBERS].public(days)
