/** Giữ cuộc trò chuyện lại: tải về thành tệp chữ, hay in ra giấy. Mọi thứ làm trong trình duyệt, trang chủ nhà không đổi. */
import { el } from "./dom.js";
import { sourceLine } from "./sources.js";
import { isTurn } from "./store.js";
import { fill } from "./texts.js";

/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Reply} Reply */
/** @typedef {import("./types.js").Words} Words */
/** @typedef {{ tag: "h1" | "h2" | "h3" | "p", text: string }} Line */

const PAPER = `
  body { font: 12pt/1.5 sans-serif; color: #000; margin: 0; }
  h1 { font-size: 16pt; } h2 { font-size: 12pt; margin: 1em 0 0; } h3 { font-size: 12pt; margin: 0.5em 0 0; }
  h1, h2, h3 { break-after: avoid; }
  p { margin: 0.25em 0; overflow-wrap: anywhere; white-space: pre-line; }
`;

/**
 * @param {Entry[]} entries
 * @param {Words} words
 * @param {"download" | "print"} how
 */
export function keepTalk(entries, words, how) {
  const title = fill(words.talkTitle, { date: new Date().toLocaleDateString(locale(words)) });
  const lines = [line("h1", title), ...entries.flatMap((entry) => entryLines(entry, words))];
  if (how === "print") print(lines);
  else download(lines, words.talkFile);
}

/**
 * @param {Line[]} lines
 * @param {string} name
 */
function download(lines, name) {
  const text = lines.map(({ tag, text }) => (tag === "p" ? text : `\n${text}`)).join("\n");
  // Dấu BOM và \r\n: Notepad của máy Windows cũ mở ra vẫn đúng chữ Việt, đúng dòng.
  const file = new Blob([`\uFEFF${text.trim()}\n`.replace(/\r?\n/g, "\r\n")], { type: "text/plain;charset=utf-8" });
  const href = URL.createObjectURL(file);
  el("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** @param {Line[]} lines */
function print(lines) {
  const frame = el("iframe", { "aria-hidden": "true", tabindex: "-1" });
  // Không display:none: có trình duyệt không in khung bị giấu hẳn.
  Object.assign(frame.style, { position: "fixed", width: "0", height: "0", border: "0" });
  document.body.append(frame);
  const page = /** @type {Window & typeof globalThis} */ (frame.contentWindow);
  const style = new page.CSSStyleSheet();
  style.replaceSync(PAPER);
  page.document.adoptedStyleSheets = [style];
  page.document.title = lines[0].text;
  page.document.body.append(...lines.map(({ tag, text }) => el(tag, {}, text)));
  page.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  page.focus();
  page.print();
}

/**
 * @param {Entry} entry
 * @param {Words} words
 * @returns {Line[]}
 */
function entryLines(entry, words) {
  const when = new Date(entry.at).toLocaleString(locale(words), { dateStyle: "short", timeStyle: "short" });
  if ("change" in entry) return [line("p", `${when}. ${fill(words.changes[entry.change], { name: entry.name })}`)];
  if (!isTurn(entry)) {
    const said = [line("h2", `${when}. ${fill(words.person, { name: entry.name })}`), line("p", entry.text)];
    return [...said, ...(entry.item ? itemLines(entry.item, words) : [])];
  }
  const said = [line("h2", `${when}. ${words.you}`), line("p", entry.shown || words.hiddenQuestion)];
  if (entry.state === "refused") return [...said, line("p", entry.detail ?? words.unknownProblem)];
  if (entry.offline) said.push(line("p", words.notSent), ...offlineLines(entry.offline, words));
  else if (entry.state === "waiting") said.push(line("p", words.notSent));
  return [...said, ...(entry.replies ?? []).flatMap((reply) => replyLines(reply, words))];
}

/**
 * @param {import("./types.js").Offline} offline
 * @param {Words} words
 */
function offlineLines({ item, guide, fetchedOn }, words) {
  const date = new Date(fetchedOn).toLocaleDateString(locale(words));
  const said = line("p", fill(guide ? words.offlineGuide : words.offlineAnswer, { date }));
  return [line("h2", words.bot), said, ...(item ? itemLines(item, words) : [])];
}

/**
 * @param {Reply} reply
 * @param {Words} words
 */
function replyLines(reply, words) {
  const items = reply.items ?? [];
  const text = items.length ? (reply.lead ?? "") : reply.text;
  return [
    line("h2", words.bot),
    ...(reply.privacy_notice ? [line("p", reply.privacy_notice)] : []),
    ...(text ? [line("p", text)] : []),
    ...items.flatMap((item) => itemLines(item, words)),
    ...(reply.calls ?? []).map((call) => line("p", fill(words.call, call))),
  ];
}

/**
 * @param {Item} item
 * @param {Words} words
 * @returns {Line[]}
 */
function itemLines(item, words) {
  const steps = (item.steps ?? []).map((step, n) => `${n + 1}. ${step}`);
  return [
    line("h3", item.title),
    line("p", item.short),
    ...part(words.steps, steps),
    ...part(words.table, rows(item)),
    ...part(words.notes, (item.notes ?? []).map((note) => `- ${note}`)),
    ...(item.details ?? []).map((detail) => line("p", detail)),
    ...part(sourceLine(item, words)?.textContent, sources(item)),
  ];
}

/**
 * Một phần có tên; không có dòng nào thì bỏ cả tên.
 * @param {string | null | undefined} name
 * @param {string[]} texts
 */
function part(name, texts) {
  return name && texts.length ? [line("p", name), ...texts.map((text) => line("p", text))] : [];
}

/**
 * Mỗi hàng của bảng một dòng đọc được: "Việc: Đặt lại; Nơi làm: Trong ứng dụng".
 * @param {Item} item
 */
function rows({ table }) {
  const named = (/** @type {unknown} */ cell, /** @type {number} */ n) => `${table?.columns[n]}: ${cell ?? ""}`;
  return (table?.rows ?? []).map((row) => row.map(named).join("; "));
}

/** @param {Item} item */
function sources({ sources: all }) {
  return (all ?? []).map(({ title, publisher, url }) => [title || publisher, url].filter(Boolean).join(", "));
}

/**
 * @param {Line["tag"]} tag
 * @param {string} text
 * @returns {Line}
 */
function line(tag, text) {
  return { tag, text };
}

/** @param {Words} words */
const locale = ({ lang }) => (lang === "vi" ? "vi-VN" : "en-GB");
