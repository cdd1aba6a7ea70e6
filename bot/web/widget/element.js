/** Phần tử <hoi-dap-so>: dựng các phần, nối chúng với cuộc trò chuyện, và gỡ sạch khi bị lấy ra khỏi trang. */
import { Composer } from "./composer.js";
import { button, el } from "./dom.js";
import * as gateway from "./gateway.js";
import { mask } from "./mask.js";
import { NoticeBar } from "./notice.js";
import { Preferences } from "./preferences.js";
import { confirmed } from "./question.js";
import { beQuiet, readAloud, vietnameseVoice } from "./speech.js";
import { isTurn } from "./store.js";
import { theTalk } from "./talk.js";
import { fill, texts } from "./texts.js";
import { toolbar } from "./toolbar.js";
import { Transcript } from "./transcript.js";

/** @typedef {import("./types.js").Payload} Payload */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Words} Words */

const TYPING_PAUSE = 3000;
const STYLE = new URL("./widget.css", import.meta.url).href;

export class HoiDapSo extends HTMLElement {
  static observedAttributes = ["opened", "title"];

  #talk = theTalk();
  /** @type {Words} */
  #words = texts;
  #preferences = new Preferences();
  /** @type {(() => void)[]} Những thứ phải thôi khi phần tử bị gỡ. */
  #leaving = [];
  /** @type {Composer | null} */
  #composer = null;
  /** @type {NoticeBar | null} */
  #notices = null;
  #status = el("p", { class: "status", role: "status" });
  #heading = el("h2", {});
  #launcher = button("", () => this.toggleAttribute("opened", true), { class: "launcher" });
  #code = el("p", {});
  #typing = el("p", { class: "helper-typing", "aria-hidden": "true" });
  #answered = 0;
  #typedAt = 0;

