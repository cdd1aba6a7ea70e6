"""Nhật ký một cuộc trò chuyện: ai nói gì, lúc nào, đã che số cá nhân. Không biết Rasa, không biết aiohttp."""

from bot.conversations.feedback import Feedback, FeedbackLog, ReplyNotFound
from bot.conversations.handoff_queue import HandoffQueue
from bot.conversations.handoffs import AlreadyTaken, Handoff, Handoffs, NotTaken, PersonNotAsked
from bot.conversations.log import (
    ConversationLog,
    ConversationNotFound,
    Event,
    Message,
    UnmaskedText,
)
from bot.conversations.opening import OpeningHours
from bot.conversations.popular import most_answered
from bot.conversations.presence import Presence

__all__ = [
    "AlreadyTaken",
    "ConversationLog",
    "ConversationNotFound",
    "Event",
    "Feedback",
    "FeedbackLog",
    "Handoff",
    "HandoffQueue",
    "Handoffs",
    "Message",
    "NotTaken",
    "OpeningHours",
    "PersonNotAsked",
    "Presence",
    "ReplyNotFound",
    "UnmaskedText",
    "most_answered",
]
