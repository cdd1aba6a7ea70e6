"""Hành động Rasa, mỏng: việc nghĩ nằm ở bot.knowledge.answerer."""
