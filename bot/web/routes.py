"""Mục lục của cổng: địa chỉ nào do hàm nào trả lời."""

from __future__ import annotations

from aiohttp import web

from bot.web import (
    answer_pages,
    answers,
    conversations,
    feedback,
    health,
    notices,
    offline_pack,
    offline_pages,
    pages,
    person,
    status_page,
    suggestions,
    task_pages,
)
from bot.web.console import routes as console


def routes() -> list[web.AbstractRouteDef]:
    """Mọi địa chỉ của cổng."""
    return [
        web.post("/api/v1/conversations", conversations.create),
        web.delete("/api/v1/conversations/{id}", conversations.delete),
        web.post("/api/v1/conversations/{id}/messages", conversations.post_message),
        web.get("/api/v1/conversations/{id}/events", conversations.get_events, allow_head=False),
        web.post("/api/v1/conversations/{id}/feedback", feedback.post_feedback),
        web.post("/api/v1/conversations/{id}/handoff", person.ask),
        web.delete("/api/v1/conversations/{id}/handoff", person.cancel),
        web.post("/api/v1/conversations/{id}/typing", person.typing),
        web.get("/api/v1/conversations/{id}/person", person.read, allow_head=False),
        web.post("/api/v1/conversations/{id}/person", person.say),
        web.get("/api/v1/suggestions", suggestions.get_suggestions, allow_head=False),
        web.get("/api/v1/notices", notices.get_notices, allow_head=False),
        web.get("/api/v1/answers/{id}", answers.get_answer, allow_head=False),
        web.get("/api/v1/openapi.json", pages.openapi),
        web.get("/healthz", health.healthz),
        web.get("/readyz", health.readyz),
        web.get("/metrics", health.metrics),
        web.get("/", pages.index),
        web.get("/hoi", answer_pages.browse),
        web.get("/hoi/{id}", answer_pages.answer),
        web.get("/hoi/{id}/in", answer_pages.to_print),
        web.get("/hoi/{id}/in.pdf", answer_pages.to_pdf),
        web.get("/viec", task_pages.show_all),
        web.get("/viec/{id}", task_pages.show),
        web.get("/viec/{id}/in", task_pages.to_print),
        web.get("/viec/{id}/in.pdf", task_pages.to_pdf),
        web.get("/tinh-hinh", status_page.show),
        web.get("/tinh-hinh/{name:[a-z-]+}.svg", status_page.svg),
        web.get("/tinh-hinh/{name:[a-z-]+}.csv", status_page.csv),
        web.get("/sitemap.xml", answer_pages.sitemap),
        web.get("/robots.txt", answer_pages.robots),
        web.get("/offline/pack.json", offline_pack.get_pack),
        web.get("/offline/frame.html", offline_pages.frame),
        web.get("/offline/worker.js", offline_pages.worker),
        web.get("/offline/field.html", offline_pages.field),
        web.get("/offline/field_worker.js", offline_pages.field_worker),
        web.get("/widget.js", pages.embed),
        web.get("/widget/{path:.+}", pages.serve),
        *console.routes(),
    ]
