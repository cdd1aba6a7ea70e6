"""Sự kiện của Rasa từ dạng JSON. Cách của Rasa duyệt lại mọi lớp con cho từng sự kiện; ở đây tra một bảng."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses


@functools.cache
def _types() -> dict[str, type[Event]]:
    return {kind.type_name: kind for kind in all_subclasses(Event)}


def revive(events: Iterable[dict[str, Any]]) -> list[Event]:
    """Dựng lại sự kiện từ `Event.as_dict()` hoặc từ rasa_sdk.

    Raises:
        KeyError: loại sự kiện không có trong Rasa này.
    """
    return [_types()[event["event"]]._from_parameters(dict(event)) for event in events]
