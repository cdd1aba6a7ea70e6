"""Gõ khác đi: những câu để dành, gõ theo từng kiểu hay gặp, và bot mất bao nhiêu vì nó."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bench.nlu_report.answers import Reply, reply, share
from bench.nlu_report.pipeline import Heard
from bot.knowledge.answerer import Answerer
from bot.stories.noise import Noise, capitals, decomposed, no_accents, no_punctuation, teen, telex, typo

KINDS: Mapping[str, Noise] = {
    "no_accents": no_accents,
    "capitals": capitals,
    "decomposed": decomposed,
    "teen_shorthand": teen,
    "telex": telex,
    "typo": typo,
    "no_punctuation": no_punctuation,
}


class Retyped(NamedTuple):
    """Một câu gõ kiểu `kind`: câu đúng có đứng đầu không, khi gõ thường và khi gõ kiểu ấy."""

    kind: str
    clean: bool
    noisy: bool


@dataclass(frozen=True)
class NoiseRow:
    """Trên những câu mà kiểu gõ này làm đổi chữ: đúng ngay khi gõ thường, khi gõ khác đi, và mức giảm."""

    kind: str
    count: int
    clean: float
    noisy: float

    @property
    def drop(self) -> float:
        """Phần đúng mất đi."""
        return self.clean - self.noisy


def retype(kind: str, text: str) -> str:
    """`text` gõ theo một kiểu; cùng câu thì lần nào cũng như nhau."""
    return KINDS[kind](text, random.Random(text))  # noqa: S311  # để lần nào cũng như nhau, không phải để giữ bí mật


def variants(texts: Sequence[str]) -> dict[str, str]:
    """Mọi câu gõ khác đi → câu gốc của nó."""
    made = ((retype(kind, text), text) for text in texts for kind in KINDS)
    return {typed: text for typed, text in made if typed != text}


def ask_again(answerer: Answerer, replies: Sequence[Reply], heard: Mapping[str, Heard]) -> Iterator[Retyped]:
    """Hỏi lại từng câu theo từng kiểu gõ, với đúng `Answerer` đã trả lời nó khi gõ thường."""
    for before in replies:
        for kind in KINDS:
            text = retype(kind, before.ask.text)
            if text != before.ask.text:
                yield Retyped(kind, before.first, reply(answerer, before.ask, heard[text]).first)


def summarise(retyped: Sequence[Retyped]) -> tuple[NoiseRow, ...]:
    """Mỗi kiểu gõ một hàng."""
    rows = []
    for kind in KINDS:
        here = [each for each in retyped if each.kind == kind]
        clean, noisy = share([each.clean for each in here]), share([each.noisy for each in here])
        rows.append(NoiseRow(kind, len(here), clean, noisy))
    return tuple(rows)
