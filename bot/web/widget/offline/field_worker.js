/**
 * Các trang đi nhà (/ban/hoi, /ban/viec, /ban/to, /ban/tham) khi mất mạng: đưa ra một trang chung đã giữ. Trang ấy chỉ có điều
 * ai cũng xem được; không trang nào của bàn làm việc, không lời nào của người dân được giữ lại.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const CACHE = "hoi-dap-so-field";
const SHELL = "/offline/field.html";
const MODULES = [
  "aloud", "card", "chart", "dom", "gateway", "guide", "guide_view", "offline", "sources", "steps", "texts",
  "offline/field", "offline/visit_queue",
].map((name) => `/widget/${name}.js`);
const FILES = [SHELL, "/widget/page.css", "/ban/tep/console.css", "/ban/tep/field.css", ...MODULES];

worker.addEventListener("install", (event) => event.waitUntil(keepFiles().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== worker.location.origin || request.method !== "GET") return;
  // Mạng trước: trang thật và tệp mới luôn hơn bản đã giữ.
  if (request.mode === "navigate") event.respondWith(fetch(request).catch((error) => kept(SHELL, error)));
  else if (FILES.includes(pathname)) event.respondWith(fetch(request).catch((error) => kept(pathname, error)));
});

/** Cả bộ hay không tệp nào, để trang không bao giờ ghép tệp cũ với tệp mới. */
async function keepFiles() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
}

/**
 * @param {string} file
 * @param {unknown} error Vì sao không lấy được từ mạng.
 */
async function kept(file, error) {
  const found = await (await caches.open(CACHE)).match(file);
  if (!found) throw error;
  return found;
}
