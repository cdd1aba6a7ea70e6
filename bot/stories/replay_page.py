"""Trang cho người ký: từng lượt đã đổi, lời đáp trước và nay cạnh nhau. Đứng một mình, không tải gì, in được."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.stories.meanings import KINDS
from bot.stories.model import Claim
from bot.stories.replay import DIFFERENCES, Change, Reply
from bot.stories.report.page import TEMPLATES
from bot.stories.report.pieces import Pieces, wrong
from bot.stories.results import Failure
from bot.stories.signatures import Signature, unsigned
from bot.stories.talks import LoggedTalk

_OWN_TEMPLATES = Path(__file__).with_name("templates")


class Side(NamedTuple):
    """Một bên: loại, các câu trả lời, và chữ với chỗ khác bên kia được tô."""

    kind: str
    answers: str
    text: Pieces


class ChangeView(NamedTuple):
    """Một thay đổi để cho xem. `after` None: bot không đáp được; `signature` None: chưa ai ký."""

    change: Change
    label: str
    before: Side
    after: Side | None
    signature: Signature | None


def rendered(
    talks: Sequence[LoggedTalk], changes: Sequence[Change], signatures: Sequence[Signature], at: datetime.datetime
) -> str:
    """Cả trang; thay đổi chưa ký đứng trước."""
    left = unsigned(changes, signatures)
    views = [_view(change, None) for change in left]
    for change in changes:
        if change not in left:
            views.append(_view(change, next(each for each in signatures if each.covers(change))))
    jinja = Environment(
        loader=FileSystemLoader([_OWN_TEMPLATES, TEMPLATES]),  # kiểu chữ và màu: của báo cáo chạy câu chuyện
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return jinja.get_template("replay.html").render(
        at=at,
        talks=len(talks),
        turns=sum(len(talk.turns) for talk in talks),
        left=len(left),
        counts=Counter(view.label for view in views).most_common(),
        views=views,
    )


def _view(change: Change, signature: Signature | None) -> ChangeView:
    label = DIFFERENCES[change.difference]
    before, after = change.before, change.after
    if after is None:
        return ChangeView(change, label, _side(before, _marked(before.text, "")[0]), None, signature)
    ours, theirs = _marked(before.text, after.text)
    return ChangeView(change, label, _side(before, ours), _side(after, theirs), signature)


def _marked(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Hai lời đáp cắt thành đoạn, tô chỗ khác: như khi câu chuyện đòi đúng chữ `before` mà được `after`."""
    told = wrong(Failure(Claim("text", before, 0), after))
    return told.wanted, told.got


def _side(reply: Reply, text: Pieces) -> Side:
    return Side(KINDS[reply.kind], ", ".join(reply.answers) or "không câu nào", text)
