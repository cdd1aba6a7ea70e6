// Trang chủ: bấm câu mẫu là hỏi.
const assistant = /** @type {import("./element.js").HoiDapSo | null} */ (document.querySelector("hoi-dap-so"));
for (const button of document.querySelectorAll("[data-question]")) {
  const { question } = /** @type {HTMLElement} */ (button).dataset;
  button.addEventListener("click", () => assistant?.ask(question ?? ""));
}
