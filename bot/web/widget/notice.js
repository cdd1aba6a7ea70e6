/** Dải thông báo trên đầu tiện ích: đợt lừa đảo đang xảy ra, trợ lý đang tạm dừng. Cổng đổi thì dải đổi theo. */
import { button, el } from "./dom.js";
import { HOME } from "./gateway.js";

/** @typedef {{ id: number, kind: "banner" | "topic" | "stop", text: string }} Notice */

const EVERY = 60_000;
const CLOSED = `hoi-dap-so thong-bao-da-dong ${HOME}`;

export class NoticeBar {
  /** Vùng này đứng sẵn trong trang: trình đọc màn hình đọc lời mới hiện ra trong nó. */
  node = el("div", { class: "banners", role: "status" });
  #words;
  #afterClosing;
  /** @type {Notice[]} */
  #notices = [];
  #timer = setInterval(() => this.#again(), EVERY);

  /**
   * @param {import("./types.js").Words} words
   * @param {() => void} afterClosing Nút đóng vừa mất: đưa bàn phím về chỗ khác.
   */
  constructor(words, afterClosing) {
    this.#words = words;
    this.#afterClosing = afterClosing;
    document.addEventListener("visibilitychange", this.#again);
  }

  /** Hỏi cổng; không tới được thì giữ dải đang có, lần sau hỏi lại. */
  async ask() {
    if (!navigator.onLine) return;
    try {
      const response = await fetch(`${HOME}api/v1/notices`, { credentials: "omit", cache: "no-cache" });
      if (response.ok) this.#show((await response.json()).notices);
    } catch {
      // Mất mạng giữa chừng.
    }
  }

  /** Phần tử bị gỡ: thôi hỏi. */
  leave() {
    clearInterval(this.#timer);
    document.removeEventListener("visibilitychange", this.#again);
  }

  #again = () => {
    if (document.visibilityState === "visible" && this.node.getClientRects().length) this.ask();
  };

  /** @param {Notice[]} notices Chủ đề bị tắt thì trợ lý tự nói khi được hỏi; ở đây chỉ điều ai cũng cần biết. */
  #show(notices) {
    const closed = closedInThisSession();
    const wanted = notices.filter(({ id, kind }) => kind === "stop" || (kind === "banner" && !closed.includes(id)));
    const same = wanted.length === this.#notices.length && wanted.every(({ id }, at) => id === this.#notices[at].id);
    if (same) return; // vẽ lại thì trình đọc màn hình đọc lại
    this.#notices = wanted;
    this.node.replaceChildren(...wanted.map((notice) => this.#banner(notice)));
  }

  /** @param {Notice} notice */
  #banner({ id, kind, text }) {
    const close = () => {
      keepClosed(id);
      this.#show(this.#notices);
      this.#afterClosing();
    };
    const shut = kind === "banner" ? button(this.#words.closeNotice, close, { class: "shut" }) : null;
    return el("div", { class: "banner", "data-kind": kind }, el("p", { lang: "vi" }, text), shut);
  }
}

/** @returns {number[]} */
function closedInThisSession() {
  try {
    const closed = JSON.parse(sessionStorage.getItem(CLOSED) ?? "[]");
    return Array.isArray(closed) ? closed : [];
  } catch {
    return [];
  }
}

/** @param {number} id */
function keepClosed(id) {
  try {
    sessionStorage.setItem(CLOSED, JSON.stringify([...closedInThisSession(), id].slice(-50)));
  } catch {
    // Trình duyệt chặn lưu: dải hiện lại ở lần hỏi sau.
  }
}
