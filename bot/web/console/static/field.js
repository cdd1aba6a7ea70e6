/** Nơi thực địa: giữ trang và gói câu trả lời trong máy, để mất mạng vẫn mở lại được. Trang nào của nơi này cũng gọi. */
import { OfflinePack } from "/widget/offline.js";

const WORKER = "/offline/field_worker.js";
const SCOPES = ["/ban/hoi", "/ban/viec", "/ban/to", "/ban/tham"];

async function keepPages() {
  for (const scope of SCOPES) await navigator.serviceWorker.register(WORKER, { scope, updateViaCache: "none" });
}

if (isSecureContext && "serviceWorker" in navigator) {
  keepPages().catch((error) => {
    // Không tới được cổng, hay trình duyệt không cho giữ (cửa sổ ẩn danh): trang vẫn chạy khi có mạng.
    if (!(error instanceof TypeError) && !(error instanceof DOMException)) throw error;
  });
  OfflinePack.start(location.href);
}
