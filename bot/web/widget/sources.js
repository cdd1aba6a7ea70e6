/** Nguồn và ngày của một câu trả lời. */
import { el } from "./dom.js";
import { fill, texts } from "./texts.js";

/** Dòng "Nguồn: …, ngày …."; nguồn không ghi ngày thì nói thẳng. */
export function sourceLine(item) {
  const sources = item.sources ?? [];
  const first = sources.find((source) => source.published && source.published === item.as_of) ?? sources[0];
  if (!first) return null;
  const date = item.as_of ? spoken(item.as_of) : undated(item.read_on);
  return el("p", { class: "date" }, fill(texts.sourceLine, { publisher: first.publisher ?? first.title, date }));
}

/** Danh sách nguồn: hai nguồn đầu hiện ngay, còn lại gấp vào. */
export function sourceList(sources) {
  if (!sources?.length) return null;
  const [shown, folded] = [sources.slice(0, 2), sources.slice(2)];
  return el(
    "div",
    { class: "sources" },
    el("h4", {}, texts.sources),
    el("ul", {}, ...shown.map(row)),
    folded.length
      ? el(
          "details",
          {},
          el("summary", {}, fill(texts.moreSources, { count: folded.length })),
          el("ul", {}, ...folded.map(row)),
        )
      : null,
  );
}

/**
 * Ngày, tháng hay năm viết kiểu Việt Nam: 2022-07-18 → "ngày 18/7/2022".
 * @param {string} date
 */
export function spoken(date) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(date) ?? [];
  if (!year) return date;
  if (day) return fill(texts.day, { date: `${Number(day)}/${Number(month)}/${year}` });
  if (month) return fill(texts.month, { date: `${Number(month)}/${year}` });
  return fill(texts.year, { date: year });
}

function undated(readOn) {
  const [, year, month] = /^(\d{4})-(\d\d)/.exec(readOn ?? "") ?? [];
  return texts.undated + (year ? fill(texts.readOn, { month: `${Number(month)}/${year}` }) : "");
}

function row(source) {
  const rest = [source.publisher, source.published && spoken(source.published)].filter(Boolean).join(", ");
  return el("li", {}, link(source), rest ? ` – ${rest}` : null);
}

/** Chỉ địa chỉ http và https thành đường dẫn; thứ khác là chữ thường. */
function link(source) {
  const title = source.title || source.publisher || "";
  if (!isWebAddress(source.url)) return el("span", {}, title);
  return el(
    "a",
    { href: source.url, target: "_blank", rel: "noopener noreferrer" },
    title,
    el("span", { class: "unseen" }, texts.newTab),
  );
}

function isWebAddress(url) {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}
