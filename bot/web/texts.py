"""Mọi câu mà cổng web nói với người dân; không câu nào nằm ở tệp khác."""

from __future__ import annotations

BAD_JSON = "Tin nhắn gửi lên không đúng khuôn dạng. Anh/chị tải lại trang rồi gửi lại giúp tôi."
BAD_FIELD = "Trường {field} chưa đúng: {why}."
TEXT_OR_BUTTON = "cần đúng một trong hai: text (lời nhắn) hoặc button (nút đã bấm)"
TEXT_NOT_STRING = "cần là một chuỗi chữ"
CLIENT_ID_SHAPE = "cần 1 đến 64 ký tự chữ, số, gạch ngang hoặc gạch dưới"
BUTTON_SHAPE = 'cần {"answer": mã câu trả lời} hoặc {"say": lời nhắn}'
EMPTY_TEXT = "Anh/chị chưa viết câu hỏi. Xin gõ câu cần hỏi rồi gửi lại."
LONG_TEXT = "Câu hỏi dài quá {most} ký tự. Anh/chị viết ngắn lại, hoặc tách thành vài câu rồi gửi từng câu."
BODY_TOO_LARGE = "Tin nhắn quá lớn. Anh/chị gửi câu hỏi bằng chữ, dưới {most} ký tự."
UNAUTHORISED = "Phiên trò chuyện không còn hiệu lực. Anh/chị tải lại trang để bắt đầu cuộc trò chuyện mới."
CONVERSATION_NOT_FOUND = "Cuộc trò chuyện này không còn nữa. Anh/chị tải lại trang để bắt đầu cuộc trò chuyện mới."
ORIGIN_REFUSED = "Trang web này chưa được phép dùng trợ lý. Anh/chị mở trợ lý trên trang chính thức của cơ quan."
TOO_MANY = "Anh/chị gửi hơi nhanh. Xin chờ {seconds} giây rồi gửi lại."
TOO_MANY_FEEDS = "Đang có quá nhiều người theo dõi. Xin chờ một phút rồi thử lại."
ANSWER_NOT_FOUND = "Kho không còn câu trả lời này. Anh/chị gõ câu hỏi, tôi tìm câu thay nó."
REPLY_NOT_FOUND = "Không tìm thấy câu trả lời được góp ý trong cuộc trò chuyện này. Anh/chị tải lại trang rồi thử lại."
PERSON_NOT_ASKED = "Người dân chưa xin gặp người hỗ trợ trong cuộc trò chuyện này, hoặc đã thôi."
ALREADY_TAKEN = "{name} đang trả lời cuộc này. Mỗi cuộc chỉ một người viết."
NOT_TAKEN = "Cuộc này chưa ai nhận. Anh/chị bấm Nhận rồi mới viết được."
HELPER_UNAUTHORISED = "Thẻ người hỗ trợ không đúng. Anh/chị hỏi người vận hành để lấy thẻ đang dùng."
TYPED_SHAPE = "cần chữ đang gõ, nhiều nhất {most} ký tự"
NOT_BOOLEAN = "cần true hoặc false"
REASON_SHAPE = "chỉ đi với right là false, và là một trong: {reasons}"
ID_SHAPE = "cần 1 đến {most} ký tự"
LONG_FIELD = "dài quá {most} ký tự, xin viết ngắn lại"
EMPTY_FIELD = "đang trống"
SINCE_SHAPE = "cần số thứ tự của một dòng"
CONSENT_NEEDED = "người hỗ trợ chỉ đọc cuộc trò chuyện khi anh/chị đồng ý, nên cần true"
PAGE_NOT_FOUND = "Không có trang này. Anh/chị quay về trang chủ của trợ lý."
METHOD_NOT_ALLOWED = "Địa chỉ này không nhận cách gọi đó."
BAD_REQUEST = "Yêu cầu chưa đúng. Anh/chị tải lại trang rồi thử lại."
INTERNAL = "Trợ lý gặp trục trặc, lời vừa gửi có thể chưa được nhận. Anh/chị chờ một phút rồi gửi lại."
NOT_READY = "Trợ lý đang khởi động. Xin chờ một phút."

PRIVACY_NOTICE = (
    "Anh/chị đừng gửi số giấy tờ, số điện thoại, số thẻ, số tài khoản hay mã OTP ở đây. Tôi đã che số đó và không lưu."
)
BOT_UNAVAILABLE = (
    "Lúc này trợ lý đang bận hoặc khởi động lại, tôi chưa trả lời được. Anh/chị chờ một phút rồi gửi lại; "
    "nếu gấp, hãy gọi 113 khi cần công an, hoặc đến tổ công nghệ số cộng đồng, Ủy ban nhân dân xã/phường nơi gần nhất."
)
SEND_AGAIN = "Gửi lại"
TOPIC_PAUSED = (
    "Tôi đang tạm dừng trả lời về chủ đề “{topic}” vì {reason}. Anh/chị hỏi bộ phận một cửa, công an xã, phường hoặc "
    "tổ công nghệ số cộng đồng; gấp thì gọi 113."
)
STOPPED = (
    "Trợ lý đang tạm dừng trả lời vì {reason}. Anh/chị vẫn xin gặp người hỗ trợ được ở đây, hoặc hỏi bộ phận một "
    "cửa, tổ công nghệ số cộng đồng; khẩn cấp thì gọi công an 113."
)
PAUSED_UNTIL = "Dự kiến trả lời lại từ {when}."
CALL_POLICE = "Công an (khẩn cấp)"
READY = "Sẵn sàng: mở http://localhost:{port}"

