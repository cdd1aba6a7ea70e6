/** Những câu mà mã của các trang (không phải tiện ích) nói. */
export const pageTexts = {
  copy: "Chép liên kết",
  copied: "Đã chép. Anh/chị dán vào Zalo hay tin nhắn.",
  copyByHand: "Anh/chị chép tay liên kết này:",
  share: "Chia sẻ",
  print: "In trang này",
  readOn: "Tra cứu {date}.",
};
