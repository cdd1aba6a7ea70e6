/** Đọc to và nghe nói, nơi trình duyệt có; không có thì không hiện nút. */

/** @typedef {import("./types.js").Words} Words */

/** Giọng Việt của máy; null khi máy không có. */
export function vietnameseVoice() {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  return voices.find(({ lang }) => /^vi\b/i.test(lang)) ?? null;
}

/**
 * Gọi lại khi máy nạp xong danh sách giọng (Chrome nạp chậm).
 * @param {() => void} ready
 */
export function whenVoicesCome(ready) {
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", ready, { once: true });
}

/**
 * Đọc to; đang đọc mà gọi lại thì thôi đọc cái cũ.
 * @param {string} text
 * @param {() => void} ended
 */
export function readAloud(text, ended) {
  speechSynthesis.cancel();
  const speech = new SpeechSynthesisUtterance(text);
  speech.voice = vietnameseVoice();
  speech.lang = "vi-VN";
  speech.rate = 0.9;
  speech.addEventListener("end", ended);
  speech.addEventListener("error", ended);
  speechSynthesis.speak(speech);
}

/** Thôi đọc. */
export const beQuiet = () => globalThis.speechSynthesis?.cancel();

/** Trình duyệt nghe được tiếng nói. */
export const canListen = () => recognition() !== undefined;

/**
 * Nghe một câu.
 * @param {(text: string, done: boolean) => void} heard
 * @param {() => void} ended
 * @returns {() => void} Gọi để thôi nghe.
 */
export function dictate(heard, ended) {
  const ear = new (/** @type {any} */ (recognition()))();
  ear.lang = "vi-VN";
  ear.interimResults = true;
  ear.onresult = (/** @type {any} */ event) => {
    const results = [...event.results];
    heard(results.map((result) => result[0].transcript).join(" "), results.every((result) => result.isFinal));
  };
  ear.onend = ended;
  ear.onerror = ended;
  ear.start();
  return () => ear.stop();
}

function recognition() {
  const scope = /** @type {any} */ (globalThis);
  return scope.SpeechRecognition ?? scope.webkitSpeechRecognition;
}
