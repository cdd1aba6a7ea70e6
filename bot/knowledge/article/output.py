"""Viết các đề xuất thành YAML gần đúng dạng của knowledge/figures/<nguồn>.yml."""

from __future__ import annotations

import yaml

from bot.knowledge.article.meta import ArticleMeta
from bot.knowledge.article.reading import Proposals, ProposedFact, ProposedFigure

_HEADER = """\
# Đề xuất đọc bằng máy từ bài “{title}”, chưa ai duyệt. Với từng mục:
#   - sai hoặc thừa thì xoá; đúng thì giữ, sửa place, as_of nếu cần (place là id trong places.yml);
#   - số liệu: điền indicator (null là chưa rõ), rồi xoá unit và measure; tăng giảm thì phải có compared_with;
#   - sự việc: thêm subject, viết lại text bằng lời mình.
# Xong thì chép vào knowledge/figures/{id}.yml và chạy: python -m bot.knowledge check
"""


def render_proposals(meta: ArticleMeta, proposals: Proposals) -> str:
    """Tệp YAML: `source`, `figures`, `facts`; id đánh số theo thứ tự, số liệu trước."""
    figures = [{"id": _id(meta, n), **_figure(item)} for n, item in enumerate(proposals.figures, 1)]
    facts = [{"id": _id(meta, n), **_fact(item)} for n, item in enumerate(proposals.facts, len(figures) + 1)]
    body = {"source": meta.id, "figures": figures, "facts": facts}
    text: str = yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=120)
    return _HEADER.format(title=meta.title, id=meta.id) + text


def _id(meta: ArticleMeta, number: int) -> str:
    return f"{meta.id}-{number:03}"


def _figure(figure: ProposedFigure) -> dict[str, object]:
    fields: dict[str, object] = {
        "indicator": figure.indicator,
        "place": figure.place,
        "scope": figure.scope,
        "kind": figure.kind,
        "value": _plain(figure.value),
        "out_of": None if figure.out_of is None else _plain(figure.out_of),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "as_of": figure.as_of.text,
        "as_of_basis": figure.as_of_basis,
        "compared_with": figure.compared_with.text if figure.compared_with else None,
        "literal": figure.literal,
        "paragraph": figure.paragraph,
        "measure": figure.measure,
    }
    return {name: value for name, value in fields.items() if value is not None or name == "indicator"}


def _fact(fact: ProposedFact) -> dict[str, object]:
    return {
        "label": fact.label,
        "text": fact.text,
        "place": fact.place,
        "as_of": fact.as_of.text,
        "as_of_basis": fact.as_of_basis,
        "paragraph": fact.paragraph,
    }


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() else value
