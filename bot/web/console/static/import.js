// Chọn tệp YAML thì nội dung tệp vào ô dán; không có mã này thì vẫn dán được.

const chooser = /** @type {HTMLElement} */ (document.getElementById("chon-tep"));
const file = /** @type {HTMLInputElement} */ (document.getElementById("tep"));
const text = /** @type {HTMLTextAreaElement} */ (document.getElementById("yaml"));

chooser.hidden = false;
file.addEventListener("change", async () => {
  const chosen = file.files?.[0];
  if (chosen) text.value = await chosen.text();
});
