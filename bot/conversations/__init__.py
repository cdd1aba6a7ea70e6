"""Nhật ký một cuộc trò chuyện: ai nói gì, lúc nào, đã che số cá nhân. Không biết Rasa, không biết aiohttp."""

from bot.conversations.log import ConversationLog, ConversationNotFound, Event, Message, UnmaskedText

__all__ = ["ConversationLog", "ConversationNotFound", "Event", "Message", "UnmaskedText"]
