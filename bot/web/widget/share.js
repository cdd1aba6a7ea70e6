/** Đưa một trang cho người khác: chép liên kết, bảng chia sẻ của máy, in. Chỉ thêm vào hàng nút mà trang đã có. */
import { button, el } from "./dom.js";
import { pageTexts as words } from "./page_texts.js";

/**
 * @param {HTMLElement} row Hàng nút.
 * @param {string} title
 * @param {() => string} address
 */
export function share(row, title, address) {
  const said = el("span", { role: "status" });
  const second = { class: "second" };
  const copy = button(words.copy, () => copied(address()).then((done) => said.replaceChildren(...notice(done, address()))), second);
  const print = button(words.print, () => globalThis.print(), second);
  row.append(copy);
  if ("share" in navigator) row.append(button(words.share, () => offered({ title, url: address() }), second));
  row.append(print, said);
}

/** @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // trang http, hay người dùng không cho: đưa liên kết ra để chép tay
  }
}

/**
 * @param {boolean} done
 * @param {string} address
 */
function notice(done, address) {
  return done ? [words.copied] : [words.copyByHand, " ", el("a", { href: address }, address)];
}

/** @param {ShareData} what */
async function offered(what) {
  try {
    await navigator.share(what);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // người dùng thôi không chia sẻ nữa
  }
}
