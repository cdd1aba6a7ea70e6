"""Lời từ chối của kho bản nháp thành lời từ chối của trang."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.knowledge.draft import DraftError, UnknownAnswerError, UnknownDraftError
from bot.knowledge.history import UnknownRecordError
from bot.knowledge.publishing import RollBackError
from bot.web.console import texts
from bot.web.errors import NotFound, WebError


class Refused(WebError):
    """Việc ấy không làm được lúc này; chữ của nó nói bước tiếp theo."""

    status = 409


@contextmanager
def told() -> Iterator[None]:
    """Trong khối này, lỗi của kho thành trang nói vì sao.

    Raises:
        NotFound: không có bản nháp, hay câu ấy.
        Refused: không làm được lúc này.
    """
    try:
        yield
    except UnknownDraftError:
        raise NotFound(texts.NO_SUCH_DRAFT) from None
    except (UnknownRecordError, UnknownAnswerError):
        raise NotFound(texts.NO_SUCH_CONTENT) from None
    except (DraftError, RollBackError) as error:
        raise Refused(str(error)) from error
