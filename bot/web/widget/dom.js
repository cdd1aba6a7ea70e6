/**
 * Dựng một phần tử. Chữ luôn vào bằng nút chữ, nên không có gì trong câu trả lời thành mã chạy được.
 * @param {string} tag
 * @param {Record<string, string | EventListener>} [attributes] Tên bắt đầu bằng "on" là người nghe sự kiện.
 * @param {...(Node | string | null | undefined)} children
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}
