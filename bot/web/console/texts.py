"""Những câu bàn làm việc nói với người hỗ trợ mà mã cần; câu của riêng một trang nằm trong khuôn của nó."""

from __future__ import annotations

from typing import NamedTuple

from bot.accounts import Role


class Entry(NamedTuple):
    """Một lối đi trên đầu trang, cho vai `role` trở lên."""

    path: str
    name: str
    role: Role


ROLES: dict[Role, str] = {
    "helper": "người hỗ trợ",
    "editor": "người biên tập",
    "administrator": "quản trị viên",
}
MENU = (
    Entry("/ban/cho", "Người đang chờ", "helper"),
    Entry("/ban/hoi", "Hỏi trợ lý", "helper"),
    Entry("/ban/viec", "Dẫn từng việc", "helper"),
    Entry("/ban/to", "In tờ A5", "helper"),
    Entry("/ban/tham", "Sổ đi nhà", "helper"),
    Entry("/ban/chua-biet", "Chưa trả lời được", "helper"),
    Entry("/ban/cau", "Câu trả lời", "helper"),
    Entry("/ban/cham", "Chấm mẫu", "helper"),
    Entry("/ban/so", "Số liệu", "helper"),
    Entry("/ban/thong-bao", "Thông báo", "editor"),
    Entry("/ban/gio", "Giờ trực", "administrator"),
    Entry("/ban/nguoi", "Tài khoản", "administrator"),
    Entry("/ban/so-ghi", "Sổ ghi thay đổi", "administrator"),
    Entry("/ban/xoa", "Xoá một cuộc", "administrator"),
)

HOME_QUEUE = "{waiting} cuộc chờ, {mine} cuộc của tôi"
HOME_CLUSTERS = "{count} nhóm câu hỏi chưa xong"
HOME_SAMPLES = "{count} mẫu chờ tôi chấm"
HOME_DRAFTS = "{count} bản nháp chờ tôi duyệt"

SIGNED_OUT = "Phiên làm việc đã hết. Anh/chị đăng nhập lại."
CHANGE_FIRST = "Anh/chị đổi mật khẩu được cấp trước đã."
NOT_YOUR_ROLE = "Tài khoản này không có quyền làm việc ấy. Anh/chị hỏi quản trị viên."
FOREIGN_PAGE = "Yêu cầu này không do trang của bàn làm việc gửi. Anh/chị mở lại trang rồi làm lại."

FIELD_EMPTY = "Ô này đang trống."
FIELD_LONG = "Dài quá {most} ký tự, xin viết ngắn lại."
FIELD_MANY = "Nhiều quá {most} dòng, xin bớt lại."
LINE_LONG = "Có dòng dài quá {most} ký tự, xin viết ngắn lại."
FIELD_CHOICE = "Xin chọn một trong các mục có sẵn."
FIELD_DATE = "Cần một ngày."
FORM_BROKEN = "Biểu mẫu gửi lên không đọc được. Anh/chị tải lại trang rồi làm lại."
FORM_LONG = "Nội dung gửi lên dài quá. Anh/chị bớt lại rồi gửi."

WRONG_SIGN_IN = "Tên đăng nhập hoặc mật khẩu không đúng."
LOCKED = "Sai nhiều lần liên tiếp. Anh/chị thử lại sau {minutes} phút, hoặc nhờ quản trị viên đặt lại mật khẩu."
OLD_ONE_WRONG = "Mật khẩu hiện nay không đúng."
NOT_TWICE = "Hai lần gõ mật khẩu mới không giống nhau."
CHANGED_ONE = "Đã đổi mật khẩu. Những máy khác của anh/chị phải đăng nhập lại."

# Tài khoản
NO_SUCH_PERSON = "Không có tài khoản này."
RENAMED = "Đã đổi tên."
ROLE_SET = "Đã đổi vai thành {role}. Người ấy phải đăng nhập lại."
TURNED_OFF = "Đã tắt tài khoản; mọi máy của người ấy đã ra khỏi."
TURNED_ON = "Đã bật lại tài khoản."

