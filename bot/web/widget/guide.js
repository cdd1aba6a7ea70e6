/**
 * Việc có hướng dẫn, tự dẫn trong trình duyệt khi mất mạng: cùng luật với bot/knowledge/guide.py, trên dữ liệu của
 * `checklist_json`. tests/browser/test_guided_tasks_in_browser.py so hai bên trên mọi tổ hợp của mọi việc.
 */

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Source} Source */
/** @typedef {Record<string, string>} Known Đặc điểm → giá trị đã chọn. */
/** @typedef {{ trait: string, values: string[], other: boolean }} Condition */
/** @typedef {{ part: "bring" | "step" | "note", text: string, answer: string | null, when: Condition[] }} Line */
/** @typedef {{ value: string, label: string }} Choice */
/** @typedef {{ ask: string, choices: Choice[] }} Trait */
/**
 * @typedef {object} Task
 * @property {string} id
 * @property {string} title
 * @property {string} intro
 * @property {string[]} [asks]
 * @property {string[]} traits
 * @property {string} read_on
 * @property {string | null} review_by
 * @property {Line[]} lines
 */
/**
 * @typedef {object} Proof Câu trả lời làm chứng cho một dòng.
 * @property {string} title
 * @property {Source[]} sources
 * @property {string} read_on
 * @property {string | null} valid_from
 * @property {string | null} valid_until
 * @property {string} confidence
 * @property {string | null} review_by
 * @property {string | null} starts
 * @property {string | null} ends
 * @property {string | null} early
 * @property {string | null} over
 */
/** @typedef {{ case: string, bring: string, review: string, confidence: string }} Says */
/** @typedef {{ traits: Record<string, Trait>, tasks: Task[], answers: Record<string, Proof>, texts: Says }} Guide */

const MOST_RELATED = 3;

/**
 * Đặc điểm phải hỏi tiếp; null khi đã đủ. Điều không còn đổi được danh sách thì không hỏi.
 * @param {Task} task
 * @param {Known} known
 * @returns {string | null}
 */
export function nextTrait(task, known) {
  const open = task.lines.filter(({ when }) => when.every((each) => !(each.trait in known) || holds(each, known)));
  const wanted = new Set(open.flatMap(({ when }) => when.map(({ trait }) => trait)));
  return task.traits.find((trait) => !(trait in known) && wanted.has(trait)) ?? null;
}

/**
 * Những dòng hợp với trường hợp này, theo thứ tự viết.
 * @param {Task} task
 * @param {Known} known
 * @param {Line["part"]} [part] Chỉ riêng phần ấy.
 */
export function chosenLines(task, known, part) {
  return task.lines.filter((line) => (!part || line.part === part) && line.when.every((each) => holds(each, known)));
}

/**
 * Danh sách việc cho trường hợp này, cùng dạng với một mục của câu trả lời.
 * @param {Guide} guide
 * @param {Task} task
 * @param {Known} known
 * @param {string} today Kiểu 2026-11-22.
 * @returns {Item}
 */
export function checklist(guide, task, known, today) {
  const lines = chosenLines(task, known);
  const cited = [...new Set(lines.map(({ answer }) => answer ?? ""))].filter((id) => id in guide.answers);
  const proofs = cited.map((id) => guide.answers[id]);
  const sources = [...new Map(proofs.flatMap((proof) => proof.sources.map((source) => [source.id, source]))).values()];
  const bring = chosenLines(task, known, "bring").map(({ text }) => lowered(text.replace(/[ .;]+$/, "")));
  const steps = chosenLines(task, known, "step").map(({ text }) => text);
  const related = cited.slice(0, MOST_RELATED);
  const dates = sources.map(({ published }) => published ?? "").filter(Boolean);
  return {
    id: task.id,
    title: task.title,
    short: [...warnings(guide, lines, today), caseSentence(guide, task, known)].join(" ").trim(),
    steps: bring.length ? [filled(guide.texts.bring, "things", bring.join("; ")), ...steps] : steps,
    details: [],
    notes: [...chosenLines(task, known, "note").map(({ text }) => text), ...cautions(guide, task, proofs, today)],
    related_questions: related.map((id) => ({ id, title: guide.answers[id].title })),
    as_of: last(dates),
    read_on: first([task.read_on, ...proofs.map(({ read_on }) => read_on)]),
    valid_from: greatest(proofs, ({ starts }) => starts)?.valid_from ?? null,
    valid_until: least(proofs, ({ ends }) => ends)?.valid_until ?? null,
    sources: /** @type {Source[]} */ (sources),
  };
}

