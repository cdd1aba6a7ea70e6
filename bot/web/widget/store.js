/**
 * Cuộc trò chuyện được giữ trong trình duyệt: còn nguyên khi tải lại trang, chung cho mọi thẻ và mọi tiện ích cùng trang.
 * Chỉ giữ chữ đã che số cá nhân; im lặng nửa ngày thì tự quên, vì máy có thể là máy dùng chung.
 */
import { HOME } from "./gateway.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Turn} Turn */

const KEY = `hoi-dap-so ${HOME}`;
const FORGET_AFTER = 12 * 60 * 60 * 1000;
const MOST = 60;

/** @type {State} */
const EMPTY = { opened: null, entries: [], person: "none", helper: "", told: "", asked: 0, seen: 0, doomed: [], at: 0 };

export class Store {
  /** @type {Set<(state: State) => void>} */
  #watchers = new Set();
  /** @type {State} Bản trong bộ nhớ: trình duyệt chặn lưu thì cuộc trò chuyện sống tới khi đóng trang. */
  #state = EMPTY;

  constructor() {
    this.#state = this.#stored() ?? EMPTY;
    addEventListener("storage", (event) => {
      if (event.key !== KEY && event.key !== null) return;
      this.#state = this.#stored() ?? EMPTY;
      this.#tell();
    });
  }

  get state() {
    return this.#state;
  }

  /**
   * Đổi trạng thái; `change` nhận bản mới nhất, kể cả điều thẻ khác vừa ghi.
   * @param {(state: State) => Partial<State>} change
   */
  update(change) {
    const latest = this.#stored() ?? this.#state;
    const next = { ...latest, ...change(latest), at: Date.now() };
    this.#state = { ...next, entries: next.entries.slice(-MOST) };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#state));
    } catch {
      // Trình duyệt chặn lưu hay đã đầy: bản trong bộ nhớ vẫn đúng.
    }
    this.#tell();
  }

  /** @param {Entry} entry */
  add(entry) {
    this.update(({ entries }) => ({ entries: entries.some(({ id }) => id === entry.id) ? entries : [...entries, entry] }));
  }

  /**
   * @param {string} id
   * @param {Partial<Turn>} change
   */
  amend(id, change) {
    this.update(({ entries }) => ({ entries: entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)) }));
  }

  /** Quên cả cuộc trò chuyện; máy chủ xoá sau, khi tới được. */
  forget() {
    this.update(({ opened, doomed }) => ({ ...EMPTY, doomed: opened ? [...doomed, opened] : doomed }));
  }

  /**
   * Theo dõi mọi thay đổi, từ thẻ này hay thẻ khác.
   * @param {(state: State) => void} watcher
   * @returns {() => void} Gọi để thôi.
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #tell() {
    for (const watcher of this.#watchers) watcher(this.#state);
  }

  /** @returns {State | null} */
  #stored() {
    try {
      const stored = JSON.parse(localStorage.getItem(KEY) ?? "null");
      return Array.isArray(stored?.entries) && Date.now() - stored.at < FORGET_AFTER ? { ...EMPTY, ...stored } : null;
    } catch {
      return null;
    }
  }
}

/**
 * Một dòng là lời của người dân, không phải của người hỗ trợ.
 * @param {Entry} entry
 * @returns {entry is Turn}
 */
export function isTurn(entry) {
  return "message" in entry;
}
