/** Ô hỏi: gõ, nói, chọn câu gợi ý; nhắc khi trong câu có số cá nhân. */
import { button, el } from "./dom.js";
import * as gateway from "./gateway.js";
import { mask } from "./mask.js";
import { canListen, dictate } from "./speech.js";
import { fill } from "./texts.js";

/** @typedef {import("./types.js").Words} Words */
/** @typedef {import("./types.js").Question} Question */

const PAUSE = 180;
const FEWEST = 2;

export class Composer {
  #words;
  #say;
  #choose;
  #typing;
  #input;
  #notice = el("p", { class: "notice", id: "notice", role: "status" });
  #offers = el("ul", { class: "offers", hidden: "" });
  #count = el("p", { class: "unseen", role: "status" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #abort = new AbortController();
  /** @type {(() => void) | null} */
  #stopListening = null;

  /**
   * @param {Words} words
   * @param {(text: string) => void} say Gửi một câu đã che số cá nhân.
   * @param {(question: Question) => void} choose Chọn một câu gợi ý.
   * @param {() => void} typing Ô hỏi đang có chữ và vừa đổi.
   */
  constructor(words, say, choose, typing) {
    this.#words = words;
    this.#say = say;
    this.#choose = choose;
    this.#typing = typing;
    this.#input = el("textarea", {
      id: "question",
      rows: "2",
      maxlength: "2000",
      "aria-describedby": "hint notice",
      enterkeyhint: "send",
      onkeydown: (event) => this.#onKey(event),
      oninput: () => this.#onInput(),
    });
    const send = el("button", { type: "submit", class: "strong" }, words.send);
    const speak = button(words.dictate, () => this.#dictate(speak), { "aria-pressed": "false" });
    speak.hidden = !canListen();
    this.node = el(
      "form",
      { class: "composer", onsubmit: (event) => this.#onSubmit(event), onkeydown: (event) => this.#onEscape(event) },
      el("label", { for: "question" }, words.label),
      el("p", { class: "hint", id: "hint" }, words.hint),
      this.#offers,
      el("div", { class: "row" }, this.#input, el("div", { class: "keys" }, send, speak)),
      this.#notice,
      this.#count,
    );
  }

  focus() {
    this.#input.focus();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === "ArrowDown" && !this.#offers.hidden && this.#atEnd()) {
      event.preventDefault();
      this.#offers.querySelector("button")?.focus();
    }
    // isComposing: bộ gõ tiếng Việt đang ghép dấu, phím Enter lúc đó là của bộ gõ.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  /** @param {KeyboardEvent} event */
  #onEscape(event) {
    if (event.key !== "Escape" || this.#offers.hidden) return;
    event.stopPropagation();
    this.#offer([]);
    this.focus();
  }

  /** @param {SubmitEvent} event */
  #onSubmit(event) {
    event.preventDefault();
    this.submit();
  }

  /** @param {string} [question] Câu thay cho chữ trong ô. */
  submit(question = this.#input.value) {
    const { text } = mask(question.trim());
    this.#offer([]);
    if (!text) {
      this.#notice.textContent = this.#words.empty;
      this.focus();
      return;
    }
    this.#stopListening?.();
    this.#input.value = "";
    this.#notice.textContent = "";
    this.#say(text);
  }

  #onInput() {
    const { kinds, text } = mask(this.#input.value.trim());
    this.#notice.textContent = kinds.length ? this.#words.willMask : "";
    if (text) this.#typing();
    clearTimeout(this.#timer);
    this.#abort.abort();
    if (text.length < FEWEST || text.length > 100) this.#offer([]);
    else this.#timer = setTimeout(() => this.#suggest(text), PAUSE);
  }

  /** @param {string} text */
  async #suggest(text) {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const questions = await gateway.suggest(text, signal).catch(() => []);
    if (!signal.aborted) this.#offer(questions);
  }

  /** @param {Question[]} questions */
  #offer(questions) {
    clearTimeout(this.#timer);
    this.#abort.abort();
    const rows = questions.map((question) => el("li", {}, button(question.title, () => this.#pick(question))));
    this.#offers.replaceChildren(...rows);
    this.#offers.hidden = rows.length === 0;
    this.#count.textContent = rows.length ? fill(this.#words.offers, { count: rows.length }) : "";
  }

  /** @param {Question} question */
  #pick(question) {
    this.#offer([]);
    this.#input.value = "";
    this.#notice.textContent = "";
    this.focus();
    this.#choose(question);
  }

  #atEnd() {
    return this.#input.selectionEnd === this.#input.value.length;
  }

  /** @param {HTMLButtonElement} speak */
  #dictate(speak) {
    if (this.#stopListening) return this.#stopListening();
    const before = this.#input.value.trim();
    speak.setAttribute("aria-pressed", "true");
    this.#notice.textContent = this.#words.listening;
    const ended = () => {
      this.#stopListening = null;
      speak.setAttribute("aria-pressed", "false");
      this.#notice.textContent = "";
      this.#onInput();
    };
    this.#stopListening = dictate((text) => (this.#input.value = `${before} ${text}`.trim()), ended);
  }
}
