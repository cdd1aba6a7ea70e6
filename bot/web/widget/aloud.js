/** Nút đọc to một câu trả lời; máy không có giọng Việt thì nút không hiện. */
import { button } from "./dom.js";
import { beQuiet, readAloud, vietnameseVoice, whenVoicesCome } from "./speech.js";

/** @typedef {import("./types.js").Words} Words */

/**
 * @param {() => string} text
 * @param {Words} words
 */
export function aloudButton(text, words) {
  const node = button(words.readAloud, press, { class: "link", "aria-pressed": "false" });
  node.hidden = !vietnameseVoice();
  if (node.hidden) whenVoicesCome(() => (node.hidden = !vietnameseVoice()));

  function press() {
    const reading = node.getAttribute("aria-pressed") === "true";
    if (reading) beQuiet();
    else readAloud(text(), () => set(false));
    set(!reading);
  }

  /** @param {boolean} reading */
  function set(reading) {
    node.setAttribute("aria-pressed", String(reading));
    node.textContent = reading ? words.stopReading : words.readAloud;
  }

  return node;
}
