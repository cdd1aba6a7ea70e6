"""Tiện ích của ta cạnh các tiện ích khác: nặng bao nhiêu, mấy yêu cầu, bao lâu thì hỏi được trên điện thoại yếu."""
