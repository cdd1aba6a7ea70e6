/** Nghe lời người hỗ trợ ở luồng sự kiện, sau khi người dân đã xin gặp; đứt thì nối lại từ chỗ đã nghe. */
import * as gateway from "./gateway.js";

/** @typedef {import("./store.js").Store} Store */

const PAUSE = 3000;

export class Listener {
  #store;
  /** @type {AbortController | null} */
  #abort = null;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
    store.watch(() => this.#adjust());
    this.#adjust();
  }

  #adjust() {
    const { opened, person } = this.#store.state;
    if (opened && person !== "none") {
      if (!this.#abort) this.#run(opened, (this.#abort = new AbortController()).signal);
    } else {
      this.#abort?.abort();
      this.#abort = null;
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
    if (!field.id) return;
    const seen = Number(field.id);
    if (seen <= this.#store.state.seen) return;
    if (field.event === "person") {
      const { at, person } = JSON.parse(field.data);
      const note = { id: `person-${seen}`, at: Date.parse(at), name: person.name, text: person.text };
      this.#store.update(({ entries }) => ({
        seen,
        person: "talking",
        entries: entries.some(({ id }) => id === note.id) ? entries : [...entries, note],
      }));
    } else {
      this.#store.update(() => ({ seen }));
    }
  }
}
