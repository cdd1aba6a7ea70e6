/** Biểu đồ cột ngang cho những con số cùng một chỉ tiêu: chữ là chữ thật, đọc được và to lên được; cột chỉ là hình. */
import { el, svg } from "./dom.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Measure} Measure */
/** @typedef {import("./types.js").Words} Words */

/**
 * Những số cùng chỉ tiêu, cùng đơn vị trong một câu trả lời; dưới hai số thì không có gì để so.
 * @param {Item[]} items
 * @returns {Measure[]}
 */
export function comparable(items) {
  const measures = items.flatMap(({ measure }) => (measure && measure.value >= 0 ? [measure] : []));
  const alike = measures.every(({ indicator, unit }) => indicator === measures[0].indicator && unit === measures[0].unit);
  return alike && measures.length > 1 && measures.length === items.length ? measures : [];
}

/**
 * @param {Measure[]} measures
 * @param {Words} words
 */
export function chart(measures, words) {
  const most = Math.max(...measures.map(({ value }) => value)) || 1;
  const onePlace = new Set(measures.map(({ place }) => place)).size === 1;
  const rows = measures.map(({ place, when, literal, value }) => {
    const bar = svg("rect", { width: `${(value / most) * 100}%`, height: "100%", rx: "3" });
    const which = onePlace ? when : `${place}, ${when}`;
    return el("li", {}, `${which}: ${literal}`, /** @type {any} */ (svg("svg", { "aria-hidden": "true" }, bar)));
  });
  return el("figure", { class: "chart" }, el("figcaption", { class: "unseen" }, words.chart), el("ul", {}, ...rows));
}
