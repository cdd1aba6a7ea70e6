/** Tìm câu trả lời trong gói bằng BM25 trên âm tiết và cặp âm tiết bỏ dấu; chưa đủ chắc thì thôi, không đoán. */
import { fold } from "./fold.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {Item & { asks?: string[] }} Packed Câu trong gói: thêm vài cách hỏi của nó. */
/** @typedef {{ id: string, title: string, asks?: string[] }} Asked Việc có hướng dẫn: được tìm như một câu. */

/** Lời của nút "Trường hợp của tôi thì sao?", đứng trước tên việc (bot/knowledge/texts.py). */
const MY_CASE = "truong hop cua toi: ";

const SATURATION = 1.2;
const LENGTH = 0.75;
const PAIR = 0.5;
/**
 * Mức chắc tối thiểu: điểm hơn câu thứ hai, nhân với phần lời hỏi mà câu đứng đầu có. Trên cách hỏi để riêng của kho, mức
 * này đúng quá 90 % số câu nó dám đáp (tests/browser/test_offline.py đo lại).
 */
const SURE = 3;

export class Search {
  /** @type {Map<string, Map<number, number>>} Dấu hiệu → (thứ tự câu → số cách hỏi có nó). */
  #found = new Map();
  /** @type {number[]} */
  #lengths;
  #average;
  /** @type {(Packed | Asked)[]} */
  #answers;
  /** @type {Map<string, Asked>} */
  #named;

  /**
   * @param {Packed[]} answers
   * @param {Asked[]} [tasks]
   */
  constructor(answers, tasks = []) {
    this.#answers = [...answers, ...tasks];
    this.#named = new Map(tasks.map((task) => [MY_CASE + fold(task.title), task]));
    this.#lengths = this.#answers.map((answer, place) => this.#add(answer, place));
    this.#average = this.#lengths.reduce((sum, length) => sum + length, 0) / this.#answers.length;
  }

  /**
   * @param {string} text
   * @returns {Item | Asked | null}
   */
  find(text) {
    const named = this.#named.get(fold(text).trim());
    if (named) return named;
    const scores = new Float64Array(this.#answers.length);
    const covered = new Float64Array(this.#answers.length);
    let whole = 0;
    for (const sign of new Set(signs(text))) {
      const weight = this.#weight(sign);
      whole += weight;
      for (const [place, count] of this.#found.get(sign) ?? []) {
        const long = 1 - LENGTH + (LENGTH * this.#lengths[place]) / this.#average;
        scores[place] += (weight * count * (SATURATION + 1)) / (count + SATURATION * long);
        covered[place] += weight;
      }
    }
    const best = scores.indexOf(Math.max(...scores));
    const second = Math.max(0, ...scores.filter((_, place) => place !== best));
    const isSure = whole > 0 && (scores[best] - second) * covered[best] >= SURE * whole;
    if (!isSure) return null;
    const { asks: _, ...item } = this.#answers[best];
    return item;
  }

  /**
   * @param {Packed | Asked} answer
   * @param {number} place
   * @returns {number} Tổng số dấu hiệu của câu.
   */
  #add({ title, asks = [] }, place) {
    let length = 0;
    for (const line of [title, ...asks]) {
      for (const sign of new Set(signs(line))) {
        const counts = this.#found.get(sign) ?? new Map();
        counts.set(place, (counts.get(place) ?? 0) + 1);
        this.#found.set(sign, counts);
        length += 1;
      }
    }
    return length;
  }

  /**
   * Dấu hiệu càng hiếm càng nặng; dấu hiệu gói chưa thấy nặng nhất, nên câu lạ không khớp được đủ phần.
   * @param {string} sign
   */
  #weight(sign) {
    const known = this.#found.get(sign)?.size ?? 0;
    const rarity = Math.log(1 + (this.#answers.length - known + 0.5) / (known + 0.5));
    return sign.includes(" ") ? PAIR * rarity : rarity;
  }
}

/**
 * Từng âm tiết bỏ dấu, và từng cặp âm tiết liền nhau.
 * @param {string} text
 */
function signs(text) {
  const syllables = fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...syllables, ...syllables.slice(1).map((syllable, n) => `${syllables[n]} ${syllable}`)];
}
