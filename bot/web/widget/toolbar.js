/** Hàng nút trên đầu: cỡ chữ, tương phản, từng bước một; và những việc với cả cuộc trò chuyện. */
import { button, el } from "./dom.js";
import { SIZES } from "./preferences.js";
import { fill } from "./texts.js";

/** @typedef {import("./preferences.js").Preferences} Preferences */
/** @typedef {import("./types.js").Words} Words */

/**
 * Nút cỡ chữ: hình là "A+", tên đọc lên là "A+ Chữ to hơn".
 * @param {string} sign
 * @param {string} name
 * @param {() => void} press
 */
function sizer(sign, name, press) {
  const node = button(sign, press);
  node.append(el("span", { class: "unseen" }, ` ${name}`));
  return node;
}

/**
 * @param {Preferences} preferences
 * @param {Words} words
 * @param {{ title: string, press: () => void }[]} deeds Việc với cả cuộc trò chuyện: tải về, in, gặp người, xoá.
 * @param {HTMLElement} code Dòng nói mã của cuộc trò chuyện.
 */
export function toolbar(preferences, words, deeds, code) {
  const size = el("span", { class: "size", role: "status" });
  const smaller = sizer("A−", words.smaller, () => step(-1));
  const usual = sizer("A", words.usualSize, () => preferences.choose({ size: SIZES[0] }));
  const larger = sizer("A+", words.larger, () => step(1));
  const contrast = toggle(words.contrast, "contrast");
  const oneStep = toggle(words.oneStepMode, "oneStep");
  const aloud = toggle(words.aloudMode, "aloud");
  let known = preferences.choices.size;

  preferences.watch((choices) => {
    smaller.toggleAttribute("disabled", choices.size === SIZES[0]);
    larger.toggleAttribute("disabled", choices.size === SIZES.at(-1));
    contrast.setAttribute("aria-pressed", String(choices.contrast));
    oneStep.setAttribute("aria-pressed", String(choices.oneStep));
    aloud.setAttribute("aria-pressed", String(choices.aloud));
    if (choices.size !== known) size.textContent = fill(words.size, { size: choices.size });
    known = choices.size;
  });

  /** @param {number} by */
  function step(by) {
    const now = SIZES.indexOf(preferences.choices.size);
    preferences.choose({ size: SIZES[Math.max(0, Math.min(SIZES.length - 1, now + by))] });
    // Nút vừa bấm đã tắt thì tiêu điểm sang nút bên cạnh, không rơi mất.
    if (smaller.disabled && by < 0) usual.focus();
    if (larger.disabled && by > 0) usual.focus();
  }

  /**
   * @param {string} title
   * @param {"contrast" | "oneStep" | "aloud"} name
   */
  function toggle(title, name) {
    return button(title, () => preferences.choose({ [name]: !preferences.choices[name] }), { "aria-pressed": "false" });
  }

  const reading = el("div", { class: "choices", role: "group", "aria-label": words.reading }, contrast, oneStep, aloud);
  const summary = el("summary", {}, words.more);
  const rest = deeds.map(({ title, press }) => button(title, () => leave(press)));
  const menu = el(
    "details",
    { class: "menu" },
    summary,
    reading,
    el("div", { class: "choices", role: "group", "aria-label": words.wholeTalk }, ...rest),
    code,
  );

  /**
   * Nút sắp ẩn theo bảng: tiêu điểm về chỗ mở bảng, hộp hỏi lại đóng thì cũng về đó.
   * @param {() => void} press
   */
  function leave(press) {
    menu.removeAttribute("open");
    summary.focus();
    press();
  }

  const sizes = el("div", { class: "sizes", role: "group", "aria-label": words.textSize }, smaller, usual, larger);
  return el("div", { class: "toolbar" }, sizes, menu, size);
}
