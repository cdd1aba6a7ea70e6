"""Thư viện trên knowledge/: đọc, kiểm, đồng bộ vào kho, tìm, và quyết định trả lời gì.

Không biết Rasa, không biết aiohttp: kiến thức phải sống lâu hơn chúng.
"""
