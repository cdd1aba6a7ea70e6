"""Mọi câu cố định mà kho kiến thức nói với người dân."""

from __future__ import annotations

_PEOPLE = "Anh/chị hỏi tổ công nghệ số cộng đồng ở thôn, khu phố, hoặc bộ phận một cửa của UBND xã, phường."
NO_ANSWER = f"Tôi chưa có câu trả lời chắc chắn cho điều này nên không đoán. {_PEOPLE}"
CLARIFY = "Tôi chưa chắc đã hiểu đúng. Ý anh/chị là câu nào dưới đây?"
WHICH_MATTER = "Anh/chị hỏi về việc nào? Ví dụ:"
OR_MEANT = "Nếu chưa đúng ý, có thể anh/chị muốn hỏi:"
OUT_OF_SCOPE = (
    "Việc này nằm ngoài những gì tôi biết. Tôi trả lời về VNeID và căn cước, khám bệnh bằng thẻ BHYT trên căn cước, "
    "thanh toán không tiền mặt, dịch vụ công trực tuyến, phòng lừa đảo, và số liệu chuyển đổi số của Thanh Hoá, "
    "Sầm Sơn, Lào Cai, Hải Dương. Việc khác anh/chị hỏi bộ phận một cửa của UBND xã, phường."
)
ABUSE = (
    "Tôi hiểu anh/chị đang bực. Tôi là máy, chỉ giúp được việc dịch vụ công số: anh/chị kể việc đang vướng, "
    "tôi tìm giúp; hoặc tôi chỉ chỗ gặp người hỗ trợ."
)
OWN_RECORD = (
    "Tôi không xem được hồ sơ hay tài khoản riêng của anh/chị, nên không tra giúp được. Anh/chị tự xem trong ứng dụng "
    "VNeID hoặc ở mục tra cứu hồ sơ của Cổng Dịch vụ công quốc gia; cần người giúp thì hỏi bộ phận một cửa của "
    "UBND xã, phường. Đừng gửi số giấy tờ, mật khẩu hay mã OTP vào đây."
)
SAFETY = (
    "Làm ngay, theo thứ tự: 1) Dừng chuyển tiền, dừng nói chuyện với họ, không đọc thêm mã OTP nào. "
    "2) Gọi tổng đài ngân hàng (số in sau thẻ hoặc trong ứng dụng) xin khoá tài khoản, khoá thẻ. "
    "3) Trình báo công an xã, phường hoặc gọi 113; giữ lại tin nhắn, số tài khoản, biên lai."
)
POLICE = "Công an (khẩn cấp)"
HANDOFF = (
    "Tôi là máy nên có việc không giúp được. Để gặp người thật: hỏi tổ công nghệ số cộng đồng ở thôn, khu phố, "
    "hoặc đến bộ phận một cửa của UBND xã, phường trong giờ làm việc. Việc khẩn cấp hoặc đang bị lừa thì gọi 113."
)
NOT_KNOWN = f"Tôi chưa có thông tin chắc chắn về {{name}}, nên không đoán. {_PEOPLE}"
OUTSIDE = (
    "Tôi không trả lời được về {name}, nên không đoán. Anh/chị hỏi bộ phận một cửa của UBND xã, phường; "
    "họ chỉ đúng nơi giải quyết việc này."
)
UNDERSTOOD = "Tôi hiểu là: {title}"
SEVERAL = "Anh/chị hỏi nhiều điều, tôi trả lời từng điều:"
ABOUT = "Vẫn về “{title}”:"
NOT_SAID_BUT = "Câu trả lời vừa rồi không nói điều này. Có phải anh/chị muốn hỏi:"
NEED_PERSON = "Tôi cần gặp người hỗ trợ"
NOTHING_BEFORE = "Trước đó tôi chưa trả lời điều gì. Anh/chị cứ hỏi, ví dụ: “Quên mật khẩu VNeID thì làm sao?”"
SORRY_WRONG = "Xin lỗi anh/chị, tôi đã hiểu chưa đúng. Có phải anh/chị muốn hỏi một trong các câu này?"
NO_STEPS = "Câu trả lời này không có các bước để làm theo."
STEP = "Bước {number}: {step}"
NO_SUCH_STEP = "Việc này chỉ có {count} bước."
SOURCES_ARE = "Nguồn của câu trả lời vừa rồi:"

NOT_YET_VALID = "Hôm nay chưa áp dụng: quy định này bắt đầu từ {date}."
NO_LONGER_VALID = "Quy định này đã hết sau {date}."
IN_FORCE_SINCE = "Áp dụng từ {date}."
REPLACED_BY = "Nay xem câu “{title}”."
NEEDS_REVIEW = "Cần kiểm tra lại: nội dung này đã quá hạn rà soát."
MEDIUM_CONFIDENCE = "Thông tin này mới có một nguồn báo; nên hỏi lại cơ quan giải quyết trước khi đi."

