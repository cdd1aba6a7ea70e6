/**
 * Trang /viec/{id}: dẫn tiếp ngay trong trình duyệt, nên mở rồi mất mạng vẫn xong được việc. Vẽ đúng như khuôn task.html; không có
 * mã này thì trang chạy bằng biểu mẫu.
 */
import { el } from "./dom.js";
import { checklist, chosen, chosenLines, nextTrait } from "./guide.js";
import { share } from "./share.js";
import { spoken } from "./sources.js";
import { pageTexts } from "./page_texts.js";
import { fill, texts } from "./texts.js";

/** @typedef {import("./guide.js").Guide} Guide */
/** @typedef {import("./guide.js").Known} Known */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {{ title: string, publisher: string, date: string, url: string | null }} Citation */

const data = /** @type {HTMLElement} */ (document.getElementById("du-lieu")).textContent ?? "";
/** @type {{ guide: Guide, words: Record<string, string>, citations: Record<string, Citation>, today: string, zalo: string }} */
const { guide, words, citations, today, zalo } = JSON.parse(data);
const [task] = guide.tasks;
const place = /** @type {HTMLElement} */ (document.getElementById("truong-hop"));

/** @returns {Known} */
function knownNow() {
  const given = new URLSearchParams(location.search);
  const pairs = task.traits.map((trait) => [trait, given.get(trait) ?? ""]);
  return Object.fromEntries(pairs.filter(([trait, value]) => guide.traits[trait].choices.some((each) => each.value === value)));
}

/** @param {Known} known */
function path(known, suffix = "") {
  const query = new URLSearchParams(known).toString();
  return `/viec/${task.id}${suffix}${query && `?${query}`}`;
}

/** @param {Known} known */
function show(known) {
  const asked = nextTrait(task, known);
  const body = asked ? [question(known, asked)] : list(known);
  place.replaceChildren(...head(known), ...body);
  addSharing();
}

/** @param {Known} known */
function head(known) {
  const rows = chosen(guide, task, known).map(({ trait, label }) => {
    const { [trait]: _, ...others } = known;
    return el("li", {}, el("span", {}, label), " ", el("a", { href: path(others), "aria-label": `${words.change}: ${label}` }, words.change));
  });
  return [rows.length ? el("ul", { class: "chosen", "aria-label": words.chosen }, ...rows) : el("p", { class: "short" }, task.intro)];
}

/**
 * @param {Known} known
 * @param {string} asked
 */
function question(known, asked) {
  const { ask, choices } = guide.traits[asked];
  const kept = Object.entries(known).map(([name, value]) => el("input", { type: "hidden", name, value }));
  const buttons = choices.map(({ value, label }) => el("button", { class: "second", name: asked, value }, label));
  const options = el("fieldset", { class: "options" }, el("legend", { tabindex: "-1" }, ask), ...buttons);
  return el("form", { method: "get", action: `/viec/${task.id}` }, ...kept, options);
}

/** @param {Known} known */
function list(known) {
  const item = checklist(guide, task, known, today);
  const bring = chosenLines(task, known, "bring").map(({ text }) => text);
  const steps = chosenLines(task, known, "step").map(({ text }) => text);
  return [
    item.short ? el("p", { class: "short" }, item.short) : "",
    ...(bring.length ? [el("h2", {}, words.bring), el("ul", {}, ...lines(bring))] : []),
    ...(steps.length ? [el("h2", {}, words.steps), el("ol", { class: "steps" }, ...lines(steps))] : []),
    item.notes?.length ? el("div", { class: "notes" }, el("h2", {}, words.notes), el("ul", {}, ...lines(item.notes))) : "",
    origin(item),
    actions(known),
    related(item),
  ];
}

/** @param {string[]} texts */
function lines(texts) {
  return texts.map((text) => el("li", {}, text));
}

/** @param {Item} item */
function origin(item) {
  const rows = (item.sources ?? []).map(({ id }) => {
    const { title, publisher, date, url } = citations[id ?? ""];
    const link = url ? el("a", { href: url, rel: "noopener noreferrer external" }, title) : title;
    return el("li", {}, link, " ", el("span", {}, `${publisher}, ${date}.`));
  });
  return el(
    "div",
    { class: "origin" },
    el("h2", {}, words.sources),
    el("ul", { class: "sources" }, ...rows),
    el("p", {}, fill(pageTexts.readOn, { date: spoken(item.read_on ?? "", texts) })),
  );
}

/** @param {Known} known */
function actions(known) {
  const payload = btoa(JSON.stringify({ url: location.origin + path(known) }));
  const second = { class: "button second" };
  return el(
    "p",
    { class: "actions", id: "dua-di" },
    el("a", { class: "button", href: path(known, "/in") }, words.sheet),
    el("a", { ...second, href: path(known, "/in.pdf") }, words.pdf),
    el("a", { ...second, href: path({}) }, words.again),
    el("a", { class: "button second zalo", href: zalo + encodeURIComponent(payload), target: "_blank", rel: "noopener noreferrer" }, words.zalo),
  );
}

/** @param {Item} item */
function related({ related_questions: questions = [] }) {
  if (!questions.length) return "";
  const rows = questions.map(({ id, title }) => el("li", {}, el("a", { href: `/hoi/${id}` }, title)));
  return el(
    "section",
    { class: "related", "aria-labelledby": "lien-quan" },
    el("h2", { id: "lien-quan" }, words.related),
    el("ul", { class: "links" }, ...rows),
  );
}

/** Chép liên kết, chia sẻ, in: những việc cần mã mới làm được. Nút Zalo đứng sau bảng chia sẻ của máy. */
function addSharing() {
  const row = document.getElementById("dua-di");
  if (!row) return;
  const toZalo = /** @type {HTMLElement} */ (row.querySelector(".zalo"));
  share(row, task.title, () => location.href);
  row.querySelector("[role=status]")?.before(toZalo);
}

/**
 * Sang trường hợp khác mà không tải trang; tiêu điểm tới câu hỏi mới, hay tới đầu danh sách.
 * @param {URLSearchParams} query
 */
function go(query) {
  const next = query.toString();
  history.pushState(null, "", `/viec/${task.id}${next && `?${next}`}`);
  show(knownNow());
  const first = /** @type {HTMLElement | null} */ (place.querySelector("legend, h2") ?? place.firstElementChild);
  first?.setAttribute("tabindex", "-1");
  first?.focus();
}

place.addEventListener("submit", (event) => {
  const { submitter, target } = /** @type {SubmitEvent} */ (event);
  event.preventDefault();
  const pressed = /** @type {HTMLButtonElement} */ (submitter);
  const form = new FormData(/** @type {HTMLFormElement} */ (target));
  const kept = [...form].map(([name, value]) => [name, String(value)]);
  go(new URLSearchParams([...kept, [pressed.name, pressed.value]]));
});
place.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a");
  const here = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!link || !here || link.pathname !== location.pathname || link.origin !== location.origin) return;
  event.preventDefault();
  go(new URLSearchParams(link.search));
});
addEventListener("popstate", () => show(knownNow()));
addSharing();
