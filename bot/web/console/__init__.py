"""Bàn làm việc của tổ công nghệ số cộng đồng: trang dựng ở máy chủ, chạy được khi không có JavaScript."""
