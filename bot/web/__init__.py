"""Cổng công khai và tiện ích trên trang web; gọi bot chỉ qua HTTP."""
