"""Câu chuyện hội thoại: đọc từ YAML hay bảng tính, chạy bằng bot thật, báo cáo cho người không lập trình.

model, claims      câu chuyện, lượt, và điều một lượt được khẳng định
lined, reader      YAML có số dòng; hai dạng: câu chuyện kiểm thử của Rasa và `test_cases` của Rasa Pro
overlay            kho riêng của một tệp câu chuyện, đặt lên kho thật
stage, remote      nói chuyện với bot: ngay trong tiến trình, hay qua HTTP
variants, noise    cùng lời ấy gõ khác đi
runner, results    chạy, và điều đã thấy
desk_replay        hỏi lại một bản nháp của bàn làm việc; desk_jobs: hàng việc của nó
"""
