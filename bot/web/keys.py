"""Những thứ ứng dụng mang theo, có kiểu; dựng một lần trong `main`, các hàm xử lý lấy ra từ `request.app`."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.conversations import ConversationLog, FeedbackLog
from bot.settings import Settings
from bot.web.assets import Assets
from bot.web.bot_client import BotClient
from bot.web.design import Design
from bot.web.feed import Feeds
from bot.web.library import Library
from bot.web.limits import Limit
from bot.web.metrics import Metrics
from bot.web.pack import OfflinePack
from bot.web.readiness import Readiness
from bot.web.tokens import Tokens
from bot.web.turns import Turns

SETTINGS = web.AppKey("SETTINGS", Settings)
LOG = web.AppKey("LOG", ConversationLog)
TOKENS = web.AppKey("TOKENS", Tokens)
LIMIT = web.AppKey("LIMIT", Limit)
BOT = web.AppKey("BOT", BotClient)
TURNS = web.AppKey("TURNS", Turns)
FEEDBACK = web.AppKey("FEEDBACK", FeedbackLog)
FEEDS = web.AppKey("FEEDS", Feeds)
LIBRARY = web.AppKey("LIBRARY", Library)
ASSETS = web.AppKey("ASSETS", Assets)
DESIGN = web.AppKey("DESIGN", Design)
OFFLINE_PACK = web.AppKey("OFFLINE_PACK", OfflinePack)
METRICS = web.AppKey("METRICS", Metrics)
READINESS = web.AppKey("READINESS", Readiness)
OPENAPI = web.AppKey("OPENAPI", dict[str, Any])
