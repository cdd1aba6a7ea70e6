/** Các bước của một câu trả lời: cả danh sách, hay từng bước một cho người đang vừa đọc vừa làm. */
import { button, el } from "./dom.js";
import { fill } from "./texts.js";

/** @typedef {import("./types.js").Words} Words */

/**
 * @param {string[]} steps
 * @param {Words} words
 * @param {boolean} oneByOne Hiện từng bước ngay từ đầu.
 */
export function stepList(steps, words, oneByOne) {
  const lines = steps.map((step) => el("li", {}, step));
  const list = el("ol", {}, ...lines);
  const place = el("p", { class: "place", tabindex: "-1", "aria-live": "polite" });
  const back = button(words.previousStep, () => go(now - 1));
  const next = button(words.nextStep, () => go(now + 1), { class: "strong" });
  const walk = el("div", { class: "choices walk" }, back, next);
  const change = button("", () => show(!walking), { class: "link" });
  let now = 0;
  let walking = false;

  /** @param {number} step */
  function go(step) {
    now = Math.max(0, Math.min(step, lines.length - 1));
    lines.forEach((line, n) => line.toggleAttribute("hidden", walking && n !== now));
    list.start = 1;
    lines[now].value = now + 1;
    back.toggleAttribute("disabled", now === 0);
    next.toggleAttribute("disabled", now === lines.length - 1);
    place.textContent = walking ? fill(words.stepOf, { step: now + 1, count: lines.length }) : "";
    // Nút vừa bấm đã tắt thì tiêu điểm không được rơi mất.
    if (walking && (list.getRootNode() instanceof ShadowRoot) && isLost(list)) place.focus();
  }

  /** @param {boolean} one */
  function show(one) {
    walking = one;
    walk.toggleAttribute("hidden", !one);
    place.toggleAttribute("hidden", !one);
    change.textContent = one ? words.allSteps : words.oneStep;
    go(one ? now : 0);
  }

  const worthwhile = steps.length > 1;
  const block = el("div", { class: "steps" }, el("h4", {}, words.steps), place, list, ...(worthwhile ? [walk, change] : []));
  show(worthwhile && oneByOne);
  return block;
}

/** @param {Element} inside */
function isLost(inside) {
  const active = /** @type {ShadowRoot} */ (inside.getRootNode()).activeElement;
  return active instanceof HTMLButtonElement && active.disabled;
}
