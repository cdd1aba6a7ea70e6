"""Thành phần Rasa của tiếng Việt: tách từ, thực thể, nguồn câu huấn luyện."""
