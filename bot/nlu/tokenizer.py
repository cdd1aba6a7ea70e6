"""Tách từ cho Rasa: từ là đoạn của văn bản gốc, dạng bỏ dấu nằm ở `lemma`."""

from __future__ import annotations

import functools
import hashlib
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

import bot.vietnamese
from bot.nlu.fingerprint import module_digest
from bot.vietnamese import segment, terms
from bot.vietnamese.expand import SHORTHAND_FILE


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class VietnameseTokenizer(Tokenizer):
    """Tách từ bằng underthesea; `lemma` là các âm tiết bỏ dấu, đã mở rộng viết tắt.

    Nhờ `lemma`, CountVectorsFeaturizer với `use_lemma: true` cho đặc trưng như nhau dù gõ có dấu hay không.
    """

    @staticmethod
    def supported_languages() -> list[str] | None:
        """Chỉ tiếng Việt."""
        return ["vi"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Không tách intent, không lọc từ: mọi ký tự không trắng đều thuộc một từ."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @staticmethod
    def required_packages() -> list[str]:
        """Gói cần có để chạy."""
        return ["underthesea"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa chỉ băm mã của lớp này; lớp tiếng Việt hay bảng viết tắt đổi thì cũng phải huấn luyện lại."""
        return hashlib.sha256(SHORTHAND_FILE.read_bytes() + module_digest(bot.vietnamese)).hexdigest()

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Các từ của một thuộc tính của tin nhắn."""
        text: str = message.get(attribute)
        return [Token(token.text, token.start, token.end, lemma=_lemma(token.text)) for token in segment(text)]


@functools.lru_cache(maxsize=65_536)
def _lemma(word: str) -> str:
    """Âm tiết bỏ dấu của một từ, chính nó khi là dấu câu; vốn từ của người ta nhỏ nên nhớ được."""
    return " ".join(terms(word)) or word
