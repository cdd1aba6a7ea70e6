/** Ý thích đọc của người dùng: cỡ chữ, tương phản, từng bước một, đọc to. Giữ trong trình duyệt, chung cho mọi thẻ. */
const KEY = "hoi-dap-so y-thich";

/** Các cỡ chữ, phần trăm. */
export const SIZES = [100, 125, 150, 175, 200];

/** @typedef {{ size: number, contrast: boolean, oneStep: boolean, aloud: boolean }} Choices */

/** @type {Choices} */
const USUAL = { size: 100, contrast: false, oneStep: false, aloud: false };

export class Preferences {
  /** @type {Set<(choices: Choices) => void>} */
  #watchers = new Set();

  /** @param {number} size Cỡ chữ mà trang chủ muốn lúc đầu; người dùng đã chọn thì theo người dùng. */
  constructor(size = USUAL.size) {
    this.choices = { ...USUAL, size: SIZES.filter((each) => each <= size).at(-1) ?? USUAL.size, ...stored() };
  }

  /**
   * Theo dõi, kể từ ý thích lúc này, tới khi `close`.
   * @param {(choices: Choices) => void} watcher
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    addEventListener("storage", this.#onStorage);
    watcher(this.choices);
  }

  /** Thôi theo dõi thẻ khác; phần tử bị gỡ thì gọi. */
  close() {
    removeEventListener("storage", this.#onStorage);
    this.#watchers.clear();
  }

  /** @param {Partial<Choices>} change */
  choose(change) {
    this.#take({ ...this.choices, ...change });
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...stored(), ...change }));
    } catch {
      // Trình duyệt chặn lưu: ý thích sống tới khi đóng trang.
    }
  }

  #onStorage = (/** @type {StorageEvent} */ event) => {
    if (event.key === KEY) this.#take({ ...this.choices, ...stored() });
  };

  /** @param {Choices} choices */
  #take(choices) {
    this.choices = choices;
    for (const watcher of this.#watchers) watcher(choices);
  }
}

/** @returns {Partial<Choices>} */
function stored() {
  try {
    const { size, contrast, oneStep, aloud } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const known = { size: SIZES.includes(size) ? size : undefined, contrast, oneStep, aloud };
    return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  } catch {
    return {};
  }
}
