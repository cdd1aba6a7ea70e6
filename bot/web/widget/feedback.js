/** Góp ý về một câu trả lời: đúng hay chưa đúng, vì sao, và một dòng tự do đã che số cá nhân. */
import { button, el } from "./dom.js";
import { mask } from "./mask.js";

/** @typedef {import("./reply.js").Hands} Hands */

/**
 * @param {string} replyId
 * @param {string} answerId
 * @param {Hands} hands
 */
export function feedback(replyId, answerId, { words, judge }) {
  const status = el("p", { tabindex: "-1" });
  const note = el("input", { type: "text", maxlength: "300", autocomplete: "off" });
  const reasons = Object.entries(words.reasons).map(([value, label]) => {
    const choice = el("input", { type: "radio", name: "reason", value, required: "" });
    return el("label", {}, choice, label);
  });
  const form = el(
    "form",
    { class: "why", hidden: "", onsubmit: explain },
    el("fieldset", {}, el("legend", {}, words.whyWrong), ...reasons),
    el("label", {}, words.freeLine, note),
    el("button", { type: "submit" }, words.sendFeedback),
  );
  const asks = el(
    "div",
    { class: "choices" },
    button(words.right, () => send({ right: true }), { class: "quiet" }),
    button(words.notRight, open, { class: "quiet", "aria-expanded": "false" }),
  );

  function open() {
    form.hidden = false;
    asks.lastElementChild?.setAttribute("aria-expanded", "true");
    form.querySelector("input")?.focus();
  }

  /** @param {SubmitEvent} event */
  function explain(event) {
    event.preventDefault();
    const reason = String(new FormData(form).get("reason"));
    send({ right: false, reason, note: mask(note.value.trim()).text || undefined });
  }

  /** @param {{ right: boolean, reason?: string, note?: string }} opinion */
  async function send(opinion) {
    try {
      await judge({ reply_id: replyId, answer_id: answerId, ...opinion });
      status.textContent = opinion.right ? words.thanks : words.thanksWrong;
      asks.hidden = form.hidden = true;
    } catch {
      status.textContent = words.feedbackLost;
    }
    status.focus();
  }

  return el("div", { class: "feedback" }, asks, form, status);
}
