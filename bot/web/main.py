"""Dựng cổng web từ cài đặt; mọi thứ được truyền vào, không có gì chạy khi nhập mô-đun."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial

from aiohttp import ClientSession, web
from aiohttp_session import session_middleware

from bot.database import open_engine, upgrade
from bot.settings import Settings
from bot.web import keys, origins, security, texts
from bot.web.assets import CONSOLE, Assets
from bot.web.bot_client import BotClient
from bot.web.console.session import DatabaseStorage
from bot.web.design import Design
from bot.web.limits import Limit
from bot.web.metrics import Metrics
from bot.web.pages import read_openapi
from bot.web.problems import problems
from bot.web.readiness import Readiness
from bot.web.routes import routes
from bot.web.stores import jobs, open_stores
from bot.web.tokens import Tokens, secret_key
from bot.web.turns import Turns

MAX_BODY = 16 * 1024


def build(settings: Settings, announce: Callable[[str], object] = print, bot_seconds: float = 8) -> web.Application:
    """Ứng dụng aiohttp của cổng; `announce` nhận câu "Sẵn sàng…" đúng một lần."""
    app = web.Application(client_max_size=MAX_BODY, middlewares=[problems])
    app[keys.SETTINGS] = settings
    app[keys.TOKENS] = Tokens(secret_key(settings))
    app[keys.LIMIT] = Limit(settings.rate_limit)
    app[keys.METRICS] = Metrics()
    app[keys.TURNS] = Turns()
    app[keys.OPENAPI] = read_openapi()
    app[keys.ASSETS] = Assets()
    app[keys.CONSOLE_ASSETS] = Assets(CONSOLE, None)
    app[keys.DESIGN] = Design()
    app.add_routes(routes())
    security.protect(app, settings.allowed_origins)
    origins.guard(app, settings.allowed_origins)
    app.middlewares.append(session_middleware(DatabaseStorage()))
    ready = partial(announce, texts.READY.format(port=settings.web_port))
    app.on_shutdown.append(_close_feeds)
    app.cleanup_ctx.extend([_storage, partial(_bot_servers, announce=ready, seconds=bot_seconds)])
    return app


async def _close_feeds(app: web.Application) -> None:
    await app[keys.FEEDS].close()


async def _storage(app: web.Application) -> AsyncIterator[None]:
    engine = open_engine(app[keys.SETTINGS].database_url)
    await asyncio.to_thread(upgrade, engine)
    open_stores(app, engine, _now)
    await app[keys.NOTICES].refresh()  # trước yêu cầu đầu tiên: bot đang bị tắt thì không được trả lời câu nào
    running = [asyncio.create_task(job) for job in jobs(app)]
    yield
    for task in running:
        await _stop(task)
    engine.dispose()


async def _bot_servers(app: web.Application, announce: Callable[[], object], seconds: float) -> AsyncIterator[None]:
    urls = app[keys.SETTINGS].bot_urls
    async with ClientSession() as session:
        app[keys.BOT] = BotClient(session, urls, seconds)
        app[keys.READINESS] = readiness = Readiness(session, urls, app[keys.METRICS])
        watching = asyncio.create_task(readiness.watch(1, announce))
        yield
        await _stop(watching)


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)
