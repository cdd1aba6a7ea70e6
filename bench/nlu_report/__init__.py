"""Báo cáo bot hiểu người dân tới đâu: `make nlu-report`, hoặc `python -m bench.nlu_report --help` từ thư mục gốc.

data         câu huấn luyện, cách hỏi để dành (`bench.fit_confidence` dùng chung)
pipeline     học và nạp các thành phần Rasa của config.yml
intents      kiểm chéo NLU; mỗi câu được đọc và đoán bởi mô hình chưa thấy nó
answers      hỏi lại những cách hỏi để dành; đúng, liên quan, hỏi lại, nói không biết, sai
budget       hạn mức sai của những câu được trả lời thẳng
noise        cùng những câu ấy, gõ khác đi (cách gõ: bot/stories/noise.py)
out_of_scope câu ngoài phạm vi
slowest      tin nhắn chậm nhất
curves       phủ và sai, xác suất và tỷ lệ đúng
headlines    con số chính, so với bản đã nhận
charts, page hình, trang cho người đọc
"""
