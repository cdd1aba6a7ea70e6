"""Kho bịa ra để đo ở cỡ lớn: chữ lấy từ kho thật rồi trộn, nên vốn từ và độ dài như thật; cùng hạt giống thì y hệt."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from bot.knowledge.model import Answer, Figure, Indicator, Knowledge, Place, Source
from bot.knowledge.period import Period

ASKS = 7
"""Cách hỏi mỗi câu trả lời, chưa kể tiêu đề: như kho thật."""
FIGURES_PER_ANSWER = 10
PLACES, TIMES = 50, 20
_READ_ON = Period.parse("2026-11")


class Mixer:
    """Trộn những khúc chữ ngắn của kho thật thành câu mới: từng khúc là tiếng Việt, cả câu thì chưa ai nói."""

    def __init__(self, real: Knowledge, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # để lặp lại được, không phải để giữ bí mật
        answers = real.answers.values()
        self._titles = [answer.title.rstrip("?").split() for answer in answers]
        self._asks = [ask.split() for answer in answers for ask in answer.asks]
        self._sentences = [line.split() for answer in answers for line in (*answer.facts, *answer.steps)]
        self._measures = [name.split() for noun in real.indicators.values() for name in (noun.name, *noun.names)]
        self._units = [noun.unit for noun in real.indicators.values()]
        self._shapes = [(len(answer.facts), len(answer.steps)) for answer in answers]
        self._topics = [answer.topic for answer in answers]

    def answer(self, number: int, sources: Sequence[str]) -> Answer:
        """Một câu trả lời bịa: tiêu đề, bảy cách hỏi và nội dung đều nói về cùng một chuyện."""
        pick = self.random.choice
        matter = [self._chunk(self._titles, 3), self._chunk(self._sentences, 3), self._chunk(self._titles, 3)]
        facts, steps = pick(self._shapes)
        told = tuple(self._told(matter) for _ in range(facts))
        return Answer(
            id=f"bia-{number:06}",
            topic=pick(self._topics),
            title=f"{_line(matter).capitalize()}?",
            short=told[0],
            facts=told,
            sources=(pick(sources), pick(sources)),
            read_on=_READ_ON,
            confidence="high",
            asks=tuple(self._asked(matter) for _ in range(ASKS)),
            steps=tuple(self._told(matter) for _ in range(steps)),
            details=told,
        )

    def indicator(self, number: int) -> Indicator:
        """Một chỉ tiêu bịa với bốn cách gọi."""
        noun = [self._chunk(self._measures, 4), self._chunk(self._measures, 3)]
        names = tuple(_line([*noun, self._chunk(self._measures, 2)]) for _ in range(4))
        return Indicator(f"chi-tieu-{number}", _line(noun), self.random.choice(self._units), "bia", names)

    def name(self) -> str:
        """Một tên riêng hai tiếng."""
        first, second = (self.random.choice(self.random.choice(self._titles)) for _ in range(2))
        return f"{first} {second}".title()

    def _asked(self, matter: list[list[str]]) -> str:
        """Kể lại chuyện ấy giữa một câu hỏi thật: bỏ bớt tiếng, đảo khúc, thêm lời rào đón."""
        chunks = self.random.sample(matter, self.random.choice((2, 3, 3)))
        kept = [[word for word in chunk if self.random.random() > 0.2] for chunk in chunks]
        frame = self.random.choice(self._asks)
        cut = self.random.randrange(len(frame) + 1)
        around = len(frame) // 3
        return _line([frame[max(0, cut - around) : cut], *kept, frame[cut : cut + around]]) or _line(matter)

    def _told(self, matter: list[list[str]]) -> str:
        one, other = self.random.choice(self._sentences), self.random.choice(self._sentences)
        return _line([one[: len(one) // 2], self.random.choice(matter), other[len(other) // 2 :]])

    def _chunk(self, lines: Sequence[list[str]], length: int) -> list[str]:
        line = self.random.choice(lines)
        start = self.random.randrange(max(1, len(line) - length + 1))
        return line[start : start + length]


def made_up(real: Knowledge, answers: int, seed: int = 1) -> Knowledge:
    """Kho bịa có `answers` câu trả lời và mười lần chừng ấy số liệu."""
    mixer = Mixer(real, seed)
    months = [f"{year}-{month:02}" for year in range(2017, 2027) for month in (6, 12)][:TIMES]
    sources = {key: _source(key) for key in (f"nguon-{n}" for n in range(max(10, answers // 10)))}
    places = {key: Place(key, f"Tỉnh {mixer.name()} {n}", "province") for n, key in _numbered("noi", PLACES)}
    count = answers * FIGURES_PER_ANSWER
    indicators = {key: mixer.indicator(n) for n, key in _numbered("chi-tieu", max(1, count // (PLACES * TIMES)))}
    points = [Period.parse(month) for month in months]
    figures = {
        figure.id: figure for figure in _figures(mixer, list(sources), list(places), list(indicators), points, count)
    }
    written = {answer.id: answer for answer in (mixer.answer(n, list(sources)) for n in range(answers))}
    return Knowledge(sources=sources, places=places, indicators=indicators, figures=figures, answers=written)


def _figures(
    mixer: Mixer,
    sources: Sequence[str],
    places: Sequence[str],
    indicators: Sequence[str],
    points: Sequence[Period],
    count: int,
) -> Iterator[Figure]:
    number = 0
    for indicator in indicators:
        for place in places:
            for point in points:
                if number == count:
                    return
                value = mixer.random.randrange(1, 10_000)
                literal = f"{value:,} đơn vị".replace(",", ".")
                source = mixer.random.choice(sources)
                yield Figure(f"so-{number}", source, indicator, place, value, point, "stated", literal, 1)
                number += 1


def _source(key: str) -> Source:
    return Source(key, f"Bài {key}", "Báo Bịa", published=Period.parse("2025-05-01"))


def _numbered(prefix: str, count: int) -> list[tuple[int, str]]:
    return [(n, f"{prefix}-{n}") for n in range(count)]


def _line(chunks: Sequence[Sequence[str]]) -> str:
    return " ".join(word for chunk in chunks for word in chunk)
