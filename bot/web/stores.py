"""Mọi kho của cổng, dựng trên một cơ sở dữ liệu và một đồng hồ; và những việc nền trông chúng."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import partial
from typing import Any

from aiohttp import web
from sqlalchemy.engine import Engine

from bot.accounts import Accounts, Sessions
from bot.conversations import ConversationLog, FeedbackLog, HandoffQueue, Handoffs, OpeningHours, Presence
from bot.conversations.clusters import Clusters
from bot.conversations.log import Clock
from bot.conversations.notices import Notices
from bot.conversations.samples import Samples
from bot.conversations.visits import Visits
from bot.knowledge.draft_replays import Replays
from bot.knowledge.drafts import Drafts
from bot.knowledge.guide import TaskFinder
from bot.knowledge.reader import read_abbreviations
from bot.settings import ROOT
from bot.web import keys
from bot.web.answer_pages import by_topic
from bot.web.console.answers import by_title
from bot.web.console.draft_pages import warm_checks
from bot.web.console.visits import place_options
from bot.web.feed import Feeds
from bot.web.feedback import answer_version
from bot.web.library import Library, answer_index
from bot.web.notice_board import NoticeBoard
from bot.web.number_book import NumberBook, count_hourly
from bot.web.pack import OfflinePack
from bot.web.pulse import Pulse
from bot.web.retention import prune_daily
from bot.web.suggestions import suggestion_index
from bot.web.task_view import guide_data
from bot.web.turn_log import gazetteer
from bot.web.unanswered import Nearest, gather_often

PARTS = (answer_index, by_topic, by_title, suggestion_index, TaskFinder, guide_data, gazetteer, place_options)
"""Những gì dựng sẵn từ mỗi bản kho."""


def open_stores(app: web.Application, engine: Engine, clock: Clock) -> None:
    """Đặt mọi kho vào ứng dụng."""
    _open_talks(app, engine, clock)
    _open_desk(app, engine, clock)
    app[keys.ENGINE], app[keys.CLOCK] = engine, clock
    app[keys.LIBRARY] = Library(engine, app[keys.SETTINGS].current_date, PARTS)
    app[keys.OFFLINE_PACK] = OfflinePack(engine)
    app[keys.NOTICE_LOG] = notices = Notices(engine, clock)
    app[keys.NOTICES] = NoticeBoard(notices, clock)


def jobs(app: web.Application) -> list[Coroutine[Any, Any, None]]:
    """Việc chạy mãi bên cạnh các yêu cầu, cho tới khi cổng tắt."""
    engine, clock, library = app[keys.ENGINE], app[keys.CLOCK], app[keys.LIBRARY]
    return [
        library.watch(),
        app[keys.NOTICES].watch(),
        prune_daily(app[keys.LOG], app[keys.SESSIONS], app[keys.SETTINGS].retention, clock),
        count_hourly(engine, app[keys.SAMPLES], clock),
        gather_often(engine, app[keys.CLUSTERS], library, app[keys.NEAREST]),
        warm_checks(library),
    ]


def _open_talks(app: web.Application, engine: Engine, clock: Clock) -> None:
    app[keys.LOG] = ConversationLog(engine, clock)
    app[keys.FEEDBACK] = FeedbackLog(engine, clock, partial(answer_version, engine))
    app[keys.HANDOFFS] = Handoffs(engine, clock)
    app[keys.HANDOFF_QUEUE] = queue = HandoffQueue(engine)
    app[keys.PRESENCE] = presence = Presence(engine, clock)
    app[keys.FEEDS] = Feeds(Pulse(presence, queue))
    app[keys.OPENING_HOURS] = OpeningHours(engine, clock)


def _open_desk(app: web.Application, engine: Engine, clock: Clock) -> None:
    app[keys.ACCOUNTS] = Accounts(engine, clock)
    app[keys.SESSIONS] = Sessions(engine, clock)
    app[keys.VISITS] = Visits(engine, clock)
    app[keys.CLUSTERS], app[keys.NEAREST] = Clusters(engine, clock), Nearest()
    app[keys.DRAFTS] = Drafts(engine, clock, read_abbreviations(ROOT / "knowledge"))
    app[keys.REPLAYS] = Replays(engine, clock)
    app[keys.SAMPLES] = samples = Samples(engine, clock)
    app[keys.NUMBERS] = NumberBook(engine, samples, clock)
