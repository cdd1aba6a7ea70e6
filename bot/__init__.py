"""Hỏi Đáp Số: trợ lý hỏi đáp về dịch vụ công số, mỗi câu trả lời có nguồn và ngày."""
