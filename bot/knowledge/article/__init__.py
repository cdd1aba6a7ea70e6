"""Đọc một bài báo mới: đề xuất số liệu và sự việc có tên, để một người giữ hay bỏ."""
