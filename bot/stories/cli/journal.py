"""Mở nhật ký của cổng web cho một lệnh, theo cài đặt trong môi trường."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.database import open_engine
from bot.settings import SettingError, Settings
from bot.stories.cli.common import CouldNotRun


@contextlib.contextmanager
def opened_journal() -> Iterator[Engine]:
    """Cơ sở dữ liệu của `DATABASE_URL`, chỉ để đọc.

    Raises:
        CouldNotRun: cài đặt sai, hay cơ sở dữ liệu không đọc được; không nhắc lại địa chỉ, vì nó có thể mang mật khẩu.
    """
    try:
        engine = open_engine(Settings.from_environment().database_url)
        try:
            yield engine
        finally:
            engine.dispose()
    except SettingError as error:
        raise CouldNotRun(str(error)) from error
    except SQLAlchemyError as error:
        raise CouldNotRun(
            "Không đọc được nhật ký. Hãy xem lại DATABASE_URL; chưa chạy lần nào thì: make run"
        ) from error