SOURCE = "Nguồn: {publisher}{date}."
MORE_SOURCES = " và {count} nguồn khác"
DATED = ", {date}"
UNDATED = " (nguồn không ghi ngày, tra cứu {read_on})"
UNDATED_FIGURE = " (nguồn không ghi ngày)"
UNTITLED_SOURCE = "Bài viết"
"""Tiêu đề chỉ đọc được từ địa chỉ (không dấu) thì không cho người dân xem."""
NOTE = "Lưu ý: {note}"

FIGURE = "{measure} của {place}{scope}: {value} ({when})."
FIGURE_TARGET = "Chỉ tiêu {measure} của {place}{scope}: {value} ({when})."
FIGURE_CHANGE = "{measure} của {place}{scope} {direction} {value} so với {before} ({when})."
FIGURE_DERIVED = (
    "{measure} của {place}: {value} {unit} ({when}). Số này tôi suy ra: nguồn ghi {later} ({later_when}), "
    "{direction} {change} so với {when}."
)
FROM_ARTICLE = "theo bài viết {date}"
SCOPES = {
    "province": "",
    "all": ", cả cấp thành phố và cấp xã",
    "city": ", phần cấp thành phố",
    "commune": ", phần cấp xã",
    "party-agencies": ", khối cơ quan Đảng và đoàn thể",
}
DIRECTIONS = {"increase": "tăng", "decrease": "giảm", "times": "gấp"}
FIGURE_MISSING_PLACE = "Tôi chưa có số liệu về {measure} của {place}."
FIGURE_MISSING_TIME = "Tôi chưa có số liệu {date} về {measure} của {place}; số mới nhất tôi có:"
FIGURE_ELSEWHERE = "Của {place} thì có: {value} ({when}, {publisher})."
FORMER_PLACE = "{place} (nhập vào {successor} từ {date})"
FIGURES_TITLE = "Số liệu"
FIGURES = "Tôi có {count} số liệu{place}:"
FIGURES_NEWEST = "Tôi có {count} số liệu{place}; đây là {shown} số mới nhất:"
FIGURES_REST = "Còn {count} số nữa: hỏi riêng từng việc, ví dụ “bao nhiêu dịch vụ công toàn trình”."
FIGURES_COLUMNS = ("Số liệu", "Giá trị", "Lúc")
NO_FIGURES = "Tôi chưa có số liệu nào như vậy."
TARGET = "{measure} (chỉ tiêu)"
CHANGE = "{direction} {value} so với {before}"
FACTS_COLUMN = "Những điều tôi biết"
FACTS = "Tôi biết {count} điều về {subject} ({when}):"
THIS_FACT = "thông tin này"
OF_PLACE = " của {place}"
SEVERAL_DATES = "từ nhiều thời điểm"
FACT_MISSING_PLACE = "Tôi chưa có thông tin về {subject} của {place}. Tôi có của: {places}."
FACT_MISSING_TIME = "Tôi chưa có thông tin {date} về {subject}; đây là điều tôi có:"
DIFFERENCE = "{more} nhiều hơn {less} {value} {unit}."
RANK_DIFFERENCE = "{more} xếp trên {less} {value} bậc."
SAME_VALUE = "Hai bên bằng nhau."
OTHER_TIMES = "Hai số ở hai thời điểm khác nhau nên chỉ so được tương đối."
TREND = "Từ {before} đến {after}: {direction} {value} {unit}."

YOUR_CASE = "Trường hợp của tôi thì sao?"
"""Nút dưới một câu trả lời thuộc một việc có hướng dẫn; bấm thì nói `MY_CASE`."""
MY_CASE = "Trường hợp của tôi: {title}"
YOUR_CASE_HINT = "Cần danh sách việc cho đúng trường hợp của mình, anh/chị nhắn: “{say}”."
WHICH_TASK = "Anh/chị muốn tôi dẫn từng bước việc nào?"
CASE = "Việc cần làm cho trường hợp: {case}."
BRING = "Mang theo: {things}."
PART_MEDIUM_CONFIDENCE = "Có bước mới chỉ một nguồn báo; nên hỏi lại cơ quan giải quyết trước khi đi."
LINE_NOT_YET = "“{line}” Hôm nay chưa áp dụng: quy định này bắt đầu từ {date}."
LINE_OVER = "“{line}” Quy định này đã hết sau {date}."
RESUME = "Làm tiếp: {title}"
RESUME_HINT = "Việc đang làm dở, anh/chị nhắn “{say}” để trả lời tiếp."
STILL_ASKING = "Ta làm tiếp nhé."
FROM_THE_START = "Ta làm lại từ đầu."
TASK_STOPPED = "Vâng, tôi dừng việc này. Anh/chị cần gì khác cứ hỏi."
TASK_GONE = "Việc này vừa thay đổi nên tôi không dẫn tiếp được. Anh/chị hỏi lại giúp tôi."
