"""Báo cáo một lần chạy câu chuyện: trang cho người đọc, JUnit cho máy CI, JSON để so hai lần.

status, waiting        một lần diễn ra sao, người dân chờ bao lâu
record                 lần chạy thành dữ liệu trơn (report.json)
comparison             hai lần chạy: tốt lên, xấu đi
pieces, inside         chữ được tô chỗ khác, và điều thấy bên trong bot
views, summary, page   report.html
junit, failed          junit.xml, failed_stories.yml
writing                ghi cả bốn tệp vào một thư mục
"""

from bot.stories.report.comparison import compared
from bot.stories.report.record import Report, ReportError, read_report
from bot.stories.report.writing import write_report

__all__ = ["Report", "ReportError", "compared", "read_report", "write_report"]
