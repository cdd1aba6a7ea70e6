"""Biến thể: cùng câu chuyện, mọi lời người dân gõ theo một kiểu khác."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import NamedTuple

from bot.stories.noise import Noise, capitals, nghe, no_accents, north, south, teen, telex, typo, vni


class Variant(NamedTuple):
    """Một kiểu gõ: tên cho người đọc báo cáo, và cách gõ."""

    label: str
    noise: Noise


VARIANTS: Mapping[str, Variant] = {
    "no_accents": Variant("không dấu", no_accents),
    "shorthand": Variant("viết tắt", teen),
    "telex": Variant("phím Telex", telex),
    "vni": Variant("phím VNI", vni),
    "caps": Variant("chữ hoa", capitals),
    "typo": Variant("gõ sai", typo),
    "north": Variant("miền Bắc", north),
    "south": Variant("miền Nam", south),
    "nghe": Variant("xứ Nghệ", nghe),
}
"""Tên trong dòng `variants:` của câu chuyện → kiểu gõ."""


def retyped(text: str, variant: str | None) -> str:
    """`text` gõ theo `variant`; cùng câu thì lần nào cũng như nhau. None: đúng như đã viết."""
    if variant is None:
        return text
    return VARIANTS[variant].noise(text, random.Random(text))  # noqa: S311  # để lần nào cũng như nhau, không giữ bí mật
