"""Nghĩa của từng tên mà người viết câu chuyện gặp: kết cục, luật, slot, thực thể, và ví dụ của từng điều khẳng định."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "answer": "trả lời bằng câu trong kho, có nguồn",
    "figure": "số liệu, bảng số liệu hay sự việc của một địa phương",
    "clarify": "chưa chắc: hỏi lại, tới ba nút để chọn",
    "no_answer": "trong phạm vi nhưng kho chưa có: nói thẳng, chỉ chỗ hỏi",
    "out_of_scope": "việc ngoài những gì bot trả lời, hay lời bực bội",
    "own_record": "hỏi hồ sơ riêng: bot không xem được, chỉ chỗ tự xem",
    "small_talk": "chào hỏi, cảm ơn, hỏi bot là ai",
    "safety": "đang bị hay vừa bị lừa: việc gấp và số gọi đứng trước",
    "handoff": "muốn gặp người thật: chỉ chỗ gặp",
}
"""Loại lời đáp (`Kind` của bot/knowledge/outcome.py) → nghĩa."""

RULES: Mapping[str, str] = {
    "chosen": "bấm nút một câu: cho xem đúng câu ấy",
    "about": "hỏi tiếp về câu vừa trả lời (“mất bao lâu?”): chỗ nó nói điều ấy, không thì câu khác cùng việc",
    "table": "“tất cả số liệu về …”: một bảng",
    "figure": "hỏi một chỉ tiêu ở một nơi: số liệu, hay nói thẳng là chưa có",
    "fact": "hỏi một sự việc có tên ở địa phương: văn bản, ứng dụng, mô hình",
    "own_record": "NLU tin là hỏi hồ sơ của chính mình",
    "bare": "chỉ có ý hỏi (“mất bao lâu?”) mà chưa nói việc gì: hỏi lại là việc nào",
    "outside": "giống một việc trong knowledge/outside.yml hơn mọi câu trả lời; báo cáo ghi outside:<id>",
    "several": "một tin nhắn hỏi nhiều điều, điều nào cũng chắc: trả lời tới ba điều",
    "found": "câu đứng đầu đủ chắc thì trả lời; gần đủ thì hỏi lại",
    "decline": "không câu nào đủ chắc mà NLU bảo ngoài phạm vi",
    "abuse": "không câu nào đủ chắc mà NLU bảo là lời bực bội: đáp bình tĩnh",
    "unknown": "không câu nào gần: nói thẳng là chưa biết",
    "safety": "intent report_scam: việc gấp trước",
    "handoff": "intent call_helper: chỗ gặp người",
    "nothing_before": "hỏi về câu vừa rồi mà chưa có câu nào",
    "repeat": "nhắc lại câu vừa trả lời",
    "shorten": "câu vừa trả lời, chỉ phần ngắn",
    "next_step": "một bước của câu vừa trả lời",
    "ask_source": "nguồn của câu vừa trả lời",
    "previous_answer_wrong": "xin lỗi, đưa ra những câu đứng sau",
    "which_task": "xin được dẫn từng bước mà chưa rõ việc nào: kể các việc",
    "task_question": "đang dẫn từng bước: hỏi một đặc điểm; báo cáo ghi task_question:<việc>:<đặc điểm>",
    "task": "hỏi đủ rồi: danh sách việc cho đúng trường hợp; báo cáo ghi task:<việc>",
    "task_stopped": "thôi giữa chừng; báo cáo ghi task_stopped:<việc>",
    "task_gone": "việc đang dẫn dở vừa bị gỡ khỏi kho",
}
"""Luật nào của `Answerer` và `follow_up` ra kết cục (`trace["rule"]`) → nghĩa."""

SLOTS: Mapping[str, tuple[str, str]] = {
    "topic": ("chủ đề của câu vừa trả lời; figure hay fact khi vừa nói chuyện địa phương", "{topic: vneid}"),
    "place": ("nơi vừa hỏi", "{place: [thanh-hoa]}"),
    "time": ("lúc vừa hỏi, viết như trong kho", "{time: ['2022']}"),
    "measure": ("chỉ tiêu (hay danh sách sự việc) vừa hỏi", "{measure: [dich-vu-cong-toan-trinh]}"),
    "last_answers": ("các mục vừa cho xem, tốt nhất trước", "{last_answers: [vneid-quen-mat-khau]}"),
    "runners_up": ("những câu đứng sau, để đưa ra khi người dân bảo không đúng ý", "runners_up"),
    "task": ("việc có hướng dẫn đang làm dở", "{task: vneid-muc-2}"),
}
"""Slot → (nhớ điều gì, cách viết trong `slots:`). Slot của các đặc điểm thì lấy ở knowledge/traits.yml."""

ENTITIES: Mapping[str, str] = {
    "place": "nơi chốn; giá trị là id trong knowledge/places.yml",
    "time": "lúc; giá trị là chữ đã gõ",
    "document": "giấy tờ; giá trị là mã trong bot/nlu/terms.yml",
    "service": "dịch vụ; giá trị là mã trong bot/nlu/terms.yml",
    "measure": "chỉ tiêu; giá trị là id trong knowledge/indicators.yml",
}
"""Thực thể → giá trị của nó là gì."""

CLAIMS: Mapping[str, str] = {
    "text": "Không có gì ạ. Cần gì thêm anh/chị cứ hỏi.",
    "says": "công an xã",
    "never_says": "tôi đoán",
    "matches": r"\d+ dịch vụ",
    "never_matches": r"mã OTP là \d+",
    "kind": "answer",
    "answer": "vneid-quen-mat-khau",
    "answers": "[vneid-quen-mat-khau]",
    "sourced": "true",
    "source": "th-vneconomy-2024",
    "as_of": "'2024-10-31'",
    "button": "Tôi cần gặp người hỗ trợ",
    "buttons": "[Tôi cần gặp người hỗ trợ]",
    "never_buttons": "[Tôi cần gặp người hỗ trợ]",
    "call": "'113'",
    "intent": "ask_vneid",
    "entities": "{place: thanh-hoa}",
    "action": "action_answer",
    "never_action": "action_safety",
    "slots": "{topic: vneid}",
    "never_slots": "{topic: figure}",
}
"""Điều khẳng định → một giá trị viết đúng dạng, như trong YAML."""

TYPED = "mẹ tôi ở xã, giờ quên mật khẩu thì vào trang nào lấy lại, làm gì trước đây cháu"
"""Câu để cho thấy từng biến thể."""
