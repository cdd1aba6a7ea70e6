"""Một sân khấu thật (mô hình, hành động, kho) cho các kiểm thử chậm, dựng một lần."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator

import pytest

from bot.stories.rehearsal import rehearsal
from bot.stories.stage import Stage

TODAY = datetime.date(2026, 11, 21)


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")
    with rehearsal(TODAY, words_only=True) as opened:
        yield opened
