"""Ngưỡng của nơi quyết định: lúc nào bot trả lời, hỏi lại, từ chối. Cách chọn: DECISIONS.md, mục 6."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """Điểm tìm kiếm và xác suất intent, đều trong [0, 1]."""

    answer: float = 0.66
    """Xác suất câu đứng đầu đúng từ mức này thì trả lời thẳng."""
    plain: float = 0.8
    """Trả lời thẳng mà xác suất chưa tới mức này thì nói ra đã hiểu là gì, để người hỏi thấy nếu hiểu sai."""
    several: float = 0.8
    """Tin nhắn hỏi nhiều điều: mỗi điều phải chắc tới mức này mới trả lời chung một lượt."""
    lead: float = 0.02
    """Câu thứ hai, thứ ba kém câu đầu chưa tới mức này thì được đưa ra làm nút dưới câu trả lời."""
    clarify: float = 0.8
    """Xác suất câu đúng nằm trong ba câu đầu từ mức này: hỏi lại bằng ba nút. Thấp hơn nữa: nói không biết."""
    clarify_topics: float = 0.6
    """Ba câu ấy thuộc nhiều chủ đề thì hỏi "việc nào" có ích hơn: từ mức này đã hỏi lại."""
    near: float = 0.24
    """Điểm tìm kiếm từ mức này thì câu ấy gần với điều được hỏi."""
    close: float = 0.01
    """Hai câu đầu kém nhau chưa tới mức này thì hỏi thêm véc-tơ nghĩa."""
    meaning: float = 0.3
    """Khi ấy nghĩa nặng chừng này, chữ nặng phần còn lại."""
    topic_prior: float = 0.03
    """Intent chắc chắn về một chủ đề cộng thêm chừng này cho mọi câu của chủ đề."""
    continuing: float = 0.06
    """Câu nối tiếp ("thế còn …"): mọi câu của chủ đề đang nói được cộng chừng này."""

    figure: float = 0.45
    """Tên chỉ tiêu khớp (cộng bằng chứng của intent) từ mức này thì hỏi số liệu, khi câu có nơi và dáng hỏi số."""
    figure_without_words: float = 0.60
    """Mức khớp cần có khi câu thiếu nơi, hoặc thiếu dáng hỏi số."""
    figure_prior: float = 0.15
    """Intent hỏi số liệu cộng thêm chừng này."""

    fact: float = 0.72
    fact_in_place: float = 0.50
    """Câu hỏi khớp một sự việc từ mức này thì đáp sự việc ấy; nói đúng nơi có sự việc thì mức thứ hai là đủ."""
    fact_lead: float = 0.2
    """Câu có dáng hỏi con số thì sự việc phải khớp hơn chỉ tiêu chừng này mới thắng."""

    gap: float = 0.05
    """Việc trong chủ đề mà kho chưa có lời đáp phải hơn mọi câu trả lời chừng này mới được nói là chưa biết."""
    decline: float = 0.40
    """Xác suất ngoài phạm vi (hay lời bực bội) từ mức này thì từ chối."""
    own_record: float = 0.60
    """Xác suất hỏi hồ sơ của chính mình từ mức này thì nói bot không xem được."""
    certain: float = 0.45
    """Nhưng tìm thấy giống đến mức này thì trả lời, dù intent bảo từ chối."""

    terse: int = 3
    hint: float = 0.2
    named: float = 0.7
    """Câu chỉ có `terse` âm tiết mà độ giống cách hỏi nằm giữa `hint` và `named` thì hỏi lại, đừng đoán."""
