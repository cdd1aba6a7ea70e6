/** Dẫn một việc ngay trong trình duyệt: hỏi từng điều bằng nút, đủ thì ra danh sách việc. */
import { card } from "./card.js";
import { button, el } from "./dom.js";
import { checklist, nextTrait } from "./guide.js";

/** @typedef {import("./guide.js").Guide} Guide */
/** @typedef {import("./guide.js").Known} Known */
/** @typedef {import("./types.js").Words} Words */

/**
 * @param {Guide} guide Có đúng một việc.
 * @param {string} fetchedOn Lúc gói được tải; đồng hồ của máy không thể đúng mà còn sớm hơn.
 * @param {Words} words
 * @param {boolean} oneStep
 */
export function guideNode(guide, fetchedOn, words, oneStep) {
  const [task] = guide.tasks;
  const node = el("section", { class: "guide", "aria-label": task.title });

  /** @param {Known} known */
  function show(known) {
    const asked = nextTrait(task, known);
    const again = Object.keys(known).length ? [button(words.guideAgain, () => go({}), { class: "link" })] : [];
    const body = asked ? question(known, asked) : [card(checklist(guide, task, known, day(fetchedOn)), words, { oneStep, hasPage: false })];
    node.replaceChildren(...body, ...again);
  }

  /**
   * @param {Known} known
   * @param {string} asked
   */
  function question(known, asked) {
    const { ask, choices } = guide.traits[asked];
    const buttons = choices.map(({ value, label }) => button(label, () => go({ ...known, [asked]: value })));
    return [
      ...(Object.keys(known).length ? [] : [el("h3", {}, task.title), el("p", {}, task.intro)]),
      el("p", { class: "text", tabindex: "-1" }, ask),
      el("div", { class: "choices", role: "group", "aria-label": ask }, ...buttons),
    ];
  }

  /** @param {Known} known */
  function go(known) {
    show(known);
    // Nút vừa bấm đã mất: tiêu điểm tới câu hỏi mới hay danh sách.
    const first = /** @type {HTMLElement} */ (node.querySelector(".text, h3"));
    first.setAttribute("tabindex", "-1");
    first.focus();
  }

  show({});
  return node;
}

/** @param {string} fetchedOn */
function day(fetchedOn) {
  const known = fetchedOn.slice(0, 10);
  return today() > known ? today() : known;
}

/** Hôm nay theo đồng hồ của máy, kiểu 2026-11-22. */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
