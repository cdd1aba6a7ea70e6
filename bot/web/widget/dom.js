/**
 * Dựng một phần tử. Chữ luôn vào bằng nút chữ, nên không có gì trong câu trả lời thành mã chạy được.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | ((event: any) => void)>} [attributes] Giá trị là hàm: người nghe, tên bắt đầu bằng "on".
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  return /** @type {HTMLElementTagNameMap[Tag]} */ (filled(document.createElement(tag), attributes, children));
}

/**
 * Như `el`, cho hình SVG.
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/**
 * Một nút bấm.
 * @param {string} title
 * @param {() => void} press
 * @param {Record<string, string>} [attributes]
 */
export function button(title, press, attributes = {}) {
  return el("button", { type: "button", ...attributes, onclick: press }, title);
}

/**
 * @param {Element} node
 * @param {Record<string, string | ((event: any) => void)>} attributes
 * @param {(Node | string | null | undefined)[]} children
 */
function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}
