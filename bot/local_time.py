"""Giờ Việt Nam: kho ghi giờ UTC, người đọc thấy giờ này, ngày của sổ đếm và giờ trực cũng theo nó."""

import datetime

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
