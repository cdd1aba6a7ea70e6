/** Gửi các lời theo đúng thứ tự, mỗi lời đúng một lần, kể cả khi mất mạng, tải lại trang hay mở hai thẻ. */
import * as gateway from "./gateway.js";
import { isTurn } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./types.js").Turn} Turn */

const PAUSES = [2, 4, 8, 15, 30];
const LOCK = `hoi-dap-so ${gateway.HOME}`;

export class Outbox {
  #store;
  #offer;
  #running = false;
  #again = false;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Set<() => void>} */
  #watchers = new Set();
  /** Mã lời đang gửi; "" khi không gửi gì. */
  sending = "";
  /** Lần gửi cuối không tới được cổng. */
  stuck = false;

  /**
   * @param {Store} store
   * @param {(turn: Turn) => void} offer Được gọi khi một lời chưa gửi được, để tìm câu tạm trong gói ngoại tuyến.
   */
  constructor(store, offer) {
    this.#store = store;
    this.#offer = offer;
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.flush());
  }

  /**
   * Theo dõi việc gửi.
   * @param {() => void} watcher
   * @returns {() => void} Gọi để thôi.
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Gửi mọi lời đang chờ; gọi lúc nào cũng được. */
  async flush() {
    clearTimeout(this.#timer);
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#alone(() => this.#sendAll());
      }
    } finally {
      this.#running = false;
      this.#set("", this.stuck);
    }
  }

  /**
   * Mỗi lúc một thẻ gửi. Trang http không có khoá: cổng nhận ra client_id đã gặp nên vẫn không hỏi hai lần.
   * @param {() => Promise<void>} work
   */
  async #alone(work) {
    await (navigator.locks ? navigator.locks.request(LOCK, work) : work());
  }

  async #sendAll() {
    for (let turn = this.#next(); turn; turn = this.#next()) {
      this.#set(turn.id, false);
      const delivered = await this.#deliver(turn);
      if (!delivered) return;
    }
    await this.#removeDoomed();
  }

  #next() {
    return this.#store.state.entries.find((entry) => isTurn(entry) && entry.state === "waiting");
  }

  /**
   * @param {import("./types.js").Entry} entry
   * @returns {Promise<boolean>} Lời này đã xong (được đáp, hay bị từ chối); sai thì phải chờ.
   */
  async #deliver(entry) {
    const turn = /** @type {Turn} */ (entry);
    try {
      const replies = await this.#post(turn);
      this.#failures = 0;
      // Cổng thấy số cá nhân mà trình duyệt không thấy: quên cả lời, trên màn hình và trong trình duyệt.
      const hidden = replies.some((reply) => reply.privacy_notice) && { shown: "", message: { client_id: turn.id } };
      this.#store.amend(turn.id, { state: "answered", replies, offline: undefined, ...hidden });
      return true;
    } catch (error) {
      if (error instanceof gateway.Problem && [400, 403, 413, 422].includes(error.status)) {
        this.#store.amend(turn.id, { state: "refused", detail: error.message });
        return true;
      }
      this.#wait(error instanceof gateway.Problem ? error.wait : 0);
      this.#set("", true);
      this.#offer(turn);
      return false;
    }
  }

  /**
   * Phiên đã hết thì lặng lẽ mở phiên mới và gửi lại một lần.
   * @param {Turn} turn
   */
  async #post(turn) {
    const opened = this.#store.state.opened ?? (await this.#open());
    try {
      return await gateway.send(opened, turn.message);
    } catch (error) {
      if (!(error instanceof gateway.Problem) || ![401, 404].includes(error.status)) throw error;
      return gateway.send(await this.#open(), turn.message);
    }
  }

  async #open() {
    const opened = await gateway.open();
    this.#store.update(() => ({ opened, person: "none", asked: 0, seen: 0 }));
    return opened;
  }

  async #removeDoomed() {
    for (const doomed of this.#store.state.doomed) {
      try {
        await gateway.remove(doomed);
      } catch (error) {
        const gone = error instanceof gateway.Problem && [401, 404].includes(error.status);
        if (!gone) return this.#wait(0);
      }
      this.#store.update((state) => ({ doomed: state.doomed.filter(({ id }) => id !== doomed.id) }));
    }
  }

  /** @param {number} seconds Cổng bảo chờ chừng này; 0: tự chọn, mỗi lần hỏng chờ lâu hơn. */
  #wait(seconds) {
    const pause = seconds || PAUSES[Math.min(this.#failures, PAUSES.length - 1)];
    this.#failures += 1;
    this.#timer = setTimeout(() => this.flush(), pause * 1000);
  }

  /**
   * @param {string} sending
   * @param {boolean} stuck
   */
  #set(sending, stuck) {
    this.sending = sending;
    this.stuck = stuck;
    for (const watcher of this.#watchers) watcher();
  }
}
