"""Đo máy chủ bot cạnh Rasa nguyên bản: `make bench`, hoặc `python -m bench --help` từ thư mục gốc."""