# Sổ ghi thay đổi
DEED_KINDS = {
    "account.": "Tài khoản",
    "handoff.": "Tiếp nhận người chờ",
    "opening.": "Giờ trực",
    "holiday.": "Ngày nghỉ",
    "cluster.": "Câu chưa trả lời được",
    "draft.": "Bản nháp",
    "answer.": "Câu trả lời",
    "notice.": "Thông báo",
    "sample.": "Chấm mẫu",
    "visit.": "Sổ đi nhà",
    "conversation.": "Xoá cuộc trò chuyện",
}
DEEDS = {
    "account.created": "thêm người",
    "account.reset": "đặt lại mật khẩu",
    "account.password_changed": "đổi mật khẩu",
    "account.role": "đổi vai",
    "account.renamed": "đổi tên",
    "account.off": "tắt tài khoản",
    "account.on": "bật tài khoản",
    "handoff.taken": "nhận một cuộc",
    "handoff.said": "trả lời người dân",
    "handoff.waiting": "đưa lại hàng đợi",
    "handoff.returned": "trả cho trợ lý",
    "handoff.closed": "đóng một cuộc",
    "opening.set": "đặt giờ trực",
    "holiday.added": "thêm ngày nghỉ",
    "holiday.removed": "bỏ ngày nghỉ",
    "conversation.erased": "xoá cuộc trò chuyện",
    "notice.banner": "đăng dải báo",
    "notice.topic": "tắt một chủ đề",
    "notice.stop": "tắt cả trợ lý",
    "notice.ended": "kết thúc thông báo",
    "sample.marked": "chấm một mẫu",
    "cluster.sent": "gửi một nhóm câu hỏi cho người biên tập",
    "cluster.drafted": "mở bản nháp từ một nhóm câu hỏi",
    "cluster.closed": "xong một nhóm câu hỏi",
    "cluster.reopened": "mở lại một nhóm câu hỏi",
    "visit.added": "ghi một lần đi nhà",
    "visit.removed": "bỏ một lần đi nhà",
    "outside.widened": "thêm cách hỏi cho việc ngoài phạm vi",
    "draft.started": "bắt đầu một bản nháp",
    "draft.saved": "lưu bản nháp",
    "draft.submitted": "gửi duyệt bản nháp",
    "draft.returned": "trả lại bản nháp",
    "draft.dropped": "bỏ bản nháp",
    "draft.replayed": "xin hỏi lại cho bản nháp",
    "answer.published": "xuất bản câu trả lời",
    "answer.removed": "gỡ câu trả lời",
    "answer.rolled_back": "lùi câu trả lời một bước",
}
"""Tên của mọi việc trong sổ ghi thay đổi."""
DETAILS = {
    "answer": "câu trả lời",
    "asks": "số cách hỏi thêm",
    "author": "người viết",
    "deed": "việc",
    "draft": "bản nháp số",
    "from": "từ",
    "kind": "loại",
    "line": "dòng",
    "name": "tên",
    "outcome": "kết quả",
    "place": "nơi",
    "reason": "căn cứ",
    "replayed": "đã hỏi lại",
    "role": "vai",
    "shifts": "ca trực",
    "solved": "đã xong",
    "text": "lời",
    "to": "thành",
    "topic": "chủ đề",
    "until": "tự hết lúc",
    "version": "bản kho",
}
"""Tên của mọi điều kể thêm trong sổ ghi thay đổi."""
YES_NO = {True: "có", False: "không"}
DRAFT_DEEDS = {"write": "viết câu", "remove": "xin gỡ câu"}

# Xoá một cuộc trò chuyện
NO_SUCH_TALK = "Không có cuộc trò chuyện mang mã này: gõ nhầm, hay nó đã được xoá."
CONFIRM_ERASURE = "Xin đánh dấu là đã kiểm đúng cuộc."
ERASED = "Đã xoá hẳn cuộc trò chuyện."

