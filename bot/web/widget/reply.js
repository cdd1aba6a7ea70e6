/** Từ một câu trả lời của cổng (DESIGN.md 4.1, 4.2) thành các nút DOM. */
import { card } from "./card.js";
import { chart, comparable } from "./chart.js";
import { button, el } from "./dom.js";
import { feedback } from "./feedback.js";
import { aloudButton } from "./aloud.js";
import { fill } from "./texts.js";

/** @typedef {import("./types.js").Reply} Reply */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Payload} Payload */
/** @typedef {import("./types.js").Words} Words */

/**
 * @typedef {object} Hands Những gì người dân làm được với một câu trả lời.
 * @property {Words} words
 * @property {() => boolean} oneStep
 * @property {(payload: Payload, title: string) => void} press Bấm một nút.
 * @property {() => void} wantPerson
 * @property {() => void} focusInput Đưa tiêu điểm về ô hỏi, khi chỗ đang đứng sắp mất.
 * @property {(opinion: { reply_id: string, answer_id: string, right: boolean, reason?: string, note?: string }) => Promise<unknown>} judge
 */


/**
 * @param {Reply} reply
 * @param {Hands} hands
 */
export function replyNode(reply, hands) {
  const { words } = hands;
  const items = reply.items ?? [];
  const measures = comparable(items);
  return el(
    "article",
    { class: reply.kind === "safety" ? "bot urgent" : "bot" },
    el("span", { class: "unseen" }, words.bot),
    reply.privacy_notice ? el("p", { class: "notice" }, reply.privacy_notice) : null,
    ...(reply.kind === "safety" ? [calls(reply, words)] : []),
    ...paragraphs(lead(reply, items)),
    measures.length ? chart(measures, words) : null,
    ...items.map((item) => card(item, words, { oneStep: hands.oneStep(), hasPage: reply.kind !== "figure" })),
    reply.kind === "safety" ? null : calls(reply, words),
    choices(reply, hands),
    related(items, hands),
    reply.kind === "handoff" ? button(words.wantPerson, hands.wantPerson, { class: "strong" }) : null,
    aloudButton(() => spokenText(reply, items), words),
    reply.answers?.length ? feedback(reply.id, reply.answers[0], hands) : null,
  );
}

/**
 * Câu tạm hay việc có hướng dẫn lấy từ gói ngoại tuyến, nói rõ là bản của ngày nào.
 * @param {import("./types.js").Offline} offline
 * @param {Hands} hands
 */
export function offlineNode({ item, guide, fetchedOn }, { words, oneStep }) {
  const date = new Date(fetchedOn).toLocaleDateString("vi-VN");
  const node = el(
    "article",
    { class: "bot" },
    el("span", { class: "unseen" }, words.bot),
    el("p", { class: "notice" }, fill(guide ? words.offlineGuide : words.offlineAnswer, { date })),
    item ? card(item, words, { oneStep: oneStep(), hasPage: false }) : null,
  );
  if (guide) import("./guide_view.js").then(({ guideNode }) => node.append(guideNode(guide, fetchedOn, words, oneStep())));
  return node;
}

/**
 * Phần chữ không nằm trong các mục hay nút: lời dẫn đứng trước mục đầu, hoặc cả câu khi không có mục nào.
 * Câu trả lời không mang `lead` mà cũng không tìm thấy mục trong chữ thì giữ cả câu: thà thừa còn hơn mất một lời dặn.
 * @param {Reply} reply
 * @param {Item[]} items
 */
function lead(reply, items) {
  if (items.length && typeof reply.lead === "string") return reply.lead;
  const text = reply.text ?? "";
  if (!items.length) {
    const offered = new Set((reply.buttons ?? []).map((choice) => `- ${choice.title}`));
    return text.split("\n").filter((line) => !offered.has(line)).join("\n");
  }
  const starts = [items[0].title, items[0].short].map((part) => (part ? text.indexOf(part) : -1));
  const found = starts.filter((start) => start >= 0);
  return found.length ? text.slice(0, Math.min(...found)) : text;
}

/** @param {string} text */
function paragraphs(text) {
  const parts = text.split(/\n{2,}/).map((part) => part.trim());
  return parts.filter(Boolean).map((part) => el("p", { class: "text" }, part));
}

/**
 * @param {Reply} reply
 * @param {Item[]} items
 */
function spokenText(reply, items) {
  const parts = items.flatMap(({ title, short, steps, notes }) => [title, short, ...(steps ?? []), ...(notes ?? [])]);
  return [lead(reply, items), ...parts].filter(Boolean).join(". ");
}

/**
 * @param {Reply} reply
 * @param {Words} words
 */
function calls({ calls: numbers }, words) {
  if (!numbers?.length) return null;
  const links = numbers.map(({ label, number }) =>
    el("a", { class: "call", href: `tel:${number.replace(/[^\d+]/g, "")}` }, fill(words.call, { number, label })),
  );
  return el("div", { class: "choices" }, ...links);
}

/**
 * @param {Reply} reply
 * @param {Hands} hands
 */
function choices(reply, { words, press }) {
  const offered = reply.buttons ?? [];
  if (!offered.length) return null;
  const suggested = new Set(reply.suggestions ?? []);
  const suggests = reply.kind !== "clarify" && offered.some(({ payload }) => payload?.answer && suggested.has(payload.answer));
  const buttons = offered.map(({ title, payload }) => button(title, () => press(payload, title)));
  return el("div", { class: "choices" }, suggests ? el("p", {}, words.suggestions) : null, ...buttons);
}

/**
 * @param {Item[]} items
 * @param {Hands} hands
 */
function related(items, { words, press }) {
  const questions = items.length === 1 ? (items[0].related_questions ?? []).slice(0, 3) : [];
  if (!questions.length) return null;
  const buttons = questions.map(({ id, title }) => button(title, () => press({ answer: id }, title)));
  return el("details", {}, el("summary", {}, words.related), el("div", { class: "choices" }, ...buttons));
}
