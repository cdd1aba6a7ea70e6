"""Nhật ký có cấu trúc: một dòng JSON một sự kiện, ra luồng lỗi chuẩn."""

from __future__ import annotations

import logging
import sys

import structlog


def configure(level: str) -> None:
    """Đặt structlog cho tiến trình này; gọi đúng một lần ở nơi chương trình bắt đầu.

    Người gọi chịu trách nhiệm chỉ đưa vào nhật ký chữ đã qua `bot.privacy.mask`.
    """
    logging.basicConfig(level=level, stream=sys.stderr, format="%(message)s", force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