# Tiếp nhận
WAITED = {"none": "chưa tới một phút", "minutes": "{0} phút", "hours": "{0} giờ {1} phút", "days": "{0} ngày {1} giờ"}
TAKEN_BY_YOU = "Anh/chị đã nhận cuộc này. Trợ lý im cho tới khi anh/chị trả lại."
TAKEN_BY_OTHER = "{name} đã nhận cuộc này trước."
SAID = "Đã gửi."
PUT_BACK = "Đã đưa cuộc ấy lại hàng đợi."
HANDED_BACK = "Đã trả cuộc ấy cho trợ lý."
TALK_CLOSED = "Đã đóng cuộc ấy."
TALK_OVER = "Cuộc này đã xong, hoặc người dân đã thôi, nên không đọc được nữa."
TALK_GONE = "Không có cuộc trò chuyện này: người dân đã xoá, hoặc đã quá hạn giữ."
SEE_ANSWER = "Anh/chị xem câu trả lời này:"
NO_SUCH_ANSWER = "Kho không còn câu trả lời này. Anh/chị tìm câu khác."
CHOSE = "(bấm chọn) {title}"
CHANGES = {
    "waiting": "Người dân xin gặp người hỗ trợ.",
    "waiting by": "{name} đưa lại hàng đợi.",
    "taken": "{name} nhận cuộc này.",
    "returned": "{name} trả cho trợ lý.",
    "closed": "{name} đóng cuộc này.",
    "cancelled": "Người dân thôi gặp người.",
}

# Giờ trực
HOURS_SAVED = "Đã đặt giờ trực."
HOLIDAY_ADDED = "Đã thêm ngày nghỉ."
HOLIDAY_REMOVED = "Đã bỏ ngày nghỉ."

# Thông báo
NOTICE_KINDS = {"banner": "Dải báo", "topic": "Tắt một chủ đề", "stop": "Tắt cả trợ lý"}
NOTICE_STARTED = {
    "banner": "Đã đăng dải báo. Ai mở trợ lý cũng thấy.",
    "topic": "Đã tắt chủ đề. Trợ lý không trả lời về nó nữa cho tới khi anh/chị mở lại.",
    "stop": "Đã tắt trợ lý. Không câu hỏi nào được trả lời cho tới khi mở lại.",
}
NOTICE_ENDED = "Đã kết thúc, có hiệu lực trong 2 giây."
NOTICE_ALREADY_ON = "Việc ấy đang tắt rồi. Anh/chị kết thúc thông báo cũ trước khi đăng cái mới."
NOTICE_OVER = "Thông báo ấy đã hết hiệu lực từ trước, hoặc chỉ quản trị viên kết thúc được."
UNTIL_SHAPE = "Cần một ngày và giờ, như 23/11/2026 8 giờ 30."
UNTIL_PAST = "Lúc ấy đã qua rồi. Anh/chị chọn một lúc sau bây giờ, hoặc để trống."

# Chấm mẫu
MARKED = "Đã ghi dấu."
SAMPLE_GONE = "Mẫu này không chấm được nữa: đã đủ hai người chấm, hoặc người dân đã xoá cuộc trò chuyện."

