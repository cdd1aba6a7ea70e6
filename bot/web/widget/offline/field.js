/** Trang đi nhà khi mất mạng: tìm trong câu đã lưu, dẫn từng việc, ghi sổ để gửi sau. */
import { card } from "../card.js";
import { button, el } from "../dom.js";
import { newClientId } from "../gateway.js";
import { guideNode, today } from "../guide_view.js";
import { OfflinePack } from "../offline.js";
import { fill, texts as words } from "../texts.js";
import { add, clearForm, rowOf, waiting, whoWalks } from "./visit_queue.js";

/** @typedef {import("../guide.js").Guide} Guide */

const pack = new OfflinePack(location.href);
const login = whoWalks();
const [found, tasks, status] = ["ket-qua", "cac-viec", "cho-gui"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
const back = /** @type {HTMLElement} */ (document.getElementById("co-mang"));
const search = /** @type {HTMLFormElement} */ (document.getElementById("tim"));
const visit = /** @type {HTMLFormElement} */ (document.getElementById("ghi"));

search.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { value } = /** @type {HTMLInputElement} */ (search.elements.namedItem("q"));
  const answer = await pack.ask(value);
  if (!answer) found.replaceChildren(el("p", {}, found.dataset.none ?? ""));
  else if (answer.guide) found.replaceChildren(guideNode(answer.guide, answer.fetchedOn, words, false));
  else if (answer.item) found.replaceChildren(said(answer.fetchedOn), card(answer.item, words, { oneStep: false, hasPage: false }));
});

/** @param {string} fetchedOn */
function said(fetchedOn) {
  const date = new Date(fetchedOn).toLocaleDateString("vi-VN");
  return el("p", { class: "hint" }, fill(found.dataset.saved ?? "", { date }));
}

/**
 * @param {Guide} guide
 * @param {string} fetchedOn
 */
function offer(guide, fetchedOn) {
  const place = el("div", { "aria-live": "polite" });
  const buttons = guide.tasks.map((task) =>
    button(task.title, () => place.replaceChildren(guideNode({ ...guide, tasks: [task] }, fetchedOn, words, false)), { class: "second" }),
  );
  tasks.replaceChildren(el("div", { class: "options" }, ...buttons), place);
}

visit.addEventListener("submit", (event) => {
  event.preventDefault();
  add(login, rowOf(visit, newClientId()));
  clearForm(visit);
  showWaiting();
});

function showWaiting() {
  const count = waiting(login).length;
  status.textContent = count ? fill(status.dataset.waiting ?? "", { count }) : "";
}

const day = /** @type {HTMLInputElement} */ (visit.elements.namedItem("day"));
day.value = today(); // ngày trong trang đã giữ là ngày nó được giữ
visit.toggleAttribute("hidden", !login);
if (!login) status.textContent = status.dataset.unknown ?? "";
else showWaiting();
// Có mạng lại: chưa ai động vào trang thì mở trang đầy đủ; đang tìm, đang dẫn hay đang ghi dở thì để người ấy tự mở.
let begun = false;
for (const kind of ["input", "click"]) document.addEventListener(kind, () => (begun = true));
addEventListener("online", () => (begun ? back.removeAttribute("hidden") : location.reload()));
addEventListener("offline", () => back.setAttribute("hidden", ""));
const guides = await pack.tasks();
if (guides) offer(guides.guide, guides.fetchedOn);
