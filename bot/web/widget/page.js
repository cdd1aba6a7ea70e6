// Trang chủ: bấm câu mẫu là hỏi.
const assistant = document.querySelector("hoi-dap-so");
for (const button of document.querySelectorAll("[data-question]")) {
  button.addEventListener("click", () => assistant.ask(button.dataset.question));
}
