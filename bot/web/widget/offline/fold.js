/**
 * Bỏ dấu như bot/vietnamese/fold.py: viết thường, không dấu thanh, không dấu mũ, đ thành d. Áp dụng hai lần như một lần.
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  let bare = bareLetters(text);
  // Chữ thường có thể sinh thêm dấu rời hay tách khác chữ hoa: lặp tới khi yên, như bản Python.
  for (let next = lower(bare); next !== bare; next = lower(bare)) bare = next;
  return bare.normalize("NFC");
}

/** @param {string} text */
function bareLetters(text) {
  return text.replace(/[đĐÐð]/g, "d").normalize("NFKD").replace(/\p{Mn}/gu, "");
}

/**
 * Chữ thường như `casefold` của Python ở những chữ hai bên khác nhau mà người Việt có thể gõ.
 * @param {string} text
 */
function lower(text) {
  return bareLetters(text.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ"));
}
