/** Trang một cuộc: lời mới hiện ngay, biết người dân đang gõ, gửi và chèn mà không mất chữ đang viết. */
import { newClientId } from "/widget/gateway.js";
import { csrfHeaders, fetchPage, replacePart } from "./page_parts.js";

const TYPING_PAUSE = 3000;
const lines = /** @type {HTMLElement} */ (document.getElementById("loi"));
const address = lines.dataset.address ?? "";
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("tra-loi"));

listen();
if (form) write(form);
lines.lastElementChild?.scrollIntoView({ block: "nearest" });

function listen() {
  const feed = new EventSource(`${address}/luong?sau=${lines.dataset.last}`);
  for (const kind of ["message", "replies", "person"]) feed.addEventListener(kind, () => show());
  feed.addEventListener("typing", (event) => tell("dang-go", JSON.parse(event.data).typing ? "Người dân đang gõ…" : ""));
  feed.addEventListener("presence", (event) => {
    const here = JSON.parse(event.data).presence;
    tell("co-mat", here ? "Người dân còn mở trang." : "Người dân không mở trang; lời gửi vẫn nằm lại cho họ.");
  });
  // Người giữ vừa đổi, hay người dân vừa thôi: cả trang khác đi.
  for (const kind of ["handoff", "ended"]) {
    feed.addEventListener(kind, () => {
      feed.close();
      location.replace(address);
    });
  }
  // Người này vừa bấm nhận, trả lại hay đóng: tin của chính việc ấy không được cắt ngang trang đang tới.
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) feed.close();
  });
}

/** Thêm những dòng chưa có; dòng cũ ở nguyên để máy đọc màn hình chỉ đọc lời mới. */
async function show() {
  tell("dang-go", "");
  const fresh = await fetchPage(address);
  for (const line of fresh?.querySelectorAll("#loi > div") ?? []) {
    if (document.getElementById(line.id)) continue;
    lines.append(document.adoptNode(line));
    line.scrollIntoView({ block: "nearest" });
  }
}

/**
 * @param {string} id
 * @param {string} text
 */
function tell(id, text) {
  const place = document.getElementById(id);
  if (place) place.textContent = text;
}

/** @param {HTMLFormElement} form */
function write(form) {
  const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
  const send = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  let typedAt = 0;
  text.addEventListener("input", () => {
    if (!text.value.trim() || Date.now() - typedAt < TYPING_PAUSE) return;
    typedAt = Date.now();
    fetch(`${address}/go`, { method: "POST", headers: csrfHeaders() }).catch(() => {});
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    tell("text-wrong", await post(form));
    send.disabled = false;
    text.focus();
  });
  const search = /** @type {HTMLFormElement} */ (document.getElementById("tim-kho"));
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = /** @type {HTMLInputElement} */ (search.elements.namedItem("tim")).value;
    refresh(`${address}?tim=${encodeURIComponent(query)}`, "tim-thay");
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-refresh]") : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    refresh(link.href, link.dataset.refresh ?? "").then(() => text.focus());
  });
}

/**
 * Gửi lời. Không tới được máy chủ thì giữ nguyên mã của lời: gửi lại không thành hai.
 * @param {HTMLFormElement} form
 * @returns {Promise<string>} Lời báo; trống khi đã gửi.
 */
async function post(form) {
  const data = new FormData(form);
  const body = new URLSearchParams(/** @type {any} */ (data));
  try {
    const response = await fetch(form.action, { method: "POST", headers: csrfHeaders(), body });
    if (!response.ok) return (await response.json()).detail;
  } catch {
    return "Chưa gửi được. Anh/chị xem lại mạng rồi bấm Gửi lần nữa; lời đã viết còn nguyên.";
  }
  fill(form, "text", "");
  fill(form, "client_id", newClientId());
  document.getElementById("chen")?.replaceChildren();
  await show();
  return "";
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function fill(form, name, value) {
  const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (form.elements.namedItem(name));
  field.value = value;
}

/**
 * @param {string} url
 * @param {string} id
 */
async function refresh(url, id) {
  const fresh = await fetchPage(url);
  if (fresh) replacePart(fresh, id);
  else location.assign(url);
}