/**
 * Nhãn của những điều đã chọn, theo thứ tự của việc.
 * @param {Guide} guide
 * @param {Task} task
 * @param {Known} known
 * @returns {{ trait: string, label: string }[]}
 */
export function chosen(guide, task, known) {
  return task.traits.flatMap((trait) => {
    const choice = guide.traits[trait].choices.find(({ value }) => value === known[trait]);
    return choice ? [{ trait, label: choice.label }] : [];
  });
}

/**
 * @param {Condition} condition
 * @param {Known} known
 */
function holds({ trait, values, other }, known) {
  return trait in known && values.includes(known[trait]) !== other;
}

/**
 * @param {Guide} guide
 * @param {Task} task
 * @param {Known} known
 */
function caseSentence(guide, task, known) {
  const labels = chosen(guide, task, known).map(({ label }) => lowered(label));
  return labels.length ? filled(guide.texts.case, "case", labels.join("; ")) : "";
}

/**
 * @param {Guide} guide
 * @param {Line[]} lines
 * @param {string} today
 */
function warnings(guide, lines, today) {
  return lines.flatMap(({ text, answer }) => {
    const proof = guide.answers[answer ?? ""];
    const early = proof?.early && proof.starts && today < proof.starts ? [filled(proof.early, "line", text)] : [];
    const over = proof?.over && proof.ends && today > proof.ends ? [filled(proof.over, "line", text)] : [];
    return [...early, ...over];
  });
}

/**
 * @param {Guide} guide
 * @param {Task} task
 * @param {Proof[]} proofs
 * @param {string} today
 */
function cautions({ texts }, task, proofs, today) {
  const late = [task, ...proofs].some(({ review_by }) => review_by && review_by < today);
  const unsure = proofs.some(({ confidence }) => confidence !== "high");
  return [...(late ? [texts.review] : []), ...(unsure ? [texts.confidence] : [])];
}

/**
 * Bỏ chữ hoa đầu câu, trừ chữ tắt và tên viết hoa trong từ đầu ("VNeID").
 * @param {string} text
 */
function lowered(text) {
  const rest = text.split(" ")[0].slice(1);
  const plain = rest === rest.toLowerCase() && rest !== rest.toUpperCase();
  return plain || text[1] === " " ? text[0].toLowerCase() + text.slice(1) : text;
}

/**
 * Ngày cuối của một thời điểm ("2025", "2025-05", "2022..2023-08"), viết để so như chữ.
 * @param {string} period
 */
function end(period) {
  const point = period.split("..").at(-1) ?? "";
  return point + "-99-99".slice(point.length - 4);
}

/**
 * Thời điểm kết thúc muộn nhất.
 * @param {string[]} periods
 */
function last(periods) {
  return periods.reduce((/** @type {string | null} */ best, each) => (best && end(best) > end(each) ? best : each), null);
}

/**
 * Thời điểm kết thúc sớm nhất.
 * @param {string[]} periods
 */
function first(periods) {
  return periods.reduce((best, each) => (end(each) < end(best) ? each : best));
}

/**
 * @param {Proof[]} proofs
 * @param {(proof: Proof) => string | null} day
 * @returns {Proof | undefined}
 */
function greatest(proofs, day) {
  const dated = proofs.filter(day);
  return dated.find((proof) => dated.every((other) => String(day(proof)) >= String(day(other))));
}

/**
 * @param {Proof[]} proofs
 * @param {(proof: Proof) => string | null} day
 * @returns {Proof | undefined}
 */
function least(proofs, day) {
  const dated = proofs.filter(day);
  return dated.find((proof) => dated.every((other) => String(day(proof)) <= String(day(other))));
}

/**
 * @param {string} text
 * @param {string} name
 * @param {string} value
 */
function filled(text, name, value) {
  return text.replace(`{${name}}`, () => value);
}
