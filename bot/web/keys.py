"""Những thứ ứng dụng mang theo, có kiểu; dựng một lần trong `main`, các hàm xử lý lấy ra từ `request.app`."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from sqlalchemy.engine import Engine

from bot.accounts import Accounts
from bot.accounts.sessions import Sessions
from bot.conversations import ConversationLog, FeedbackLog, HandoffQueue, Handoffs, OpeningHours, Presence
from bot.conversations.clusters import Clusters
from bot.conversations.log import Clock
from bot.conversations.notices import Notices
from bot.conversations.samples import Samples
from bot.conversations.visits import Visits
from bot.knowledge.draft_replays import Replays
from bot.knowledge.drafts import Drafts
from bot.settings import Settings
from bot.web.assets import Assets
from bot.web.bot_client import BotClient
from bot.web.design import Design
from bot.web.feed import Feeds
from bot.web.library import Library
from bot.web.limits import Limit
from bot.web.metrics import Metrics
from bot.web.notice_board import NoticeBoard
from bot.web.number_book import NumberBook
from bot.web.pack import OfflinePack
from bot.web.readiness import Readiness
from bot.web.tokens import Tokens
from bot.web.turns import Turns
from bot.web.unanswered import Nearest

SETTINGS = web.AppKey("SETTINGS", Settings)
CLOCK: web.AppKey[Clock] = web.AppKey("CLOCK")
"""Bây giờ, giờ UTC: một đồng hồ cho mọi kho và mọi trang."""
ENGINE = web.AppKey("ENGINE", Engine)
LOG = web.AppKey("LOG", ConversationLog)
TOKENS = web.AppKey("TOKENS", Tokens)
LIMIT = web.AppKey("LIMIT", Limit)
BOT = web.AppKey("BOT", BotClient)
TURNS = web.AppKey("TURNS", Turns)
HANDOFFS = web.AppKey("HANDOFFS", Handoffs)
HANDOFF_QUEUE = web.AppKey("HANDOFF_QUEUE", HandoffQueue)
PRESENCE = web.AppKey("PRESENCE", Presence)
OPENING_HOURS = web.AppKey("OPENING_HOURS", OpeningHours)
FEEDBACK = web.AppKey("FEEDBACK", FeedbackLog)
FEEDS = web.AppKey("FEEDS", Feeds)
VISITS = web.AppKey("VISITS", Visits)
LIBRARY = web.AppKey("LIBRARY", Library)
ASSETS = web.AppKey("ASSETS", Assets)
CONSOLE_ASSETS = web.AppKey("CONSOLE_ASSETS", Assets)
ACCOUNTS = web.AppKey("ACCOUNTS", Accounts)
SESSIONS = web.AppKey("SESSIONS", Sessions)
NOTICE_LOG = web.AppKey("NOTICE_LOG", Notices)
NOTICES = web.AppKey("NOTICES", NoticeBoard)
NUMBERS = web.AppKey("NUMBERS", NumberBook)
SAMPLES = web.AppKey("SAMPLES", Samples)
CLUSTERS = web.AppKey("CLUSTERS", Clusters)
NEAREST = web.AppKey("NEAREST", Nearest)
DRAFTS = web.AppKey("DRAFTS", Drafts)
REPLAYS = web.AppKey("REPLAYS", Replays)
DESIGN = web.AppKey("DESIGN", Design)
OFFLINE_PACK = web.AppKey("OFFLINE_PACK", OfflinePack)
METRICS = web.AppKey("METRICS", Metrics)
READINESS = web.AppKey("READINESS", Readiness)
OPENAPI = web.AppKey("OPENAPI", dict[str, Any])
