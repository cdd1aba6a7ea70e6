"""Máy chủ bot: aiohttp quanh Agent của Rasa, nói kênh REST của Rasa."""
