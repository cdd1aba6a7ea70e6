"""Lớp tiếng Việt: chuẩn hoá, bỏ dấu, tách từ, mở rộng chữ viết tắt. Nơi duy nhất gọi underthesea."""

from bot.vietnamese.expand import expand
from bot.vietnamese.fold import fold
from bot.vietnamese.normalise import normalise
from bot.vietnamese.segment import Token, segment
from bot.vietnamese.terms import Term, located_terms, terms

__all__ = ["Term", "Token", "expand", "fold", "located_terms", "normalise", "segment", "terms"]
