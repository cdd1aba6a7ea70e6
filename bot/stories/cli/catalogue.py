"""`catalogue`: danh mục mọi tên mà người viết câu chuyện dùng được."""

from __future__ import annotations

from pathlib import Path

import click

from bot.settings import ROOT
from bot.stories.catalogue import catalogue as written
from bot.stories.cli.common import chosen
from bot.stories.cli.output import deliver
from bot.stories.domain import read_domain

CATALOGUE = ROOT / "docs" / "catalogue.md"


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=CATALOGUE, help="Ghi vào tệp này.")
def catalogue(out: Path) -> None:
    """Viết lại docs/catalogue.md từ domain.yml, bot/data, knowledge/, tests/stories và mã; không cần mô hình."""
    deliver(written(read_domain(), chosen(())), out)
