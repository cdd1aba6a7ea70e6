// Kiểm bản nháp khi đang gõ: hỏi cổng rồi để lời chỉ chỗ sai cạnh từng ô. Không có mã này thì nút “Lưu và kiểm” làm thay.

const PAUSE = 700;

const form = /** @type {HTMLFormElement} */ (document.getElementById("ban-nhap"));
const told = /** @type {HTMLElement} */ (document.getElementById("tong"));
const csrf = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=csrf]")).content;

let waiting = 0;
let asked = 0;

form.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(check, PAUSE);
});

async function check() {
  const number = ++asked;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  let faults;
  try {
    const response = await fetch(form.dataset.check ?? "", { method: "POST", body, headers: { "X-CSRF-Token": csrf } });
    if (!response.ok) return;
    faults = /** @type {{ faults: { field: string, message: string }[] }} */ (await response.json()).faults;
  } catch {
    return; // mất mạng: chữ đang gõ vẫn còn, lần gõ sau hỏi lại
  }
  if (number === asked) show(faults);
}

/** @param {{ field: string, message: string }[]} faults */
function show(faults) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const { field, message } of faults) {
    const place = document.querySelector(`[data-wrong="${CSS.escape(field)}"]`) ? field : "";
    found.set(place, [...(found.get(place) ?? []), message]);
  }
  for (const place of document.querySelectorAll("[data-wrong]")) {
    const name = /** @type {HTMLElement} */ (place).dataset.wrong ?? "";
    const text = (found.get(name) ?? []).join(" ");
    if (place.textContent !== text) place.textContent = text;
    const box = name ? document.getElementById(name) : null;
    if (text) box?.setAttribute("aria-invalid", "true");
    else box?.removeAttribute("aria-invalid");
  }
  const line = faults.length ? (told.dataset.some ?? "").replace("{n}", String(faults.length)) : (told.dataset.none ?? "");
  if (told.textContent !== line) told.textContent = line;
}
