/** Từ một câu trả lời của cổng (DESIGN.md 4.1, 4.2) thành các nút DOM. */
import { el } from "./dom.js";
import { sourceLine, sourceList, spoken } from "./sources.js";
import { fill, texts } from "./texts.js";

/**
 * @param {object} reply
 * @param {(payload: object, title: string) => void} press Người dân bấm một nút của câu trả lời.
 */
export function answer(reply, press) {
  const items = reply.items ?? [];
  return el(
    "article",
    { class: `bot ${reply.kind === "safety" ? "urgent" : ""}` },
    el("span", { class: "unseen" }, texts.bot),
    reply.privacy_notice ? el("p", { class: "notice" }, reply.privacy_notice) : null,
    ...paragraphs(lead(reply, items), "text"),
    ...items.map(card),
    calls(reply.calls ?? []),
    buttons(reply, press),
  );
}

/**
 * Phần chữ không nằm trong các mục hay nút: lời dẫn đứng trước mục đầu, hoặc cả câu khi không có mục nào.
 * Câu trả lời không mang `lead` mà cũng không tìm thấy mục trong chữ thì giữ cả câu: thà thừa còn hơn mất một lời dặn.
 */
function lead(reply, items) {
  if (items.length && typeof reply.lead === "string") return reply.lead;
  const text = reply.text ?? "";
  if (!items.length) {
    const offered = new Set((reply.buttons ?? []).map((button) => `- ${button.title}`));
    const lines = text.split("\n");
    return lines.filter((line) => !offered.has(line)).join("\n");
  }
  const starts = [items[0].title, items[0].short].map((part) => (part ? text.indexOf(part) : -1));
  const found = starts.filter((start) => start >= 0);
  return found.length ? text.slice(0, Math.min(...found)) : text;
}

function paragraphs(text, name) {
  return text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => el("p", { class: name }, part));
}

function card(item) {
  return el(
    "section",
    { class: "card" },
    el("h3", {}, item.title),
    el("p", { class: "short" }, item.short),
    list("ol", "steps", texts.steps, item.steps),
    table(item),
    list("ul", "notes", texts.notes, item.notes),
    item.details?.length
      ? el("details", {}, el("summary", {}, texts.details), ...item.details.map((detail) => el("p", {}, detail)))
      : null,
    item.valid_from ? el("p", { class: "date" }, fill(texts.validFrom, { date: spoken(item.valid_from) })) : null,
    sourceLine(item),
    sourceList(item.sources),
  );
}

function list(tag, name, heading, lines) {
  if (!lines?.length) return null;
  return el("div", { class: name }, el("h4", {}, heading), el(tag, {}, ...lines.map((line) => el("li", {}, line))));
}

/** Bảng rộng thì cuộn ngang trong khung của nó, bằng tay hay bằng phím. */
function table({ table: data, title }) {
  if (!data) return null;
  const cells = (tag, row, attributes) => el("tr", {}, ...row.map((cell) => el(tag, attributes, String(cell ?? ""))));
  return el(
    "div",
    { class: "table", role: "region", tabindex: "0", "aria-label": `${texts.table}: ${title}` },
    el(
      "table",
      {},
      el("thead", {}, cells("th", data.columns, { scope: "col" })),
      el("tbody", {}, ...data.rows.map((row) => cells("td", row, {}))),
    ),
  );
}

function calls(numbers) {
  if (!numbers.length) return null;
  const link = ({ label, number }) =>
    el("a", { class: "call", href: `tel:${number.replace(/[^\d+]/g, "")}` }, fill(texts.call, { number, label }));
  return el("div", { class: "choices" }, ...numbers.map(link));
}

function buttons(reply, press) {
  const offered = reply.buttons ?? [];
  if (!offered.length) return null;
  const suggested = new Set(reply.suggestions ?? []);
  const isSuggestion = ({ payload }) => suggested.has(payload?.answer);
  const make = ({ title, payload }) => el("button", { type: "button", onclick: () => press(payload, title) }, title);
  return el(
    "div",
    { class: "choices" },
    reply.kind !== "clarify" && offered.some(isSuggestion) ? el("p", {}, texts.suggestions) : null,
    ...offered.map(make),
  );
}
