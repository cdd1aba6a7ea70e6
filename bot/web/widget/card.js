/** Một mục của câu trả lời thành một thẻ: câu ngắn trước, rồi bước làm, bảng, lưu ý, chi tiết gấp lại, nguồn và ngày. */
import { el } from "./dom.js";
import { HOME } from "./gateway.js";
import { sourceLine, sourceList, spoken } from "./sources.js";
import { stepList } from "./steps.js";
import { fill } from "./texts.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Words} Words */

/**
 * @param {Item} item
 * @param {Words} words
 * @param {{ oneStep: boolean, hasPage: boolean }} show `hasPage`: mục có trang riêng ở cổng.
 */
export function card(item, words, { oneStep, hasPage }) {
  return el(
    "section",
    { class: "card" },
    el("h3", {}, item.title),
    el("p", { class: "short" }, item.short),
    item.steps?.length ? stepList(item.steps, words, oneStep) : null,
    table(item, words),
    item.notes?.length ? el("div", { class: "notes" }, el("h4", {}, words.notes), lines(item.notes)) : null,
    item.details?.length
      ? el("details", {}, el("summary", {}, words.details), ...item.details.map((detail) => el("p", {}, detail)))
      : null,
    item.valid_from ? el("p", { class: "date" }, fill(words.validFrom, { date: spoken(item.valid_from, words) })) : null,
    sourceLine(item, words),
    sourceList(item.sources, words),
    hasPage ? page(item, words) : null,
  );
}

/** @param {string[]} texts */
function lines(texts) {
  return el("ul", {}, ...texts.map((text) => el("li", {}, text)));
}

/**
 * Địa chỉ riêng của câu trả lời hay của danh sách việc, để gửi cho người khác hay in ra.
 * @param {Item} item
 * @param {Words} words
 */
function page(item, words) {
  const isTask = typeof item.case === "string";
  const address = `${HOME}${isTask ? "viec" : "hoi"}/${encodeURIComponent(item.id)}`;
  const known = item.case ? `?${item.case}` : "";
  const away = { target: "_blank", rel: "noopener" };
  return el(
    "p",
    { class: "links" },
    el("a", { href: address + known, ...away }, words.itsPage),
    el("a", { href: `${address}/in${known}`, ...away }, words.itsSheet),
  );
}

/**
 * Bảng rộng thì cuộn ngang trong khung của nó, bằng tay hay bằng phím.
 * @param {Item} item
 * @param {Words} words
 */
function table({ table: data, title }, words) {
  if (!data) return null;
  const head = data.columns.map((cell) => el("th", { scope: "col" }, cell));
  const body = data.rows.map((row) => el("tr", {}, ...row.map((cell) => el("td", {}, String(cell ?? "")))));
  return el(
    "div",
    { class: "table", role: "region", tabindex: "0", "aria-label": `${words.table}: ${title}` },
    el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body)),
  );
}