# Nơi thực địa: hỏi trợ lý, tờ A5, sổ đi nhà.
REPORTED = "Đã báo. Câu này vào “Chưa trả lời được”; muốn nhắn thêm, anh/chị mở nó ở đó sau vài giây."
NOT_A_QUESTION = "Câu này đứng một mình thì chưa rõ hỏi gì. Anh/chị hỏi lại cho đủ ý rồi báo."
FIELD_FORGOTTEN = "Đã bắt đầu lại, trợ lý không còn nhớ câu vừa hỏi."
RULES = {
    "chosen": "bấm nút một câu, cho xem đúng câu ấy",
    "about": "hỏi tiếp về câu vừa trả lời",
    "table": "hỏi tất cả số liệu của một nơi",
    "figure": "hỏi một chỉ tiêu ở một nơi",
    "fact": "hỏi một sự việc có tên ở địa phương",
    "own_record": "hỏi hồ sơ của chính mình, trợ lý không xem được",
    "bare": "chỉ có ý hỏi, chưa nói việc gì",
    "outside": "giống một việc ngoài phạm vi hơn mọi câu trả lời",
    "several": "một tin hỏi nhiều điều, điều nào cũng chắc",
    "found": "câu đứng đầu đủ chắc thì trả lời, gần đủ thì hỏi lại",
    "decline": "không câu nào đủ chắc, ý hỏi nằm ngoài phạm vi",
    "abuse": "lời bực bội, đáp bình tĩnh",
    "unknown": "không câu nào gần, nói thẳng là chưa biết",
    "safety": "có người đang bị lừa, việc gấp trước",
    "handoff": "xin gặp người",
    "nothing_before": "hỏi về câu vừa rồi mà chưa có câu nào",
    "repeat": "nhắc lại câu vừa trả lời",
    "shorten": "câu vừa trả lời, chỉ phần ngắn",
    "next_step": "một bước của câu vừa trả lời",
    "ask_source": "nguồn của câu vừa trả lời",
    "previous_answer_wrong": "người hỏi bảo chưa đúng ý",
    "small_talk": "chào hỏi, cảm ơn",
    "which_task": "hỏi muốn dẫn việc nào",
    "task": "danh sách việc theo trường hợp",
    "task_question": "đang hỏi một điều để lập danh sách việc",
    "task_stopped": "thôi không dẫn việc nữa",
    "unavailable": "máy chủ của trợ lý không trả lời",
}
"""Luật đã quyết lời đáp (custom.rule), nói cho người hỗ trợ; phần sau dấu hai chấm là mã của việc cụ thể."""
INTENTS = {
    "ask_vneid": "hỏi về VNeID",
    "ask_id_card": "hỏi về căn cước",
    "ask_health_insurance": "hỏi về bảo hiểm y tế",
    "ask_cashless_payment": "hỏi về thanh toán không tiền mặt",
    "ask_online_service": "hỏi về dịch vụ công trực tuyến",
    "ask_safety": "hỏi cách tránh lừa đảo",
    "ask_local_figure": "hỏi số liệu, chuyện của địa phương",
    "ask_own_record": "hỏi hồ sơ của chính mình",
    "report_scam": "báo đang bị lừa",
    "start_task": "muốn được dẫn từng bước",
    "greet": "chào",
    "thank": "cảm ơn",
    "goodbye": "chào tạm biệt",
    "bot_challenge": "hỏi là máy hay người",
    "ask_capabilities": "hỏi trợ lý làm được gì",
    "affirm": "đồng ý",
    "deny": "không đồng ý",
    "repeat": "xin nhắc lại",
    "shorten": "xin nói ngắn",
    "next_step": "hỏi bước tiếp theo",
    "previous_answer_wrong": "bảo chưa đúng ý",
    "ask_source": "hỏi nguồn",
    "call_helper": "muốn gặp người",
    "out_of_scope": "chuyện ngoài phạm vi",
    "abuse": "lời bực bội",
}
"""Ý mà máy nhận ra trong câu (intent), nói cho người hỗ trợ."""
SHEETS_KEPT = "Tập tờ của anh/chị có {count} tờ."
SHEETS_FULL = "Một tập nhận tối đa {most} tờ. Anh/chị tải tập này rồi chọn tập mới."
SHEET_DROPPED = "Đã bỏ một tờ."
SHEETS_DROPPED = "Đã bỏ hết các tờ."
NO_SHEETS = "Chưa có tờ nào để tải."
VISIT_ADDED = "Đã ghi vào sổ."
VISIT_KNOWN = "Dòng này đã có trong sổ, không ghi thêm."
VISIT_REMOVED = "Đã bỏ một dòng."
VISIT_GONE = "Dòng ấy không có trong sổ của anh/chị."
VISIT_ID = "Dòng này thiếu mã. Anh/chị tải lại trang rồi ghi lại."
VISIT_DAY = "Chỉ ghi được cho hôm nay và {days} ngày trước."
VISITS_SHAPE = "cần một danh sách, tối đa {most} dòng"

