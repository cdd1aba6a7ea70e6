"""Báo cáo bot hiểu người dân tới đâu: `make nlu-report`, hoặc `python -m bench.nlu_report --help` từ thư mục gốc.

data         câu huấn luyện, cách hỏi để dành
pipeline     học và nạp các thành phần Rasa của config.yml
intents      kiểm chéo intent; mỗi câu được đoán bởi mô hình chưa thấy nó
answers      hỏi lại những cách hỏi để dành; đúng, hỏi lại, nói không biết, sai
noise        cùng những câu ấy, gõ khác đi
out_of_scope câu ngoài phạm vi
slowest      tin nhắn chậm nhất
curves       phủ và sai, điểm và tỷ lệ đúng
headlines    con số chính, so với bản đã nhận
charts, page hình, trang cho người đọc
"""
