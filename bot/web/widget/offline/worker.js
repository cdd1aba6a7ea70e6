/**
 * Giữ khung ngoại tuyến để nó mở được khi mất mạng. Mở bằng bản đã giữ trước, rồi mới hỏi cổng bản mới: mạng chập chờn cũng
 * không bắt ai chờ. Gói câu trả lời do chính khung giữ (frame.js).
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const CACHE = "hoi-dap-so-frame";
const FRAME = "/offline/frame.html";
const FILES = [FRAME, "/widget/offline/frame.js", "/widget/offline/search.js", "/widget/offline/fold.js"];

worker.addEventListener("install", (event) => event.waitUntil(keepFiles().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== worker.location.origin || !FILES.includes(pathname)) return;
  event.respondWith(kept(pathname, event.request));
  if (pathname === FRAME) event.waitUntil(keepFiles().catch(stayWithTheKept));
});

/** Cả bộ hay không tệp nào, để khung không bao giờ ghép tệp cũ với tệp mới. */
async function keepFiles() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
}

/**
 * @param {string} file
 * @param {Request} request
 */
async function kept(file, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(file)) ?? fetch(request);
}

/**
 * Không tới được cổng (TypeError) thì dùng tiếp bản đã giữ; lỗi khác là lỗi thật.
 * @param {unknown} error
 */
function stayWithTheKept(error) {
  if (!(error instanceof TypeError)) throw error;
}