# Câu trả lời, bản nháp
NO_SUCH_DRAFT = "Không có bản nháp này."
NO_SUCH_CONTENT = "Kho không có câu trả lời này."
DRAFT_SAVED = "Đã lưu bản nháp."
DRAFT_HAS_FAULTS = "Đã lưu, nhưng chưa gửi duyệt được: còn chỗ phải sửa ở dưới."
DRAFT_SUBMITTED = "Đã gửi duyệt. Một người biên tập khác sẽ xem và xuất bản."
DRAFT_DROPPED = "Đã bỏ bản nháp."
DRAFT_RETURNED = "Đã trả lại cho người viết."
DRAFT_IMPORTED = "Đã nhập thành bản nháp. Anh/chị xem khác biệt với câu đang dùng rồi gửi duyệt."
ANSWER_PUBLISHED = "Đã xuất bản. Trợ lý trả lời theo câu này trong vài giây."
ANSWER_REMOVED = "Đã gỡ câu trả lời."
ROLLED_BACK = "Đã lùi một bước. Trợ lý trả lời theo nội dung này trong vài giây."
ROLLED_AWAY = "Đã lùi một bước: câu này không còn được dùng."
REPLAY_ASKED = "Đã xin hỏi lại; thường xong trong vài phút."
NOT_REPLAYED = "Chưa có kết quả hỏi lại cho nội dung này. Anh/chị hỏi lại, hoặc đánh dấu ô này nếu việc gấp."
SEE_WHAT_CHANGED = "Câu đang dùng đã đổi từ lúc viết bản nháp. Anh/chị xem khác biệt rồi đánh dấu ô này."
IN_STORY = "Câu chuyện “{story}”, lượt {turn}"
IN_TALK = "Người dân đã hỏi"
PRESSED = "(bấm chọn) {answer}"
DIFFERENCES = {
    "silent": "nay trợ lý không đáp được",
    "kind": "loại lời đáp khác",
    "answers": "đưa câu khác",
    "text": "chỉ chữ khác",
}
YAML_BROKEN = "YAML không đọc được, dòng {line}: xem lại thụt dòng, dấu hai chấm và dấu nháy."
YAML_NOT_ANSWER = "Cần một tệp câu trả lời: các dòng “tên: giá trị”, bắt đầu bằng “id: …”."
ADD_TO = "them-vao-"
REMOVED_FILE = "cau-da-go.txt"

# Câu chưa trả lời được
CLUSTER_STATES = {
    "open": "Chưa ai làm",
    "again": "Vẫn còn được hỏi",
    "sent": "Đã gửi người biên tập",
    "writing": "Đang viết câu trả lời",
    "done": "Đã xong",
}
CLUSTER_OUTCOMES = {"answer": "đã có câu trả lời", "outside": "ngoài phạm vi"}
UNANSWERED_REASONS = {
    "refused": "Trợ lý từ chối",
    "corrected": "Người dân bảo không phải ý mình",
    "rated": "Người dân góp ý là chưa đúng",
    "reported": "Người hỗ trợ báo",
}
BLOCKED_BY_MATTER = "Giống việc không trả lời “{name}” hơn mọi câu trả lời."
BLOCKED_BY = {
    ("found", "answer"): "Trợ lý đã trả lời thẳng bằng câu đứng đầu.",
    ("found", "clarify"): "Câu đứng đầu chưa đủ chắc nên trợ lý hỏi lại.",
    ("figure", "no_answer"): "Kho chưa có số liệu ấy.",
    ("fact", "no_answer"): "Kho chưa có thông tin ấy của nơi này.",
    ("table", "no_answer"): "Kho chưa có số liệu nào như vậy.",
    ("about", "no_answer"): "Câu vừa trả lời không nói điều này.",
    ("unknown", "no_answer"): "Không câu nào trong kho đủ gần.",
    ("decline", "out_of_scope"): "Không câu nào đủ chắc, ý hỏi giống chuyện ngoài phạm vi.",
}
"""Luật đã chặn, theo (đầu luật, loại lời đáp); luật khác thì như RULES."""
NO_RULE = "Không ghi luật."
CLUSTER_GONE = "Không có nhóm câu hỏi này: mọi câu của nó đã bị xoá, hay quá hạn giữ."
CLUSTER_CHANGED = "Có người vừa làm việc với nhóm câu hỏi này; nay nó: {state}. Anh/chị tải lại trang."
CHOOSE_QUESTIONS = "Xin chọn ít nhất một câu trong danh sách."
CHOOSE_ANSWER = "Xin chọn câu trả lời đúng cho những câu này; chưa thấy thì tìm bằng chữ khác."
ASKS_DRAFTED = "Đã mở bản nháp với {count} cách hỏi mới. Anh/chị xem lại rồi gửi duyệt."
NEW_DRAFTED = "Đã mở bản nháp câu mới với các cách hỏi đã chọn. Anh/chị viết câu trả lời rồi gửi duyệt."
MARKED_OUTSIDE = "Đã đánh dấu ngoài phạm vi."
OUTSIDE_WIDENED = "Đã thêm {count} cách hỏi cho việc ngoài phạm vi ấy; trợ lý nhận ra trong vài giây."
CLUSTER_SENT = "Đã gửi người biên tập."
CLUSTER_REOPENED = "Đã mở lại nhóm câu hỏi này."
OPEN_DRAFT = "Mở bản nháp"
