"""Những thứ ứng dụng mang theo, có kiểu; dựng một lần trong `main`, các hàm xử lý lấy ra từ `request.app`."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.conversations import ConversationLog
from bot.settings import Settings
from bot.web.bot_client import BotClient
from bot.web.feed import Feeds
from bot.web.limits import Limit
from bot.web.metrics import Metrics
from bot.web.readiness import Readiness
from bot.web.tokens import Tokens
from bot.web.turns import Turns

SETTINGS = web.AppKey("SETTINGS", Settings)
LOG = web.AppKey("LOG", ConversationLog)
TOKENS = web.AppKey("TOKENS", Tokens)
LIMIT = web.AppKey("LIMIT", Limit)
BOT = web.AppKey("BOT", BotClient)
TURNS = web.AppKey("TURNS", Turns)
FEEDS = web.AppKey("FEEDS", Feeds)
METRICS = web.AppKey("METRICS", Metrics)
READINESS = web.AppKey("READINESS", Readiness)
OPENAPI = web.AppKey("OPENAPI", dict[str, Any])