  async connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (this.getAttribute("language") === "en") this.#words = (await import("./texts.en.js")).texts;
    if (!this.isConnected || root.childElementCount) return;
    this.#preferences = new Preferences(Number(this.getAttribute("text-size") ?? 100));
    this.#build(root);
    if (this.hasAttribute("offline")) this.#talk.goOffline();
  }

  disconnectedCallback() {
    this.#leaving.splice(0).forEach((leave) => leave());
    beQuiet();
    this.shadowRoot?.replaceChildren();
  }

  /**
   * @param {string} name
   * @param {string | null} _old
   * @param {string | null} value
   */
  attributeChangedCallback(name, _old, value) {
    if (name === "title") this.#name();
    else if (this.#composer) this.#opened(value !== null);
  }

  /**
   * Trang chủ hỏi giúp một câu mẫu.
   * @param {string} question
   */
  ask(question) {
    this.toggleAttribute("opened", true);
    this.#composer?.submit(question);
  }

  /** @param {ShadowRoot} root */
  #build(root) {
    const words = this.#words;
    const hands = {
      words,
      oneStep: () => this.#preferences.choices.oneStep,
      press: (/** @type {Payload} */ payload, /** @type {string} */ title) => this.#press(payload, title),
      wantPerson: () => this.#askPerson(),
      focusInput: () => this.#composer?.focus(),
      judge: async (/** @type {any} */ opinion) => {
        const { opened } = this.#talk.store.state;
        if (opened) await gateway.giveFeedback(opened, opinion);
      },
    };
    const transcript = new Transcript(hands, this.#talk.outbox);
    const say = (/** @type {string} */ text) => this.#talk.say({ text }, text);
    this.#composer = new Composer(words, say, ({ id, title }) => this.#press({ answer: id }, title), () => this.#tellTyping());
    const deeds = [
      { title: words.download, press: () => this.#keep("download") },
      { title: words.print, press: () => this.#keep("print") },
      { title: words.wantPerson, press: () => this.#askPerson() },
      { title: words.erase, press: () => this.#erase() },
    ];
    const tools = toolbar(this.#preferences, words, deeds, this.#code);
    const notices = (this.#notices = new NoticeBar(words, () => this.#composer?.focus()));
    const close = button(words.close, () => this.toggleAttribute("opened", false), { class: "close" });
    const widget = el(
      "section",
      { class: "widget", lang: words.lang, "aria-label": words.name, title: "" }, // title rỗng: không hiện lời chú nổi
      el("header", {}, el("div", {}, this.#heading, el("p", {}, words.machine)), close, tools),
      notices.node,
      transcript.node,
      this.#typing,
      this.#status,
      this.#composer.node,
    );
    this.#name();
    root.append(el("link", { rel: "stylesheet", href: STYLE }), this.#launcher, widget);
    widget.addEventListener("keydown", (event) => event.key === "Escape" && this.#corner() && this.toggleAttribute("opened", false));
    this.#leaving.push(
      this.#talk.store.watch((state) => this.#show(transcript, state)),
      this.#talk.outbox.watch(() => this.#showSending(transcript)),
      this.#talk.listener.watch(() => this.#showTyping()),
      () => this.#preferences.close(),
      () => notices.leave(),
    );
    if (!this.#corner() || this.hasAttribute("opened")) notices.ask();
    this.#preferences.watch(({ size, contrast }) => {
      widget.style.setProperty("--scale", String(size / 100));
      widget.classList.toggle("contrast", contrast);
      widget.classList.toggle("large", size > 125);
    });
    this.#answered = answered(this.#talk.store.state);
    this.#show(transcript, this.#talk.store.state);
    this.#showSending(transcript);
  }

  #name() {
    const name = this.getAttribute("title") ?? this.#words.name;
    this.#heading.textContent = name;
    this.#launcher.textContent = name;
  }

  #corner() {
    return this.getAttribute("position") === "corner";
  }

  /** @param {boolean} opened */
  #opened(opened) {
    if (!this.#corner()) return;
    if (!opened) {
      this.#launcher.focus();
      return;
    }
    this.#composer?.focus();
    this.#notices?.ask();
  }

  /**
   * @param {Payload} payload
   * @param {string} title
   */
  #press(payload, title) {
    const shown = payload.say === undefined ? title : mask(payload.say).text;
    this.#talk.say({ button: payload.say === undefined ? payload : { say: shown } }, shown);
  }

  /**
   * @param {Transcript} transcript
   * @param {State} state
   */
  #show(transcript, state) {
    transcript.show(state);
    this.#showCode(state);
    this.#showPerson(state);
    const now = answered(state);
    if (now > this.#answered) this.#notices?.ask();
    if (now > this.#answered && this.#preferences.choices.aloud && vietnameseVoice()) this.#readLast(state);
    this.#answered = now;
  }

  /**
   * Đổi khi mã đổi thôi: chữ người dân đang chọn để chép không mất.
   * @param {State} state
   */
  #showCode({ opened }) {
    const code = opened ? fill(this.#words.code, { id: opened.id }) : "";
    if (this.#code.textContent !== code) this.#code.textContent = code;
  }

  /** @param {State} state */
  #readLast(state) {
    const last = state.entries.filter(isTurn).at(-1);
    const text = last?.replies?.map((reply) => reply.text).join(". ");
    if (text) readAloud(text, () => {});
  }

  /** @param {State} state */
  #showPerson({ person, helper, told }) {
    const { personWaiting, personTalking, leavePerson } = this.#words;
    const line = { none: "", waiting: told || personWaiting, talking: fill(personTalking, { name: helper }) }[person];
    if ((this.#status.dataset.person ?? "") === line) return;
    this.#status.dataset.person = line;
    this.#status.replaceChildren(line, ...(line ? [button(leavePerson, () => this.#leavePerson())] : []));
  }

  #showTyping() {
    const { listener, store } = this.#talk;
    this.#typing.textContent = listener.typing ? fill(this.#words.personTyping, { name: store.state.helper }) : "";
  }

  /** Báo người hỗ trợ rằng người dân đang gõ, mỗi lúc một lần; báo không tới thì thôi. */
  #tellTyping() {
    const { opened, person } = this.#talk.store.state;
    if (!opened || person !== "talking" || Date.now() - this.#typedAt < TYPING_PAUSE) return;
    this.#typedAt = Date.now();
    gateway.tellTyping(opened).catch(() => {});
  }

  /** @param {Transcript} transcript */
  #showSending(transcript) {
    transcript.showSending();
    const { outbox, store } = this.#talk;
    this.#status.classList.toggle("typing", outbox.sending !== "");
    if (store.state.person !== "none") return;
    this.#status.textContent = outbox.stuck ? this.#words.offline : outbox.sending ? this.#words.busy : "";
  }

  async #askPerson() {
    const words = this.#words;
    const consent = { title: words.personTitle, lines: words.personConsent, yes: words.personYes, no: words.no };
    if (!(await this.#agreed(consent))) return;
    try {
      const opened = this.#talk.store.state.opened ?? (await gateway.open());
      const { state, number, open, detail } = await gateway.askPerson(opened);
      const person = state === "taken" ? "talking" : "waiting";
      this.#talk.store.update(() => ({ opened, person, asked: number, told: open ? "" : detail }));
    } catch (error) {
      this.#status.textContent = (error instanceof gateway.Problem && error.message) || words.offline;
    }
  }

  async #leavePerson() {
    const { opened } = this.#talk.store.state;
    try {
      if (opened) await gateway.leavePerson(opened);
      this.#talk.store.update(() => ({ person: "none" }));
      this.#composer?.focus();
    } catch {
      this.#status.textContent = this.#words.offline;
    }
  }

  async #erase() {
    const words = this.#words;
    const warning = { title: words.eraseTitle, lines: words.eraseLines, yes: words.eraseYes, no: words.no };
    if (!(await this.#agreed(warning))) return;
    this.#talk.store.forget();
    this.#talk.outbox.flush();
    this.#status.textContent = words.erased;
    this.#composer?.focus();
  }

  /** @param {{ title: string, lines: string[], yes: string, no: string }} words */
  #agreed(words) {
    return confirmed(/** @type {ShadowRoot} */ (this.shadowRoot), words);
  }

  /** @param {"download" | "print"} how */
  async #keep(how) {
    const { keepTalk } = await import("./keep.js");
    keepTalk(this.#talk.store.state.entries, this.#words, how);
  }
}

/** @param {State} state */
function answered({ entries }) {
  return entries.filter((entry) => isTurn(entry) && entry.state === "answered").length;
}

if (!customElements.get("hoi-dap-so")) customElements.define("hoi-dap-so", HoiDapSo);
