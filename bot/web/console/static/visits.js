/** Sổ đi nhà: dòng nào cũng vào hàng chờ trong máy trước, rồi mới gửi; mất mạng thì nằm đó tới khi có mạng. */
import { el } from "/widget/dom.js";
import { newClientId } from "/widget/gateway.js";
import { add, clearForm, drop, remember, rowOf, waiting } from "/widget/offline/visit_queue.js";
import "./field.js";
import { csrfHeaders, fetchPage, replacePart } from "./page_parts.js";

const PAGE = "/ban/tham";
const MOST_AT_ONCE = 100;
const form = /** @type {HTMLFormElement} */ (document.getElementById("ghi"));
const status = /** @type {HTMLElement} */ (document.getElementById("cho-gui"));
const login = status.dataset.helper ?? "";

/** @param {...(Node | string)} said */
function warn(...said) {
  status.replaceChildren(el("p", { class: "warning" }, ...said));
}

/** Gửi các dòng đang chờ; cổng nhận dòng nào thì bỏ dòng ấy khỏi hàng. Dòng đang ghi dở ở biểu mẫu thì để yên. */
async function send() {
  const rows = waiting(login).slice(0, MOST_AT_ONCE);
  if (!rows.length) return;
  const response = await posted(rows);
  if (!response) return warn(`${waiting(login).length} dòng đang chờ gửi. Có mạng là tự gửi.`);
  if (!response.ok) return warn("Chưa gửi được các dòng đang chờ. ", el("a", { href: "/ban/vao?tiep=/ban/tham" }, "Đăng nhập lại để gửi"));
  /** @type {{ kept: string[], refused: { id: string, why: string }[] }} */
  const { kept, refused } = await response.json();
  drop(login, [...kept, ...refused.map(({ id }) => id)]);
  const fresh = await fetchPage(PAGE);
  for (const part of ["so-rieng", "so-chung"]) if (fresh) replacePart(fresh, part);
  if (refused.length) return warn(...refused.map(({ why }) => el("span", {}, `Một dòng không ghi được: ${why} `)));
  status.replaceChildren(el("p", { class: "said" }, `Đã ghi ${kept.length} dòng vào sổ.`));
  if (kept.length) send();
}

/**
 * @param {object[]} visits
 * @returns {Promise<Response | null>} null: không tới được cổng.
 */
async function posted(visits) {
  const headers = { ...csrfHeaders(), "Content-Type": "application/json" };
  try {
    return await fetch(`${PAGE}/dong-bo`, { method: "POST", headers, body: JSON.stringify({ visits }) });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

remember(login);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  add(login, rowOf(form, newClientId()));
  clearForm(form);
  send();
});
addEventListener("online", send);
send();
