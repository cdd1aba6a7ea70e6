/** Các dòng sổ đi nhà chờ gửi, giữ trong máy theo từng người: máy dùng chung thì không ai gửi hộ dòng của ai. */

/** @typedef {{ id: string, day: string, place: string, topic: string, task: string, solved: boolean }} Row */

const ROWS = "hoi-dap-so-so-tham:";
const WHO = "hoi-dap-so-nguoi-di";

/**
 * Người đang dùng máy này; trang mất mạng không biết ai đăng nhập.
 * @param {string} login
 */
export function remember(login) {
  localStorage.setItem(WHO, login);
}

export function whoWalks() {
  return localStorage.getItem(WHO) ?? "";
}

/**
 * @param {string} login
 * @returns {Row[]}
 */
export function waiting(login) {
  return JSON.parse(localStorage.getItem(ROWS + login) ?? "[]");
}

/**
 * @param {string} login
 * @param {Row} row
 */
export function add(login, row) {
  localStorage.setItem(ROWS + login, JSON.stringify([...waiting(login), row]));
}

/**
 * @param {string} login
 * @param {string[]} ids Những dòng cổng đã nhận, hay không bao giờ nhận được.
 */
export function drop(login, ids) {
  const left = waiting(login).filter(({ id }) => !ids.includes(id));
  if (left.length) localStorage.setItem(ROWS + login, JSON.stringify(left));
  else localStorage.removeItem(ROWS + login);
}

/**
 * Một dòng từ biểu mẫu, mang mã mới: gửi lại bao nhiêu lần cũng chỉ thành một dòng.
 * @param {HTMLFormElement} form
 * @param {string} id
 * @returns {Row}
 */
export function rowOf(form, id) {
  const data = new FormData(form);
  const said = (/** @type {string} */ name) => String(data.get(name) ?? "");
  return { id, day: said("day"), place: said("place"), topic: said("topic"), task: said("task"), solved: said("solved") === "1" };
}

/**
 * Xoá những ô đổi theo từng nhà, giữ ngày và nơi.
 * @param {HTMLFormElement} form
 */
export function clearForm(form) {
  for (const name of ["topic", "task"]) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLSelectElement) field.value = "";
  }
  for (const choice of form.querySelectorAll("input[type=radio]")) /** @type {HTMLInputElement} */ (choice).checked = false;
}
