/** Nói chuyện với cổng web (bot/web/openapi.yaml). Không nhớ gì: nhớ là việc của store.js. */

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Opened} Opened */
/** @typedef {import("./types.js").Reply} Reply */
/** @typedef {import("./types.js").Question} Question */

/** Địa chỉ của cổng: nơi tiện ích được tải về. */
export const HOME = new URL("/", import.meta.url).href;

const CONVERSATIONS = `${HOME}api/v1/conversations`;
const WAIT = 20_000;

/** Cổng từ chối; `message` là câu tiếng Việt nói được với người dân, `wait` là số giây cổng bảo chờ. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} [detail]
   * @param {number} [wait]
   */
  constructor(status, detail, wait = 0) {
    super(detail ?? "");
    this.status = status;
    this.wait = wait;
  }
}

/**
 * Mở một cuộc trò chuyện mới.
 * @returns {Promise<Opened>}
 */
export const open = () => call("POST", CONVERSATIONS);

/**
 * Gửi một lời.
 * @param {Opened} opened
 * @param {Message} message
 * @returns {Promise<Reply[]>}
 * @throws {Problem} Cổng từ chối.
 * @throws {TypeError | DOMException} Không tới được cổng, hoặc chờ quá lâu.
 */
export async function send(opened, message) {
  return (await call("POST", `${of(opened)}/messages`, opened, message)).replies;
}

/**
 * Xoá hẳn cuộc trò chuyện ở máy chủ.
 * @param {Opened} opened
 */
export const remove = (opened) => call("DELETE", of(opened), opened);

/**
 * Góp ý về một câu trả lời.
 * @param {Opened} opened
 * @param {{ reply_id: string, answer_id: string, right: boolean, reason?: string, note?: string }} opinion
 */
export const giveFeedback = (opened, opinion) => call("POST", `${of(opened)}/feedback`, opened, opinion);

/**
 * Xin gặp người hỗ trợ, sau khi người dân đã đồng ý cho xem cuộc trò chuyện.
 * @param {Opened} opened
 * @returns {Promise<{ state: "waiting" | "taken", number: number, open: boolean, detail: string }>}
 */
export const askPerson = (opened) => call("POST", `${of(opened)}/handoff`, opened, { consent: true });

/**
 * Thôi không gặp người nữa; từ đây họ không đọc được cuộc trò chuyện.
 * @param {Opened} opened
 */
export const leavePerson = (opened) => call("DELETE", `${of(opened)}/handoff`, opened);

/**
 * Đang gõ cho người hỗ trợ.
 * @param {Opened} opened
 */
export const tellTyping = (opened) => call("POST", `${of(opened)}/typing`, opened);

/**
 * Câu hỏi gợi ý khi đang gõ.
 * @param {string} typed
 * @param {AbortSignal} signal
 * @returns {Promise<Question[]>}
 */
export async function suggest(typed, signal) {
  const response = await fetch(`${HOME}api/v1/suggestions?q=${encodeURIComponent(typed)}`, { credentials: "omit", signal });
  return response.ok ? (await response.json()).suggestions : [];
}

/**
 * Mở luồng sự kiện của cuộc trò chuyện, phát tiếp sau dòng `since`.
 * @param {Opened} opened
 * @param {number} since
 * @param {AbortSignal} signal
 * @returns {Promise<ReadableStream<Uint8Array>>}
 * @throws {Problem} Cổng từ chối.
 */
export async function listen(opened, since, signal) {
  const headers = { Authorization: `Bearer ${opened.token}`, "Last-Event-ID": String(since) };
  const response = await fetch(`${of(opened)}/events`, { headers, credentials: "omit", signal });
  if (!response.ok || !response.body) throw new Problem(response.status);
  return response.body;
}

/** Mã riêng của một lời: gửi lại cùng mã thì không bị hỏi hai lần. Chạy cả trên trang http, nơi không có randomUUID. */
export function newClientId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Opened} opened */
function of(opened) {
  return `${CONVERSATIONS}/${encodeURIComponent(opened.id)}`;
}

/**
 * @param {string} method
 * @param {string} url
 * @param {Opened} [opened]
 * @param {object} [body]
 */
async function call(method, url, opened, body) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), WAIT);
  /** @type {Record<string, string>} */
  const headers = opened ? { Authorization: `Bearer ${opened.token}` } : {};
  if (body) headers["Content-Type"] = "application/json";
  try {
    const init = { method, headers, body: body && JSON.stringify(body), signal: abort.signal };
    const response = await fetch(url, { ...init, credentials: "omit" });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Problem(response.status, answer.detail, Number(response.headers.get("Retry-After")));
    return answer;
  } finally {
    clearTimeout(timer);
  }
}
