"""Mục lục của cổng: địa chỉ nào do hàm nào trả lời."""

from __future__ import annotations

from aiohttp import web

from bot.web import conversations, health, pages


def routes() -> list[web.AbstractRouteDef]:
    """Mọi địa chỉ của cổng."""
    return [
        web.post("/api/v1/conversations", conversations.create),
        web.delete("/api/v1/conversations/{id}", conversations.delete),
        web.post("/api/v1/conversations/{id}/messages", conversations.post_message),
        web.get("/api/v1/conversations/{id}/events", conversations.get_events, allow_head=False),
        web.get("/api/v1/openapi.json", pages.openapi),
        web.get("/healthz", health.healthz),
        web.get("/readyz", health.readyz),
        web.get("/metrics", health.metrics),
        web.get("/", pages.index),
        web.get("/widget.js", pages.embed),
        web.static("/widget", pages.WIDGET),
    ]
