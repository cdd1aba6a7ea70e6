"""Nhật ký một cuộc trò chuyện: ai nói gì, lúc nào, đã che số cá nhân. Không biết Rasa, không biết aiohttp."""

from bot.conversations.feedback import Feedback, FeedbackLog, ReplyNotFound
from bot.conversations.log import (
    ConversationLog,
    ConversationNotFound,
    Event,
    Message,
    PersonNotAsked,
    UnmaskedText,
)
from bot.conversations.popular import most_answered

__all__ = [
    "ConversationLog",
    "ConversationNotFound",
    "Event",
    "Feedback",
    "FeedbackLog",
    "Message",
    "PersonNotAsked",
    "ReplyNotFound",
    "UnmaskedText",
    "most_answered",
]
