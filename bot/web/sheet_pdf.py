"""Tờ A5 thành tệp PDF: mỗi tờ một mặt giấy, nhiều tờ thì một tệp; chữ Việt nằm sẵn trong tệp nên in ở đâu cũng đúng.

Phông: DejaVu Sans 2.37 (dejavu-fonts.github.io), bot/web/fonts chỉ giữ chữ Latin, chữ Việt và dấu câu.
"""

from __future__ import annotations

import functools
import io
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import segno
from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepInFrame, ListFlowable, ListItem, Paragraph
from reportlab.platypus.doctemplate import LayoutError

from bot.web import texts
from bot.web.sheet import Sheet

FONTS = Path(__file__).parent / "fonts"
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
MARGIN, CODE, APART = 10 * mm, 27 * mm, 4 * mm
BRAND = HexColor("#07335d")
SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)
"""Cỡ chữ: lớn nhất mà vừa; nhỏ nhất cũng không vừa thì thu cả phần thân."""
_building = threading.Lock()
"""reportlab giữ phông ở biến chung, nên mỗi lúc một luồng dựng."""


class Styles(NamedTuple):
    """Các kiểu chữ của một tờ."""

    name: ParagraphStyle
    title: ParagraphStyle
    strong: ParagraphStyle
    plain: ParagraphStyle
    boxed: ParagraphStyle
    foot: ParagraphStyle


def sheets_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Một tệp PDF, mỗi tờ một mặt A5. Cùng nội dung thì cùng từng byte. Hàm chặn, chừng 20 ms một tờ."""
    with _building:
        _load_fonts()
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=A5, invariant=1, lang="vi")
        canvas.setTitle(sheets[0].title if len(sheets) == 1 else texts.SHEETS_TITLE.format(count=len(sheets)))
        canvas.setAuthor(texts.NAME)
        for sheet in sheets:
            _draw(canvas, sheet)
            canvas.showPage()
        canvas.save()
        return out.getvalue()


def _draw(canvas: Canvas, sheet: Sheet) -> None:
    """Chân trang trước, để biết còn bao nhiêu chỗ cho phần thân."""
    width = A5[0] - 2 * MARGIN
    height = A5[1] - 2 * MARGIN - _draw_foot(canvas, sheet, _styles(SIZES[-1]), width)
    body = _fitted(canvas, sheet, width, height)
    _, taken = body.wrapOn(canvas, width, height)
    body.drawOn(canvas, MARGIN, A5[1] - MARGIN - taken)


def _fitted(canvas: Canvas, sheet: Sheet, width: float, height: float) -> KeepInFrame:
    for size in SIZES:
        body = KeepInFrame(width, height, _body(sheet, _styles(size)), mode="error")
        try:
            body.wrapOn(canvas, width, height)
        except LayoutError:
            continue
        return body
    return KeepInFrame(width, height, _body(sheet, _styles(SIZES[-1])), mode="shrink")


def _body(sheet: Sheet, styles: Styles) -> list[Flowable]:
    parts: list[Flowable] = [_said(texts.NAME, styles.name), _said(sheet.title, styles.title)]
    if sheet.warnings:
        parts.append(_said(" ".join(sheet.warnings), styles.boxed))
    if sheet.short:
        parts.append(_said(sheet.short, styles.strong))
    for heading, lines in ((texts.BRING, sheet.bring), (texts.STEPS if sheet.bring else "", sheet.steps)):
        if heading and lines:
            parts.append(_said(heading, styles.strong))
        if lines:
            parts.append(_list(lines, styles.plain, "1" if lines is sheet.steps else "bullet"))
    if sheet.notes:
        said = [texts.NOTED.format(note=sheet.notes[0])] if len(sheet.notes) == 1 else []
        notes = said or [texts.NOTES, *(f"• {note}" for note in sheet.notes)]
        parts.append(Paragraph("<br/>".join(map(escape, notes)), styles.boxed))
    parts += [_said(detail, styles.plain) for detail in sheet.details]
    if sheet.cut:
        parts.append(_said(texts.MORE_ONLINE, styles.plain))
    return parts


def _list(lines: Iterable[str], style: ParagraphStyle, kind: str) -> Flowable:
    return ListFlowable(
        [ListItem(_said(line, style), spaceAfter=style.spaceAfter) for line in lines],
        bulletType=kind,
        start=None if kind == "1" else "•",
        bulletFormat="%s." if kind == "1" else None,
        bulletFontName=PLAIN,
        bulletFontSize=style.fontSize,
        leftIndent=style.fontSize * 1.7,
        spaceAfter=style.spaceAfter,
    )


def _draw_foot(canvas: Canvas, sheet: Sheet, styles: Styles, width: float) -> float:
    """Nguồn, ngày, địa chỉ và mã QR ở đáy tờ; trả chiều cao đã dùng."""
    lines = [_said(text, styles.foot) for text in (*sheet.origin, sheet.address, sheet.printed_on)]
    room = width - CODE - APART
    heights = [float(line.wrapOn(canvas, room, A5[1])[1]) for line in lines]
    tall = float(max(sum(heights), CODE))
    top = MARGIN + tall
    for line, height in zip(lines, heights, strict=True):
        top -= height
        line.drawOn(canvas, MARGIN, top)
    _draw_code(canvas, sheet.address, MARGIN + room + APART, MARGIN)
    canvas.setLineWidth(0.3 * mm)
    canvas.setStrokeColor(black)
    canvas.line(MARGIN, MARGIN + tall + 2 * mm, MARGIN + width, MARGIN + tall + 2 * mm)
    return tall + float(APART)


def _draw_code(canvas: Canvas, address: str, left: float, bottom: float) -> None:
    rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=2))
    dot = CODE / len(rows)
    path = canvas.beginPath()  # một nét vẽ chung: từng ô riêng thì máy in để hở kẽ giữa các ô
    for y, row in enumerate(rows, 1):
        for x, dark in enumerate(row):
            if dark:
                path.rect(left + x * dot, bottom + CODE - y * dot, dot, dot)
    canvas.setFillColor(black)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.linkURL(address, (left, bottom, left + CODE, bottom + CODE))


def _said(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text), style)


@functools.lru_cache
def _load_fonts() -> None:
    registerFont(TTFont(PLAIN, str(FONTS / "DejaVuSans.ttf")))
    registerFont(TTFont(BOLD, str(FONTS / "DejaVuSans-Bold.ttf")))
    registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


@functools.lru_cache
def _styles(size: float) -> Styles:
    plain = ParagraphStyle("plain", fontName=PLAIN, fontSize=size, leading=size * 1.35, spaceAfter=size * 0.4)
    return Styles(
        name=ParagraphStyle(
            "name", plain, fontName=BOLD, textColor=BRAND, borderColor=BRAND, spaceAfter=size * 0.6, underlineWidth=1
        ),
        title=ParagraphStyle("title", plain, fontName=BOLD, fontSize=size * 1.3, leading=size * 1.6),
        strong=ParagraphStyle("strong", plain, fontName=BOLD),
        plain=plain,
        boxed=ParagraphStyle(
            "boxed",
            plain,
            borderColor=black,
            borderWidth=0.8,
            borderPadding=size * 0.3,
            spaceBefore=size * 0.8,
            leftIndent=size * 0.4,
            rightIndent=size * 0.4,
            spaceAfter=size * 0.9,
        ),
        foot=ParagraphStyle("foot", plain, fontSize=7.8, leading=10),
    )
