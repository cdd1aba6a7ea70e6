/** Nguồn và ngày của một câu trả lời. */
import { el } from "./dom.js";
import { fill } from "./texts.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Source} Source */
/** @typedef {import("./types.js").Words} Words */

/**
 * Dòng "Nguồn: …, ngày …."; nguồn không ghi ngày thì nói thẳng.
 * @param {Item} item
 * @param {Words} words
 */
export function sourceLine(item, words) {
  const sources = item.sources ?? [];
  const first = sources.find((source) => source.published && source.published === item.as_of) ?? sources[0];
  if (!first) return null;
  const date = item.as_of ? spoken(item.as_of, words) : undated(item.read_on, words);
  return el("p", { class: "date" }, fill(words.sourceLine, { publisher: first.publisher ?? first.title ?? "", date }));
}

/**
 * Danh sách nguồn: hai nguồn đầu hiện ngay, còn lại gấp vào.
 * @param {Source[] | undefined} sources
 * @param {Words} words
 */
export function sourceList(sources, words) {
  if (!sources?.length) return null;
  const rows = sources.map((source) => row(source, words));
  const [shown, folded] = [rows.slice(0, 2), rows.slice(2)];
  const more = fill(words.moreSources, { count: folded.length });
  return el(
    "div",
    { class: "sources" },
    el("h4", {}, words.sources),
    el("ul", {}, ...shown),
    folded.length ? el("details", {}, el("summary", {}, more), el("ul", {}, ...folded)) : null,
  );
}

/**
 * Ngày, tháng hay năm viết kiểu Việt Nam: 2022-07-18 → "ngày 18/7/2022".
 * @param {string} date
 * @param {Words} words
 */
export function spoken(date, words) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(date) ?? [];
  if (!year) return date;
  if (day) return fill(words.day, { date: `${Number(day)}/${Number(month)}/${year}` });
  if (month) return fill(words.month, { date: `${Number(month)}/${year}` });
  return fill(words.year, { date: year });
}

/**
 * @param {string | null | undefined} readOn
 * @param {Words} words
 */
function undated(readOn, words) {
  const [, year, month] = /^(\d{4})-(\d\d)/.exec(readOn ?? "") ?? [];
  return words.undated + (year ? fill(words.readOn, { month: `${Number(month)}/${year}` }) : "");
}

/**
 * @param {Source} source
 * @param {Words} words
 */
function row(source, words) {
  const rest = [source.publisher, source.published && spoken(source.published, words)].filter(Boolean).join(", ");
  return el("li", {}, link(source, words), rest ? ` – ${rest}` : null);
}

/**
 * Chỉ địa chỉ http và https thành đường dẫn; thứ khác là chữ thường.
 * @param {Source} source
 * @param {Words} words
 */
function link(source, words) {
  const title = source.title || source.publisher || "";
  if (!isWebAddress(source.url)) return el("span", {}, title);
  const newTab = el("span", { class: "unseen" }, words.newTab);
  return el("a", { href: source.url ?? "", target: "_blank", rel: "noopener noreferrer" }, title, newTab);
}

/** @param {string | null | undefined} url */
function isWebAddress(url) {
  try {
    return ["http:", "https:"].includes(new URL(url ?? "").protocol);
  } catch {
    return false;
  }
}
