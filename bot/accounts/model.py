"""Một tài khoản và vai của nó; vai cao làm được mọi việc của vai thấp."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["helper", "editor", "administrator"]
Clock = Callable[[], datetime.datetime]

ROLES: tuple[Role, ...] = get_args(Role)
"""Từ thấp lên cao."""


@dataclass(frozen=True)
class Account:
    """Một người. `login` không bao giờ đổi; `must_change`: còn dùng mật khẩu đầu tiên, chưa được làm gì khác."""

    id: int
    login: str
    name: str
    role: Role
    must_change: bool
    active: bool


def allows(role: Role, needed: Role) -> bool:
    """Người có vai `role` làm được việc cần vai `needed`."""
    return ROLES.index(role) >= ROLES.index(needed)
