"""Dựng máy chủ bot: cài đặt, kho, mô hình, rồi các cửa HTTP của kênh REST."""

from __future__ import annotations

import asyncio
import datetime
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot.database import open_engine, upgrade
from bot.knowledge.current import CurrentKnowledge
from bot.knowledge.embedding import load_embedder
from bot.knowledge.passage_vectors import VECTORS, PassageVectors
from bot.knowledge.ranking import Meaning
from bot.server.assembly import assemble
from bot.server.canary import failures, payload, read_canaries
from bot.server.metrics import Metrics
from bot.server.talk import NoReplyError, Talk
from bot.server.tracker_store import BoundedTrackerStore
from bot.settings import Settings

log = structlog.get_logger()

MAX_BODY = 64 * 1024
MAX_TEXT = 10_000
MAX_SENDER = 255
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ANSWER_ID = re.compile(r"[a-z0-9-]{1,120}")

TALK: web.AppKey[Talk] = web.AppKey("talk", Talk)
KNOWLEDGE: web.AppKey[CurrentKnowledge] = web.AppKey("knowledge", CurrentKnowledge)
STORE: web.AppKey[BoundedTrackerStore] = web.AppKey("store", BoundedTrackerStore)
METRICS: web.AppKey[Metrics] = web.AppKey("metrics", Metrics)
READY: web.AppKey[asyncio.Event] = web.AppKey("ready", asyncio.Event)


def build(settings: Settings, model: Path) -> web.Application:
    """Ứng dụng aiohttp; mô hình nạp ngay, câu hỏi thử chạy khi máy chủ bắt đầu.

    Raises:
        FileNotFoundError: chưa huấn luyện mô hình.
    """
    engine = open_engine(settings.database_url)
    upgrade(engine)
    metrics, embedder = Metrics(), load_embedder()
    vectors = PassageVectors(embedder, model.with_name(VECTORS)) if embedder else None
    knowledge = CurrentKnowledge(engine, settings.current_date, Meaning(vectors, metrics.count_search))
    talk, store = assemble(model, engine, knowledge)
    app = web.Application(client_max_size=MAX_BODY, middlewares=[_errors_as_json])
    app[KNOWLEDGE], app[STORE], app[TALK] = knowledge, store, talk
    app[METRICS], app[READY] = metrics, asyncio.Event()

    async def lifetime(app: web.Application) -> AsyncIterator[None]:
        store.prune(datetime.datetime.now(datetime.timezone.utc) - settings.retention)
        stop_watching = knowledge.watch()
        checking = asyncio.create_task(_become_ready(app, store))
        yield
        checking.cancel()
        stop_watching()
        engine.dispose()

    app.cleanup_ctx.append(lifetime)
    app.add_routes(
        [
            web.get("/", _alive),
            web.get("/webhooks/rest/", _alive),
            web.post("/webhooks/rest/webhook", _receive),
            web.delete("/conversations/{sender}", _forget),
            web.get("/healthz", _alive),
            web.get("/readyz", _readiness),
            web.get("/metrics", _metrics),
        ]
    )
    return app


async def _become_ready(app: web.Application, store: BoundedTrackerStore) -> None:
    try:
        wrong = await failures(app[TALK], store, read_canaries())
    except (NoReplyError, SQLAlchemyError) as error:
        wrong = [f"{type(error).__name__}: {error}"]
    if wrong:
        log.error("server.canary_failed", wrong=wrong, next_step="huấn luyện lại: make model, rồi khởi động lại")
        return
    app[READY].set()
    app[METRICS].ready.set(1)
    log.info("server.ready", knowledge=app[KNOWLEDGE].answerer().knowledge.version)


async def _receive(request: web.Request) -> web.Response:
    sender, text, metadata = await _read(request)
    started = time.perf_counter()
    messages = await request.app[TALK].say(sender, text, metadata)
    request.app[METRICS].seconds.observe(time.perf_counter() - started)
    request.app[METRICS].messages.labels(payload(messages).get("kind", "none")).inc()
    return web.json_response(messages)


async def _forget(request: web.Request) -> web.Response:
    """Người dân xoá cuộc trò chuyện: cổng web gọi để trạng thái ở đây cũng mất."""
    await request.app[STORE].delete(request.match_info["sender"])
    return web.Response(status=204)


async def _read(request: web.Request) -> tuple[str, str, dict[str, Any] | None]:
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest(text="thân yêu cầu phải là JSON, không lồng quá sâu") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="thân yêu cầu phải là một đối tượng JSON")
    sender, text, metadata = body.get("sender") or "default", body.get("message"), body.get("metadata")
    if not isinstance(sender, str) or len(sender) > MAX_SENDER or _UNSTORABLE.search(sender):
        raise web.HTTPBadRequest(text=f"“sender” phải là chữ lưu được, tối đa {MAX_SENDER} ký tự")
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise web.HTTPBadRequest(text=f"“message” phải là chữ, tối đa {MAX_TEXT} ký tự")
    if metadata is not None and not isinstance(metadata, dict):
        raise web.HTTPBadRequest(text="“metadata” phải là một đối tượng JSON")
    answer = (metadata or {}).get("answer")
    if answer is not None and not (isinstance(answer, str) and _ANSWER_ID.fullmatch(answer)):
        raise web.HTTPBadRequest(text="“metadata.answer” phải là id của một câu trả lời")
    if not isinstance((metadata or {}).get("explain", False), bool):
        raise web.HTTPBadRequest(text="“metadata.explain” phải là true hoặc false")
    return sender, text, metadata


async def _alive(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _readiness(request: web.Request) -> web.Response:
    ready = request.app[READY].is_set()
    if ready:
        try:
            request.app[METRICS].knowledge.set(request.app[KNOWLEDGE].answerer().knowledge.version)
        except SQLAlchemyError:
            log.exception("server.knowledge_unreachable")
            ready = False
    return web.json_response({"ready": ready}, status=200 if ready else 503)


async def _metrics(request: web.Request) -> web.Response:
    return web.Response(
        body=generate_latest(request.app[METRICS].registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
    )


@web.middleware
async def _errors_as_json(request: web.Request, handler: Any) -> web.StreamResponse:
    """Mọi lỗi ra ngoài dưới dạng JSON, không kèm chữ người dân viết."""
    try:
        response: web.StreamResponse = await handler(request)
    except web.HTTPException as error:
        return web.json_response({"error": error.text}, status=error.status)
    except Exception:
        request.app[METRICS].errors.inc()
        log.exception("server.failed", path=request.path)
        return web.json_response({"error": "bot không trả lời được lượt này"}, status=500)
    return response
