/** Phần tử <hoi-dap-so>: ô hỏi, cuộc trò chuyện, và những gì xảy ra giữa hai cái đó. */
import { answer } from "./answer.js";
import { Conversation, Problem, newClientId } from "./conversation.js";
import { el } from "./dom.js";
import { mask } from "./mask.js";
import { texts } from "./texts.js";

const STYLE = new URL("./widget.css", import.meta.url);

class HoiDapSo extends HTMLElement {
  #conversation = new Conversation();
  #busy = false;
  #log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": texts.log });
  #status = el("p", { class: "status", role: "status" });
  #notice = el("p", { class: "notice", id: "notice", role: "status" });
  #input = el("textarea", {
    id: "question",
    rows: "2",
    maxlength: "2000",
    "aria-describedby": "hint notice",
    enterkeyhint: "send",
    onkeydown: (event) => this.#onKey(event),
    oninput: () => this.#warn(),
  });
  #send = el("button", { type: "submit", class: "send" }, texts.send);

  connectedCallback() {
    if (this.shadowRoot) return;
    const form = el(
      "form",
      { onsubmit: (event) => this.#onSubmit(event) },
      el("label", { for: "question" }, texts.label),
      el("p", { class: "hint", id: "hint" }, texts.hint),
      el("div", { class: "row" }, this.#input, this.#send),
      this.#notice,
    );
    this.#log.append(el("div", { class: "bot greeting" }, ...texts.greeting.map((line) => el("p", {}, line))));
    this.attachShadow({ mode: "open" }).append(
      el("link", { rel: "stylesheet", href: STYLE.href }),
      el(
        "section",
        { class: "widget", lang: "vi", "aria-label": texts.name },
        el("header", {}, el("h2", {}, texts.name), el("p", {}, texts.machine)),
        this.#log,
        this.#status,
        form,
      ),
    );
  }

  /**
   * Trang chủ hỏi giúp một câu mẫu: điền vào ô rồi gửi.
   * @param {string} question
   */
  ask(question) {
    this.#input.value = question;
    this.#submit();
  }

  #onKey(event) {
    // isComposing: bộ gõ tiếng Việt đang ghép dấu, phím Enter lúc đó là của bộ gõ.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #onSubmit(event) {
    event.preventDefault();
    this.#submit();
  }

  #warn() {
    this.#notice.textContent = mask(this.#input.value).kinds.length ? texts.willMask : "";
  }

  #submit() {
    if (this.#busy) return;
    const { text } = mask(this.#input.value.trim());
    if (!text) {
      this.#notice.textContent = texts.empty;
      this.#input.focus();
      return;
    }
    this.#input.value = "";
    this.#notice.textContent = "";
    this.#say({ text }, text);
  }

  #press(payload, title) {
    if (this.#busy) return;
    this.#say({ button: payload }, payload.say ?? title);
  }

  #say(message, shown) {
    const words = el("span", {}, shown);
    this.#log.append(el("div", { class: "person" }, el("span", { class: "unseen" }, texts.you), words));
    this.#deliver({ ...message, client_id: newClientId() }, words);
  }

  async #deliver(message, words) {
    this.#wait(true);
    try {
      const replies = await this.#conversation.send(message);
      // Cổng thấy số cá nhân mà trình duyệt không thấy: che cả trên màn hình, có thể người khác đang nhìn.
      if (replies.some((reply) => reply.privacy_notice)) words.textContent = texts.hiddenQuestion;
      this.#show(replies.map((reply) => answer(reply, (payload, title) => this.#press(payload, title))));
    } catch (error) {
      this.#show([this.#failure(error, message, words)]);
    } finally {
      this.#wait(false);
    }
  }

  #failure(error, message, words) {
    const sentence = error instanceof Problem ? error.message || texts.unknownProblem : texts.offline;
    const failure = el("div", { class: "bot failure" }, el("p", {}, sentence));
    const retry = () => {
      failure.remove();
      this.#input.focus();
      this.#deliver(message, words);
    };
    // Lời bị chê (quá dài, trống) thì gửi lại y nguyên cũng vô ích.
    const hopeless = error instanceof Problem && [400, 413, 422].includes(error.status);
    if (!hopeless) failure.append(el("button", { type: "button", onclick: retry }, texts.retry));
    return failure;
  }

  #show(nodes) {
    this.#log.append(...nodes);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // Cuộn tới đầu câu trả lời, không tới cuối: câu dài thì người đọc bắt đầu từ trên.
    nodes[0]?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }

  #wait(busy) {
    this.#busy = busy;
    this.#status.textContent = busy ? texts.busy : "";
    this.#send.toggleAttribute("disabled", busy);
    this.#log.setAttribute("aria-busy", String(busy));
    for (const button of this.#log.querySelectorAll("button")) button.toggleAttribute("disabled", busy);
  }
}

customElements.define("hoi-dap-so", HoiDapSo);