PROBLEM_TITLES = {
    400: "Yêu cầu chưa đúng",
    401: "Phiên không hợp lệ",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Cách gọi không được nhận",
    409: "Chưa làm được",
    413: "Tin nhắn quá lớn",
    422: "Lời nhắn chưa dùng được",
    429: "Gửi quá nhanh",
    500: "Trợ lý gặp trục trặc",
    503: "Chưa sẵn sàng",
}

TOPICS = {
    "vneid": "VNeID và định danh điện tử",
    "can-cuoc": "Thẻ căn cước",
    "bhyt": "Bảo hiểm y tế, đi khám bệnh",
    "thanh-toan": "Thanh toán không tiền mặt",
    "dich-vu-cong": "Dịch vụ công trực tuyến",
    "to-chuc-dia-phuong": "Chính quyền số ở địa phương",
    "an-toan": "Phòng tránh lừa đảo",
}
"""Tên chủ đề của kho trên trang duyệt."""
NO_TOPIC, NO_PLACE = "Chưa rõ chủ đề", "Không nêu nơi"
FEW_PLACES = "Những nơi dưới {fewest} lượt"
NUMBERS_BY_DAY, NUMBERS_BY_TOPIC = "Lượt hỏi theo ngày", "Lượt hỏi theo chủ đề"
NUMBERS_BY_PLACE, NUMBERS_MARKING = "Lượt hỏi theo nơi được nhắc tới", "Chấm mẫu hằng tuần"
CHART_TOLD = "Biểu đồ “{title}”: tất cả {total} lượt, nhiều nhất {most} lượt ({where}). Bảng số ở ngay dưới."
CHART_EMPTY, CHART_NO_DATA = "Biểu đồ “{title}”: chưa có lượt hỏi nào.", "Chưa có lượt hỏi nào"
TOO_FEW = "chưa đủ số liệu (dưới {least})"
IN_FORCE_UNTIL = "Áp dụng đến hết {date}."
UNDATED = "nguồn không ghi ngày"
NO_HELPERS = (
    "Ở đây chưa có người hỗ trợ trực. Anh/chị hỏi tổ công nghệ số cộng đồng ở thôn, khu phố, hoặc bộ phận một cửa của "
    "UBND xã, phường."
)
NOW_OPEN = "Đã báo người hỗ trợ. Họ viết thì lời hiện ngay tại đây; anh/chị cứ hỏi tiếp trong lúc chờ."
NOW_CLOSED = (
    "Lúc này chưa có người trực. Tổ công nghệ số mở lại lúc {when}; anh/chị cứ để lại câu hỏi, đến giờ họ đọc và "
    "trả lời tại đây."
)
CLOSED_LONG = "Lúc này chưa có người trực. Anh/chị cứ để lại câu hỏi; có người trực thì họ đọc và trả lời tại đây."
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
EXAMPLES = (
    "Quên mật khẩu VNeID thì làm thế nào?",
    "Đi khám bệnh bằng căn cước thay thẻ BHYT được không?",
    "Chuyển khoản nhầm thì lấy lại tiền thế nào?",
    "Có người gọi tự xưng công an bắt cài ứng dụng",
)
"""Câu mẫu ở trang chủ."""
NAME = "Hỏi Đáp Số"
# Tờ A5, HTML và PDF.
BRING = "Mang theo"
STEPS = "Các bước làm"
NOTED = "Lưu ý: {note}"
NOTES = "Lưu ý:"
MORE_ONLINE = "Còn chi tiết: xem trang trên mạng, quét mã bên dưới."
NOW_IS = "Nay là: {title}"
CITED = "Nguồn: {sources}. Tra cứu {read_on}."
OTHER_SOURCES = "và {count} nguồn khác"
PRINTED_ON = "In {date}. Quy định có thể đổi: quét mã để xem bản mới nhất."
SHEETS_TITLE = "{count} tờ Hỏi Đáp Số"

TASKS = "Dẫn từng bước theo trường hợp"
TASK_WORDS = {
    "change": "Đổi",
    "again": "Làm lại từ đầu",
    "chosen": "Anh/chị đã chọn",
    "bring": BRING,
    "steps": STEPS,
    "notes": "Lưu ý",
    "sources": "Nguồn",
    "related": "Câu liên quan",
    "sheet": "In một tờ A5",
    "pdf": "Tệp PDF",
    "zalo": "Gửi qua Zalo",
}
"""Chữ của trang /viec mà cả khuôn lẫn mã trong trình duyệt dùng (widget/task_page.js)."""
