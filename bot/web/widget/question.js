/** Hỏi lại trước một việc không quay lại được: xoá, hay cho người khác xem. Dùng <dialog> của trình duyệt. */
import { button, el } from "./dom.js";

/**
 * @param {ShadowRoot} root
 * @param {{ title: string, lines: string[], yes: string, no: string }} words
 * @returns {Promise<boolean>} Người dân đã đồng ý.
 */
export function confirmed(root, { title, lines, yes, no }) {
  return new Promise((resolve) => {
    const heading = el("h3", { id: "asked" }, title);
    const dialog = el(
      "dialog",
      { "aria-labelledby": "asked", onclose: finish },
      heading,
      ...lines.map((line) => el("p", {}, line)),
      el(
        "div",
        { class: "choices" },
        button(yes, () => dialog.close("yes"), { class: "strong" }),
        button(no, () => dialog.close("no")),
      ),
    );
    function finish() {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    }
    root.querySelector(".widget")?.append(dialog);
    dialog.showModal();
  });
}
