/** Lấy lại trang đang xem và chỉ thay những phần đã đổi: máy chủ vẫn là nơi duy nhất dựng trang. */

/**
 * Bản mới của một trang của bàn làm việc.
 * @param {string} address
 * @returns {Promise<Document | null>} null khi không lấy được (mất mạng, hết phiên, không còn được xem).
 */
export async function fetchPage(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" }, redirect: "error" });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    return null;
  }
}

/**
 * Thay ruột của phần mang mã `id` bằng ruột của nó ở trang mới; tiêu điểm ở lại đúng chỗ nếu chỗ ấy còn.
 * @param {Document} fresh
 * @param {string} id
 */
export function replacePart(fresh, id) {
  const [old, now] = [document.getElementById(id), fresh.getElementById(id)];
  if (!old || !now || old.innerHTML === now.innerHTML) return;
  const focused = old.contains(document.activeElement) ? document.activeElement?.id : "";
  old.replaceChildren(...now.childNodes);
  if (focused) document.getElementById(focused)?.focus();
}

/** Mã chống giả yêu cầu của phiên này. */
export function csrfHeaders() {
  const token = document.querySelector("meta[name=csrf]")?.getAttribute("content") ?? "";
  return { "X-CSRF-Token": token, Accept: "application/json" };
}
