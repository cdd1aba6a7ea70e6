"""Vốn từ nhỏ cho kiểm thử: vài dòng như của kho, mỗi dòng mấy lần để đủ chắc."""

LINES = [
    "Tôi muốn hỏi cần gì để làm căn cước cho con?",
    "Tôi quên mật khẩu VNeID thì làm sao?",
    "Thẻ bảo hiểm y tế hết hạn thì gia hạn ở đâu?",
    "Không có bảo hiểm y tế thì có được khám không?",
    "Đăng ký tài khoản định danh mức 2 trên app ở đâu?",
    "Tôi muốn đăng ký, cần giấy tờ gì, đi đâu?",
    "Mã OTP là số gì, có được đưa cho người khác không?",
] * 5
