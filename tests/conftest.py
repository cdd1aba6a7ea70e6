"""Trong CI, một kiểm thử bị bỏ qua vì thiếu trình duyệt, máy chủ hay PostgreSQL là hỏng, không phải là xong."""

import os

import pytest
import structlog
from hypothesis import settings

settings.register_profile("hoi-dap-so", deadline=None)  # máy bận không phải là lỗi; nhanh chậm là việc của bench
settings.load_profile("hoi-dap-so")
# Lỗi trong nhật ký in gọn: cách in mặc định kể cả biến của mọi khung, mà biến ấy luồng khác đang đổi.
structlog.configure(processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if not os.environ.get("CI"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"CI không cho bỏ qua: {len(skipped)} kiểm thử đã bị bỏ qua", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
