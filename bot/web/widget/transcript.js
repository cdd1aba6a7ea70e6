/** Cuộc trò chuyện trên màn hình: vẽ theo trạng thái đã giữ, mỗi câu đáp được thêm vào vùng đọc đúng một lần. */
import { card } from "./card.js";
import { button, el } from "./dom.js";
import { offlineNode, replyNode } from "./reply.js";
import { isTurn } from "./store.js";
import { fill } from "./texts.js";

/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Turn} Turn */
/** @typedef {import("./reply.js").Hands} Hands */
/** @typedef {import("./outbox.js").Outbox} Outbox */

/** @typedef {{ node: HTMLElement, words: HTMLElement, condition: HTMLElement, drawn: string }} Drawn */

export class Transcript {
  #hands;
  #outbox;
  /** @type {Map<string, Drawn>} */
  #drawn = new Map();
  #restoring = true;

  /**
   * @param {Hands} hands
   * @param {Outbox} outbox
   */
  constructor(hands, outbox) {
    this.#hands = hands;
    this.#outbox = outbox;
    const { words } = hands;
    const greeting = el("div", { class: "bot greeting" }, ...words.greeting.map((line) => el("p", {}, line)));
    const topics = words.topics.map(({ title, say }) => button(title, () => hands.press({ say }, say)));
    greeting.append(el("div", { class: "choices" }, ...topics));
    // Vẽ lại cuộc cũ thì không đọc lên; chỉ lời đến sau mới được đọc.
    this.node = el("div", { class: "log", role: "log", "aria-live": "off", "aria-label": words.log }, greeting);
  }

  /** @param {State} state */
  show({ entries }) {
    const kept = new Set(entries.map(({ id }) => id));
    for (const [id, { node }] of this.#drawn) {
      if (kept.has(id)) continue;
      node.remove();
      this.#drawn.delete(id);
    }
    for (const entry of entries) this.#draw(entry);
    if (this.#restoring) {
      this.#restoring = false;
      requestAnimationFrame(() => this.node.setAttribute("aria-live", "polite"));
    }
  }

  /** Việc gửi vừa đổi: chỉ những dòng "đang gửi", "chưa gửi được" đổi theo. */
  showSending() {
    this.node.setAttribute("aria-busy", String(this.#outbox.sending !== ""));
    for (const { node, condition } of this.#drawn.values()) {
      if (node.dataset.state === "waiting") this.#showCondition(condition, node.dataset.id ?? "");
    }
  }

  /** @param {Entry} entry */
  #draw(entry) {
    const drawn = this.#drawn.get(entry.id) ?? this.#add(entry);
    if (!isTurn(entry)) return;
    const look = `${entry.state} ${Boolean(entry.offline)}`;
    if (drawn.drawn === look) return;
    drawn.drawn = look;
    drawn.node.dataset.state = entry.state;
    drawn.words.textContent = entry.shown || this.#hands.words.hiddenQuestion;
    const focused = /** @type {ShadowRoot} */ (this.node.getRootNode()).activeElement;
    const held = focused !== null && [...drawn.node.querySelectorAll("article")].some((old) => old.contains(focused));
    for (const old of drawn.node.querySelectorAll("article")) old.remove();
    const replies = (entry.replies ?? []).map((reply) => replyNode(reply, this.#hands));
    if (entry.offline && entry.state === "waiting") replies.push(offlineNode(entry.offline, this.#hands));
    drawn.node.append(...replies);
    if (held) this.#hands.focusInput(); // câu tạm vừa nhường chỗ cho câu thật
    if (entry.state === "refused") drawn.condition.replaceChildren(el("p", {}, entry.detail ?? this.#hands.words.unknownProblem));
    else if (entry.state === "waiting") this.#showCondition(drawn.condition, entry.id);
    else drawn.condition.replaceChildren();
    if (!this.#restoring) bring(replies[0] ?? drawn.node);
  }

  /**
   * @param {Entry} entry
   * @returns {Drawn}
   */
  #add(entry) {
    const { words } = this.#hands;
    const said = el("span", {}, isTurn(entry) ? entry.shown : "");
    const bubble = isTurn(entry)
      ? el("div", { class: "person" }, el("span", { class: "unseen" }, words.you), said)
      : helperNode(entry, this.#hands);
    const condition = el("div", { class: "condition", "aria-live": "off" });
    const node = el("div", { class: "turn", "data-id": entry.id }, bubble, condition);
    this.node.append(node);
    const drawn = { node, words: said, condition, drawn: "" };
    this.#drawn.set(entry.id, drawn);
    if (!this.#restoring && !isTurn(entry)) bring(node);
    return drawn;
  }

  /**
   * @param {HTMLElement} condition
   * @param {string} id
   */
  #showCondition(condition, id) {
    const { words } = this.#hands;
    if (!this.#outbox.stuck) {
      const line = this.#outbox.sending === id ? words.sending : words.queued;
      condition.replaceChildren(el("p", {}, line));
      return;
    }
    const again = button(words.sendNow, () => {
      this.#hands.focusInput(); // nút này sắp mất
      this.#outbox.flush();
    });
    condition.replaceChildren(el("p", { class: "notice" }, words.notSent), again);
  }
}

/**
 * Lời của người hỗ trợ, hay một dòng nói người trả lời vừa đổi.
 * @param {import("./types.js").PersonNote | import("./types.js").ChangeNote} entry
 * @param {Hands} hands
 */
function helperNode(entry, { words, oneStep }) {
  const { name } = entry;
  if ("change" in entry) return el("p", { class: "change" }, fill(words.changes[entry.change], { name }));
  const item = entry.item ? card(entry.item, words, { oneStep: oneStep(), hasPage: true }) : null;
  return el("div", { class: "bot helper" }, el("strong", {}, fill(words.person, { name })), el("span", {}, entry.text), item);
}

/**
 * Cuộn tới đầu câu trả lời, không tới cuối: câu dài thì người đọc bắt đầu từ trên.
 * @param {HTMLElement} node
 */
function bring(node) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  node.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}
