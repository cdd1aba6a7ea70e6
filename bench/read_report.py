"""`python -m bench.read_report`: đo `bot.knowledge read` trên các bài nguồn, so với bản người đọc.

Cách tính, theo từng bài và từng nhóm (ba bài dùng khi viết luật, hai bài để riêng):

- Một số liệu đề xuất **trùng** một dòng người đọc khi cùng đoạn, cùng giá trị (với "11/43" thì cả mẫu số), cùng đơn vị.
  Mỗi bên chỉ được ghép một lần, theo thứ tự trong bài.
- **Cùng đơn vị**: chữ của bên này nằm trọn trong bên kia ("ban chỉ đạo" và "ban chỉ đạo/xã, phường"; đơn vị
  kép so phần trước dấu gạch chéo); hoặc cả hai đều đếm người ("thành viên" và "người": dòng `person` của words.yml).
- **Đúng nơi**: cùng id nơi; khi nơi người đọc ghi chưa có trong places.yml thì chỉ cần cùng tỉnh.
- **Đúng lúc**: đầu và cuối quãng thời gian trùng nhau, so tới mức chính xác của bản người đọc: bên ấy ghi "2023-09"
  thì "2023-09-26" là đúng, "2023" là sai; bên ấy ghi "2024" thì mọi lúc trong năm 2024 là đúng.
- **Phủ** = trùng / số dòng người đọc; **đúng** = trùng / số đề xuất; **trọn vẹn** = số dòng trùng mà đúng cả nơi lẫn
  lúc / số dòng người đọc. Cột nơi, lúc, cả hai tính trên số dòng trùng.
- **Tên** (chỉ để biết): số sự việc không phải con số mà một tên đề xuất ở cùng đoạn nằm trong câu chứng của nó. Phần
  lớn sự việc là câu kể, không có tên riêng, nên không luật nào ở đây nhằm tới.

"Đến nay" của mỗi bài: ngày đăng trong sources.yaml; hai bài không rõ ngày thì lấy năm mà tệp ấy ghi.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import yaml

from bot.knowledge.article.measures import same_unit
from bot.knowledge.article.meta import ArticleMeta
from bot.knowledge.article.reading import ArticleReader, ProposedFact, ProposedFigure
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.model import Knowledge, Place
from bot.knowledge.period import Period
from bot.knowledge.reader import read
from bot.settings import ROOT
from bot.vietnamese import fold, terms

SHARED = ROOT.parent / "shared"
DEVELOPED = ("g000", "g002", "g004")
"""Những bài được xem khi viết luật; các bài khác chỉ được đo, không được mở."""
UNDATED = "2024"
"""Hai bài không ghi ngày đều được người đọc xếp vào năm này (sources.yaml, as_of_meaning)."""
RECALL, PRECISION, WHOLE = 0.85, 0.80, 0.70

Row = dict[str, Any]


@dataclass
class Score:
    """Số đếm của một bài hay một nhóm; các tỷ lệ tính từ đó."""

    name: str
    rows: int = 0
    proposed: int = 0
    matched: int = 0
    place: int = 0
    time: int = 0
    both: int = 0
    facts: int = 0
    named: int = 0
    missed: list[Row] = field(default_factory=list)
    false_alarms: list[ProposedFigure] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Độ phủ."""
        return _share(self.matched, self.rows)

    @property
    def precision(self) -> float:
        """Độ đúng."""
        return _share(self.matched, self.proposed)

    @property
    def whole(self) -> float:
        """Phần dòng người đọc được đề xuất đúng cả giá trị, đơn vị, nơi, lúc."""
        return _share(self.both, self.rows)

    def add(self, other: Score) -> None:
        """Cộng số đếm của một bài vào nhóm."""
        for name in ("rows", "proposed", "matched", "place", "time", "both", "facts", "named"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.missed += other.missed
        self.false_alarms += other.false_alarms


def measure(shared: Path, knowledge: Knowledge) -> dict[str, Score]:
    """Điểm của từng bài, theo tiền tố dòng ("g000")."""
    sources = yaml.safe_load((shared / "seeds" / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    lines = (shared / "facts" / "figures_from_sources.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[Row] = [json.loads(line) for line in lines]
    judge = _Judge(knowledge.places)
    scores = {}
    for source in sources:
        text = (shared / "seeds" / source["file"]).read_text(encoding="utf-8")
        proposals = ArticleReader(_meta(source, knowledge), knowledge).read(text)
        own = [row for row in rows if row["source"] == source["id"]]
        score = judge.figures(source["id"], [row for row in own if row["value"] is not None], proposals.figures)
        facts = [row for row in own if row["value"] is None]
        score.facts, score.named = len(facts), sum(_is_named(row, proposals.facts) for row in facts)
        scores[source["row_prefix"]] = score
    return scores


def total(name: str, scores: Sequence[Score]) -> Score:
    """Điểm của một nhóm bài, cộng từ số đếm của từng bài."""
    group = Score(name)
    for score in scores:
        group.add(score)
    return group


def _meta(source: Row, knowledge: Knowledge) -> ArticleMeta:
    published = Period.parse(str(source["published"] or UNDATED))
    known = knowledge.sources[source["id"]]
    return ArticleMeta(known.id, known.title, known.publisher, known.places, published)


class _Judge:
    """So đề xuất với dòng người đọc."""

    def __init__(self, places: dict[str, Place]) -> None:
        self._places, self._gazetteer = places, Gazetteer(places)

    def figures(self, name: str, rows: list[Row], proposed: Sequence[ProposedFigure]) -> Score:
        """Ghép từng dòng với đề xuất đầu tiên chưa dùng mà trùng; phần không ghép được là sót và báo nhầm."""
        left = list(proposed)
        score = Score(name, rows=len(rows), proposed=len(left))
        for row in rows:
            match = next((figure for figure in left if _same_figure(row, figure)), None)
            if match is None:
                score.missed.append(row)
                continue
            left.remove(match)
            place, time = self._same_place(row["place"], match.place), same_time(row["as_of"], match.as_of)
            score.matched += 1
            score.place += place
            score.time += time
            score.both += place and time
        score.false_alarms = left
        return score

    def _same_place(self, written: str, proposed: str) -> bool:
        mentions = self._gazetteer.find(terms(written))
        known = mentions[0].place if mentions else None
        if known and terms(written)[mentions[0].start : mentions[0].end] == terms(written.partition(" (")[0]):
            return known.id == proposed
        return self._province(known.id if known else written) == self._province(proposed)

    def _province(self, place: str) -> str:
        known = self._places.get(place)
        while known and known.within:
            known = self._places[known.within]
        return known.id if known else place


def same_time(written: str, proposed: Period) -> bool:
    """Hai lúc trùng nhau tới mức chính xác của `written`."""
    start, _, end = written.partition("..")
    expected = Period.parse(written)
    pairs = ((start, expected.start, proposed.start), (end or start, expected.end, proposed.end))
    return all(_cut(one, len(precision)) == _cut(other, len(precision)) for precision, one, other in pairs)


def _cut(day: datetime.date, length: int) -> str:
    return day.isoformat()[:length]


def _same_figure(row: Row, figure: ProposedFigure) -> bool:
    value, out_of = row["value"] if isinstance(row["value"], list) else (row["value"], None)
    same_value = (figure.value, figure.out_of) == (value, out_of)
    return row["paragraph"] == figure.paragraph and same_value and same_unit(row["unit"], figure.unit)


def _is_named(row: Row, facts: Sequence[ProposedFact]) -> bool:
    evidence = fold(row["evidence"])
    return any(fact.paragraph == row["paragraph"] and fold(fact.label) in evidence for fact in facts)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def render(scores: dict[str, Score]) -> str:
    """Bảng in ra màn hình, rồi các mức đặt ra và đã đạt hay chưa."""
    groups = (
        ("Bài dùng khi viết luật", [score for prefix, score in scores.items() if prefix in DEVELOPED]),
        ("Bài để riêng", [score for prefix, score in scores.items() if prefix not in DEVELOPED]),
    )
    lines = [
        f"{'':24}{'người đọc':>10}{'đề xuất':>9}{'trùng':>7}{'phủ':>8}{'đúng':>8}"
        f"{'nơi':>8}{'lúc':>8}{'cả hai':>8}{'trọn vẹn':>10}{'tên':>9}"
    ]
    verdicts = []
    for name, members in groups:
        group = total(name, members)
        lines += [_row(score) for score in (*members, group)] + [""]
        reached = group.recall >= RECALL and group.precision >= PRECISION and group.whole >= WHOLE
        verdicts.append(f"{name}: {'đạt' if reached else 'CHƯA đạt'}")
    bars = f"Mức đặt ra: phủ ≥ {RECALL:.0%}, đúng ≥ {PRECISION:.0%}, trọn vẹn ≥ {WHOLE:.0%}. "
    return "\n".join([*lines, bars + "; ".join(verdicts) + "."])


def _row(score: Score) -> str:
    of_matched = (score.place, score.time, score.both)
    shares = "".join(f"{_share(part, score.matched):8.1%}" for part in of_matched)
    return (
        f"{score.name:24}{score.rows:>10}{score.proposed:>9}{score.matched:>7}{score.recall:8.1%}{score.precision:8.1%}"
        f"{shares}{score.whole:10.1%}{f'{score.named}/{score.facts}':>9}"
    )


def render_misses(scores: dict[str, Score]) -> str:
    """Chỗ sót và chỗ báo nhầm, chỉ của những bài dùng khi viết luật."""
    lines = []
    for prefix in DEVELOPED:
        score = scores[prefix]
        lines += [f"sót   {row['id']} đoạn {row['paragraph']}: {row['value']} {row['unit']}" for row in score.missed]
        lines += [f"nhầm  {prefix} đoạn {extra.paragraph}: “{extra.literal}”" for extra in score.false_alarms]
    return "\n".join(lines) or "Không sót, không nhầm ở các bài dùng khi viết luật."


@click.command()
@click.option("--misses", is_flag=True, help="Liệt kê chỗ sót, chỗ nhầm của các bài dùng khi viết luật.")
@click.option("--shared", type=click.Path(path_type=Path), default=SHARED, help="Thư mục bằng chứng gốc.")
def main(misses: bool, shared: Path) -> None:
    """Đo độ phủ và độ đúng của `python -m bot.knowledge read` trên các bài nguồn."""
    if (
        not (shared / "facts" / "figures_from_sources.jsonl").is_file()
        or not (shared / "seeds" / "sources.yaml").is_file()
    ):
        click.echo(
            f"Cần thư mục bằng chứng gốc {shared.name}/ đặt cạnh kho mã: seeds/*.txt, seeds/sources.yaml và "
            "facts/figures_from_sources.jsonl. Thư mục ấy không đi cùng bản phát hành; có rồi thì chạy lại, "
            "hoặc chỉ chỗ bằng --shared.",
            err=True,
        )
        sys.exit(1)
    scores = measure(shared, read(ROOT / "knowledge").knowledge())
    click.echo(render(scores))
    if misses:
        click.echo("\n" + render_misses(scores))


if __name__ == "__main__":
    main()
