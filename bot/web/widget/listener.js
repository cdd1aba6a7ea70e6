/** Nghe người hỗ trợ ở luồng sự kiện, sau khi người dân đã xin gặp; đứt thì nối lại từ chỗ đã nghe. */
import * as gateway from "./gateway.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Entry} Entry */

const PAUSE = 3000;

export class Listener {
  #store;
  /** @type {AbortController | null} */
  #abort = null;
  /** @type {Set<() => void>} */
  #watchers = new Set();
  /** Người hỗ trợ đang gõ. */
  typing = false;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
    store.watch(() => this.#adjust());
    this.#adjust();
  }

  /**
   * Theo dõi việc người hỗ trợ gõ.
   * @param {() => void} watcher
   * @returns {() => void} Gọi để thôi.
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #adjust() {
    const { opened, person } = this.#store.state;
    if (opened && person !== "none") {
      if (!this.#abort) this.#run(opened, (this.#abort = new AbortController()).signal);
    } else {
      this.#abort?.abort();
      this.#abort = null;
      this.#setTyping(false);
    }
  }

  /**
   * @param {import("./types.js").Opened} opened
   * @param {AbortSignal} signal
   */
  async #run(opened, signal) {
    while (!signal.aborted) {
      try {
        await this.#hear(await gateway.listen(opened, this.#store.state.seen, signal));
      } catch (error) {
        if (error instanceof gateway.Problem && [401, 404].includes(error.status)) {
          this.#store.update(() => ({ person: "none" }));
          return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  /** @param {ReadableStream<Uint8Array>} stream */
  async #hear(stream) {
    const reader = stream.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader();
    let rest = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const frames = (rest + part.value).split("\n\n");
      rest = frames.pop() ?? "";
      frames.forEach((frame) => this.#take(frame));
    }
  }

  /** @param {string} frame */
  #take(frame) {
    const field = Object.fromEntries(frame.split("\n").map((line) => line.split(/: (.*)/s, 2)));
    if (field.event === "typing") return this.#setTyping(JSON.parse(field.data).typing);
    if (!field.id) return;
    const seen = Number(field.id);
    if (seen <= this.#store.state.seen) return;
    const data = JSON.parse(field.data);
    this.#store.update((state) => ({ seen, ...heard(state, seen, data) }));
    if (data.person) this.#setTyping(false);
  }

  /** @param {boolean} typing */
  #setTyping(typing) {
    if (typing === this.typing) return;
    this.typing = typing;
    for (const watcher of this.#watchers) watcher();
  }
}

/**
 * Một dòng vừa nghe đổi những gì. Lời nào cũng được ghi; ai trả lời thì chỉ tính từ lần xin gặp gần nhất.
 * @param {State} state
 * @param {number} number
 * @param {any} data
 * @returns {Partial<State>}
 */
function heard(state, number, { at, person, handoff }) {
  const past = number < state.asked;
  const when = { id: `person-${number}`, at: Date.parse(at) };
  if (person) {
    const entries = noted(state, { ...when, name: person.name, text: person.text, item: person.item });
    return past ? { entries } : { entries, person: "talking", helper: person.name };
  }
  if (!handoff?.name || past) return {}; // không có tên: chính người dân vừa xin hay vừa thôi
  const entries = noted(state, { ...when, name: handoff.name, change: handoff.state });
  if (handoff.state === "taken") return { entries, person: "talking", helper: handoff.name, told: "" };
  return { entries, person: handoff.state === "waiting" ? "waiting" : "none", helper: "" };
}

/**
 * @param {State} state
 * @param {Entry} entry
 */
function noted({ entries }, entry) {
  return entries.some(({ id }) => id === entry.id) ? entries : [...entries, entry];
}
