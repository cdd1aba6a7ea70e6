/**
 * Gói câu trả lời mang theo khi mất mạng, nhìn từ trang nhúng. Việc thật do một khung ẩn ở nguồn gốc của cổng làm
 * (offline/frame.js); khung chỉ có mặt trong lúc có việc, xong thì tự gỡ, không để lại gì trong trang.
 */
import { HOME } from "./gateway.js";

import "./guide_view.js"; // tải sẵn: mất mạng rồi mới cần (reply.js)

/** @typedef {import("./types.js").Offline} Offline */
/** @typedef {import("./guide.js").Guide} Guide */
/** @typedef {import("./offline/frame.js").Errand} Errand */

const ASK_WAIT = 2_000;
/** Mạng 2G tải cả gói mất chừng nửa phút. */
const KEEP_WAIT = 120_000;
const IDLE_WAIT = 10_000;
/** Khung tải xong mà chừng này còn chưa chào thì nó hỏng: mất mạng giữa lúc tải. */
const GREETING_WAIT = 1_000;

/** @typedef {{ port: Promise<MessagePort | null>, close: () => void }} Frame */

export class OfflinePack {
  #address;
  /** @type {Frame | null} */
  #frame = null;
  #errands = 0;

  /** @param {string} home Địa chỉ của cổng. */
  constructor(home) {
    this.#address = new URL("/offline/frame.html", home);
  }

  /**
   * Giữ gói cho mới khi trình duyệt rảnh; người dùng đang tiết kiệm dữ liệu thì không tải, chỉ dùng gói đã có.
   * @param {string} [home]
   */
  static start(home = HOME) {
    const pack = new OfflinePack(home);
    if (!savesData()) whenIdle(() => pack.#send({ keep: true }, KEEP_WAIT));
    return pack;
  }

  /**
   * @param {string} text
   * @returns {Promise<Offline | null>} null: chưa có gói, không câu nào đủ chắc, hay chờ quá lâu.
   */
  async ask(text) {
    const found = await this.#send({ text }, ASK_WAIT);
    if (found?.guide) return { guide: found.guide, fetchedOn: found.fetched_on };
    return found?.item ? { item: found.item, fetchedOn: found.fetched_on } : null;
  }

  /** @returns {Promise<{ guide: Guide, fetchedOn: string } | null>} Mọi việc có hướng dẫn trong gói. */
  async tasks() {
    const found = await this.#send({ guide: true }, ASK_WAIT);
    return found?.guide ? { guide: found.guide, fetchedOn: found.fetched_on } : null;
  }

  /**
   * @param {Errand} errand
   * @param {number} wait
   * @returns {Promise<any>} null: khung không làm được, hay chờ quá lâu.
   */
  async #send(errand, wait) {
    if (!isSecureContext) return null; // trang http: trình duyệt không cho giữ gì
    const { port1, port2 } = new MessageChannel();
    this.#errands += 1;
    try {
      return await new Promise((resolve) => {
        setTimeout(() => resolve(null), wait);
        port1.onmessage = ({ data }) => resolve(data);
        this.#frame ??= openFrame(this.#address);
        this.#frame.port.then((port) => (port ? port.postMessage(errand, [port2]) : resolve(null)));
      });
    } finally {
      port1.close();
      this.#errands -= 1;
      if (this.#errands === 0) this.#close();
    }
  }

  #close() {
    this.#frame?.close();
    this.#frame = null;
  }
}

/**
 * @param {URL} address
 * @returns {Frame} `port`: đầu dây vào khung, null nếu khung không mở được.
 */
function openFrame(address) {
  const node = document.createElement("iframe");
  const listening = new AbortController();
  /** @type {Promise<MessagePort | null>} */
  const port = new Promise((resolve) => {
    const hear = (/** @type {MessageEvent} */ { source, origin, data, ports }) => {
      if (source === node.contentWindow && origin === address.origin && data === "hoi-dap-so") resolve(ports[0]);
    };
    addEventListener("message", hear, { signal: listening.signal });
    node.addEventListener("load", () => setTimeout(() => resolve(null), GREETING_WAIT));
  });
  node.src = address.href;
  node.style.display = "none";
  document.body.append(node);
  const close = () => (listening.abort(), node.remove());
  return { port, close };
}

function savesData() {
  return Boolean(/** @type {any} */ (navigator).connection?.saveData);
}

/** @param {() => void} work */
function whenIdle(work) {
  // Safari không có requestIdleCallback.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: IDLE_WAIT });
  else setTimeout(work, IDLE_WAIT);
}
