/** Mọi câu mà tiện ích nói; không câu nào nằm ở tệp khác. */
export const texts = {
  name: "Hỏi Đáp Số",
  machine: "Trợ lý tự động: đây là máy, không phải người.",
  greeting: [
    "Xin chào anh/chị. Tôi là trợ lý tự động, là máy chứ không phải cán bộ.",
    "Tôi trả lời về VNeID, căn cước, bảo hiểm y tế, dịch vụ công trực tuyến, thanh toán không tiền mặt và cách tránh lừa đảo. Câu nào cũng kèm nguồn và ngày.",
    "Anh/chị đừng gửi số giấy tờ, số điện thoại, số tài khoản hay mã OTP vào đây.",
  ],
  log: "Cuộc trò chuyện",
  label: "Câu hỏi của anh/chị",
  hint: "Gõ có dấu hay không dấu đều được.",
  send: "Gửi",
  busy: "Đang tìm câu trả lời…",
  you: "Anh/chị hỏi:",
  bot: "Trợ lý trả lời:",
  hiddenQuestion: "(Lời vừa gửi có số cá nhân, đã được che.)",
  willMask: "Trong câu có số cá nhân. Tôi sẽ che số đó trước khi gửi.",
  empty: "Anh/chị chưa viết câu hỏi.",
  offline: "Chưa gửi được. Anh/chị xem lại mạng rồi bấm “Thử lại”.",
  unknownProblem: "Trợ lý gặp trục trặc. Anh/chị chờ một phút rồi bấm “Thử lại”.",
  retry: "Thử lại",
  steps: "Các bước làm",
  details: "Xem thêm chi tiết",
  notes: "Lưu ý",
  table: "Bảng số liệu",
  sources: "Nguồn",
  moreSources: "Xem các nguồn khác ({count})",
  newTab: " (mở trang mới)",
  sourceLine: "Nguồn: {publisher}, {date}.",
  undated: "nguồn không ghi ngày",
  readOn: ", tra cứu {month}",
  day: "ngày {date}",
  month: "tháng {date}",
  year: "năm {date}",
  validFrom: "Áp dụng từ {date}.",
  call: "Gọi {number}: {label}",
  suggestions: "Có thể anh/chị muốn hỏi:",
};

/**
 * Điền các chỗ trống {tên} trong một câu.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
