/** Nói chuyện với cổng web (bot/web/openapi.yaml). */

const API = new URL("/api/v1/conversations", import.meta.url);
const WAIT = 20_000;

/** Cổng từ chối; `message` là câu tiếng Việt nói được với người dân. */
export class Problem extends Error {
  /** @param {number} status @param {string} [detail] */
  constructor(status, detail) {
    super(detail ?? "");
    this.status = status;
  }
}

/** Một cuộc trò chuyện; mã và thẻ giữ trong sessionStorage nên tải lại trang vẫn nói tiếp được. */
export class Conversation {
  #key = `hoi-dap-so ${API.origin}`;
  #opened = this.#recall();

  /**
   * Gửi một lời; phiên đã hết thì lặng lẽ mở phiên mới và gửi lại một lần.
   * @param {{text?: string, button?: object, client_id: string}} message
   * @returns {Promise<object[]>} Các câu trả lời.
   * @throws {Problem} Cổng từ chối.
   * @throws {TypeError | DOMException} Không tới được cổng, hoặc chờ quá lâu.
   */
  async send(message) {
    const reused = this.#opened !== null;
    this.#opened ??= await this.#open();
    try {
      return await this.#post(message);
    } catch (error) {
      if (!reused || !(error instanceof Problem) || ![401, 404].includes(error.status)) throw error;
      this.#opened = await this.#open();
      return this.#post(message);
    }
  }

  async #open() {
    const opened = await request(API, {});
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(opened));
    } catch {
      // Trình duyệt chặn lưu: cuộc trò chuyện sống tới khi đóng trang.
    }
    return opened;
  }

  async #post(message) {
    const { id, token } = this.#opened;
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const body = JSON.stringify(message);
    return (await request(`${API}/${encodeURIComponent(id)}/messages`, { headers, body })).replies;
  }

  #recall() {
    try {
      const opened = JSON.parse(sessionStorage.getItem(this.#key) ?? "null");
      return typeof opened?.id === "string" && typeof opened?.token === "string" ? opened : null;
    } catch {
      return null;
    }
  }
}

/** Mã riêng của một lời: gửi lại cùng mã thì không bị hỏi hai lần. Chạy cả trên trang http, nơi không có randomUUID. */
export function newClientId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function request(url, options) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), WAIT);
  try {
    const response = await fetch(url, { method: "POST", credentials: "omit", signal: abort.signal, ...options });
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw new Problem(response.status, body.detail);
    return body;
  } finally {
    clearTimeout(timer);
  }
}
