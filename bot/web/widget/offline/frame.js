/**
 * Khung ẩn ở nguồn gốc của cổng, nằm trong trang nhúng: giữ gói câu trả lời và tìm trong gói ấy. Lời hỏi chỉ đi từ trang vào
 * khung, không ra mạng. Trang nào được đặt khung: CSP frame-ancestors của cổng quyết định.
 */
import { Search } from "./search.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("./search.js").Packed} Packed */
/** @typedef {import("../guide.js").Guide} Guide */
/** @typedef {{ keep: true } | { guide: true } | { text: string }} Errand Việc trang nhờ: giữ gói cho mới, đưa mọi việc có hướng dẫn, hay tìm một câu. */
/** @typedef {{ kept: boolean } | { item?: Item | null, guide: Guide | null, fetched_on: string | null }} Outcome `guide`: việc được xin dẫn, thay cho câu trả lời. */

const PACK = "/offline/pack.json";
const WORKER = "/offline/worker.js";
const CACHE = "hoi-dap-so-pack";

/** @type {Promise<{ search: Search, guide: Guide, fetchedOn: string } | null> | undefined} */
let opened;

/**
 * Giữ khung và gói trong máy; gói đã có thì chỉ hỏi cổng xem có đổi không. Không tới được cổng thì thôi.
 * @returns {Promise<Outcome>}
 */
async function keep() {
  try {
    const registration = await navigator.serviceWorker.register(WORKER, { scope: "/offline/", updateViaCache: "none" });
    const [response, opens] = await Promise.all([fetch(PACK, { cache: "no-cache" }), installed(registration)]);
    if (response.ok) await (await caches.open(CACHE)).put(PACK, response);
    opened = undefined;
    return { kept: response.ok && opens };
  } catch (error) {
    if (!(error instanceof TypeError) && !isRefusal(error)) throw error;
    return { kept: false };
  }
}

/**
 * Đợi khung được giữ xong. Không dùng `serviceWorker.ready`: cài hỏng (mất mạng giữa chừng) thì lời hứa ấy không bao giờ xong.
 * @param {ServiceWorkerRegistration} registration
 * @returns {Promise<boolean>} false: cài hỏng; lần sau có mạng thì cài lại.
 */
function installed({ active, waiting, installing }) {
  const worker = active ?? waiting ?? installing;
  return new Promise((resolve) => {
    const look = () => {
      if (worker?.state === "activated") resolve(true);
      if (!worker || worker.state === "redundant") resolve(false);
    };
    worker?.addEventListener("statechange", look);
    look();
  });
}

/**
 * @param {string} text
 * @returns {Promise<Outcome>}
 */
async function find(text) {
  const pack = await (opened ??= open());
  const found = pack?.search.find(text) ?? null;
  const task = found && pack?.guide.tasks.find(({ id }) => id === found.id);
  return task && pack
    ? { item: null, guide: only(task, pack.guide), fetched_on: pack.fetchedOn }
    : { item: /** @type {Item | null} */ (found), guide: null, fetched_on: pack?.fetchedOn ?? null };
}

/** @returns {Promise<Outcome>} */
async function everyTask() {
  const pack = await (opened ??= open());
  return { guide: pack?.guide ?? null, fetched_on: pack?.fetchedOn ?? null };
}

/**
 * Phần của một việc: cả gói thì nặng, mà chỗ giữ cuộc trò chuyện có hạn.
 * @param {Guide["tasks"][number]} task
 * @param {Guide} guide
 * @returns {Guide}
 */
function only(task, guide) {
  const cited = new Set(task.lines.map(({ answer }) => answer));
  const answers = Object.entries(guide.answers).filter(([id]) => cited.has(id));
  const traits = Object.entries(guide.traits).filter(([id]) => task.traits.includes(id));
  return { ...guide, tasks: [task], answers: Object.fromEntries(answers), traits: Object.fromEntries(traits) };
}

async function open() {
  const kept = await stored();
  if (!kept) return null;
  /** @type {{ answers: Packed[], guide?: Guide }} Gói giữ từ bản cũ thì chưa có việc nào. */
  const { answers, guide = { traits: {}, tasks: [], answers: {}, texts: { case: "", bring: "", review: "", confidence: "" } } } = await kept.json();
  const search = new Search(answers, guide.tasks);
  // Ngày của máy chủ, không của điện thoại: điện thoại cũ hay sai ngày.
  return { search, guide, fetchedOn: new Date(kept.headers.get("Date") ?? Date.now()).toISOString() };
}

async function stored() {
  try {
    return await (await caches.open(CACHE)).match(PACK);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

/**
 * Trình duyệt không cho khung của nguồn khác giữ gì: cửa sổ ẩn danh, hay người dùng chặn cookie của bên thứ ba.
 * @param {unknown} error
 */
function isRefusal(error) {
  return error instanceof DOMException && ["NotSupportedError", "SecurityError"].includes(error.name);
}

const { port1, port2 } = new MessageChannel();
port1.onmessage = async (/** @type {MessageEvent<Errand>} */ { data: errand, ports: [reply] }) => {
  try {
    reply.postMessage(await ("keep" in errand ? keep() : "guide" in errand ? everyTask() : find(errand.text)));
  } catch (error) {
    reply.postMessage(null);
    throw error;
  }
};
// Gửi cho trang nào cũng được: chỉ trang trong danh sách của cổng mới đặt được khung này, và chỉ có một đầu dây trong đó.
parent.postMessage("hoi-dap-so", "*", [port2]);
