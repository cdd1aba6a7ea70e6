/** Hàng đợi tự cập nhật: có người mới, có người được nhận thì lấy lại danh sách. */
import { fetchPage, replacePart } from "./page_parts.js";

const count = /** @type {HTMLElement} */ (document.getElementById("so-cho"));
const title = document.title;
/** @type {EventSource | null} */
let feed = null;

// Thẻ đang khuất thì thôi nghe: trình duyệt chỉ cho mỗi máy chủ vài đường nối, để dành cho cuộc đang trả lời.
document.addEventListener("visibilitychange", listen);
listen();

function listen() {
  feed?.close();
  feed = document.visibilityState === "visible" ? new EventSource("/ban/cho/luong") : null;
  feed?.addEventListener("queue", refresh);
}

async function refresh() {
  const fresh = await fetchPage(location.href);
  if (!fresh) return;
  replacePart(fresh, "danh-sach");
  const now = fresh.getElementById("so-cho");
  const waiting = now?.dataset.waiting ?? "0";
  if (waiting !== count.dataset.waiting) count.textContent = now?.textContent ?? "";
  count.dataset.waiting = waiting;
  document.title = waiting === "0" ? title : `(${waiting}) ${title}`;
}
