/**
 * Che số cá nhân ngay trong trình duyệt: căn cước, CMND, điện thoại, mã thẻ BHYT, thẻ ngân hàng. Đây là bản nhỏ của
 * bot/privacy.py, không xét lời xung quanh; cổng web che lại lần nữa, đủ loại. Hai bản cùng kiểm bằng một bảng ví dụ.
 */

const PLACEHOLDERS = {
  id_card: "[số căn cước]",
  old_id: "[số CMND]",
  health_card: "[mã thẻ BHYT]",
  phone: "[số điện thoại]",
  bank_card: "[số thẻ]",
  otp: "[mã OTP]",
};

/** @typedef {keyof typeof PLACEHOLDERS} Kind */
/** @typedef {{ start: number, end: number, value: string }} Spot */
/** @typedef {{ groups: string[], digits: string, lead: string, unit: boolean, shape: string }} Span */

const LONGEST = 19;
const RUN =
  /(?:(?<![\p{L}])[A-Za-z]{2}[ .-]{0,2})?\(?\+?[0-9０-９]+(?:(?:,|[^\p{L}\p{N}_+[\]/:;!?%&*#@=<>",]{1,3})[0-9０-９]+)*/gu;
const GROUP = /[0-9０-９]+/g;
const UNIT =
  /^\s*(?:đồng(?!\s+(?:chí|ý|thời|nai|tháp|hới|hồ|nghiệp|loạt|hành))|dong|đ(?![\p{L}/])|d(?![\p{L}/])|vnđ|vnd|nghìn|nghin|ngàn|triệu|trieu|tr(?!\p{L})|tỷ|tỉ|ty(?!\p{L})|usd|đô|\$|%|người|nguoi|lượt|hồ sơ)/u;
const DATES = [
  /^(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?:19|20)\d\d$/,
  /^(?:19|20)\d\d (?:0?[1-9]|1[0-2]) (?:0?[1-9]|[12]\d|3[01])$/,
];
const YEAR = /^(?:19|20)\d\d$/;
const HOTLINE = /^(?:1[89]00(?:\d{4}|\d{6})|0692348560|0692194053)$/;
const PHONE = /^(?:0[35789]\d{8}|02\d{8,9}|(?:00)?84(?:[35789]\d{8}|2\d{8,9}))$/;
const THOUSANDS = /^[1-9]\d{0,2}(?: \d{3})+$/;
const ID_SHAPES = ["3,3,3,3", "4,4,4", "6,6", "3,9", "3,1,2,6"];
/** Mã bốn tới tám chữ số đứng sau chữ gọi nó là mã. */
const OTP =
  /((?<![\p{L}\p{N}])(?:mã\s+)?(?:otp|mã\s+xác\s+(?:thực|nhận)|ma\s+xac\s+(?:thuc|nhan))(?:\s+(?:của\s+tôi|cua\s+toi|là|la|gửi\s+về|gui\s+ve))*\s*[:=]?\s*)[0-9]{4,8}(?![0-9.,/-]*[0-9])/giu;
const CARD_SHAPES = ["4,4,4,4", "4,4,4,4,1", "4,4,4,4,2", "4,4,4,4,3", "6,10", "6,13"];

/**
 * @param {string} text
 * @returns {{text: string, kinds: string[]}} Chữ đã che và các loại số gặp phải.
 */
export function mask(text) {
  /** @type {Set<Kind>} */
  const kinds = new Set();
  const codes = text.replace(OTP, (_, words) => {
    kinds.add("otp");
    return words + PLACEHOLDERS.otp;
  });
  const masked = codes.replace(RUN, (run, offset) => maskRun(codes, run, offset, kinds));
  return { text: masked, kinds: [...kinds] };
}

/**
 * @param {string} text
 * @param {string} run
 * @param {number} offset
 * @param {Set<Kind>} kinds
 */
function maskRun(text, run, offset, kinds) {
  const spots = [...run.matchAll(GROUP)].map((group) => ({
    start: group.index,
    end: group.index + group[0].length,
    value: group[0].normalize("NFKC"),
  }));
  let written = "";
  let done = 0;
  for (let index = 0; index < spots.length; ) {
    const lead = run.slice(done, spots[index].start);
    const [count, kind] = decide(text, offset, spots, index, lead);
    const end = spots[index + count - 1].end;
    if (kind) {
      kinds.add(kind);
      written += leadWithoutPrefix(lead, kind, run.slice(spots[index].start, end)) + PLACEHOLDERS[kind];
    } else {
      written += run.slice(done, end);
    }
    done = end;
    index += count;
  }
  return written + run.slice(done);
}

/**
 * @param {string} lead
 * @param {Kind} kind
 * @param {string} number
 */
function leadWithoutPrefix(lead, kind, number) {
  if (kind === "health_card") return lead.replace(/[A-Za-z]{2}[ .-]{0,2}$/, "");
  return number.includes(")") ? lead.replace(/\(?\+?$/, "") : lead.replace(/\+$/, "");
}

/**
 * @param {string} text
 * @param {number} offset
 * @param {Spot[]} spots
 * @param {number} index
 * @param {string} lead
 * @returns {[number, Kind | null]}
 */
function decide(text, offset, spots, index, lead) {
  /** @type {Span[]} */
  const spans = [];
  let digits = "";
  for (let end = index; end < spots.length; end += 1) {
    digits += spots[end].value;
    if (digits.length > LONGEST) break;
    const groups = spots.slice(index, end + 1).map((spot) => spot.value);
    const right = text.slice(offset + spots[end].end, offset + spots[end].end + 40).toLowerCase();
    spans.unshift({ groups, digits, lead, unit: UNIT.test(right), shape: groups.map((g) => g.length).join() });
  }
  const kept = spans.find(isKept);
  if (kept) return [kept.groups.length, null];
  for (const span of spans) {
    const kind = kindOf(span);
    if (kind && !cutsAnother(spots, index, index + span.groups.length)) return [span.groups.length, kind];
  }
  return [1, null];
}

/** @param {Span} span */
function isKept({ groups, digits, unit }) {
  const spaced = groups.join(" ");
  if (groups.length === 3 && DATES.some((date) => date.test(spaced))) return true;
  if (HOTLINE.test(digits)) return true;
  if (digits[0] === "0" || !(groups.length === 1 || THOUSANDS.test(spaced))) return false;
  return unit || digits.endsWith("000");
}

/**
 * @param {Span} span
 * @returns {Kind | null}
 */
function kindOf(span) {
  const { groups, digits, lead, shape } = span;
  const single = groups.length === 1;
  if (span.unit && !single && digits[0] !== "0") return null;
  if (/[A-Za-z]{2}[ .-]{0,2}$/.test(lead) && digits.length === 13) return "health_card";
  if (lead.endsWith("+") && PHONE.test(digits)) return "phone";
  if (digits.length === 12 && looksLikeId(span)) return "id_card";
  if (PHONE.test(digits) && isDeliberate(groups)) return "phone";
  if (single && /^0\d{9,10}$/.test(digits)) return "phone";
  if (digits.length >= 16 && (single || CARD_SHAPES.includes(shape)) && passesLuhn(digits)) return "bank_card";
  if (digits.length === 9 && (single || shape === "3,3,3")) return "old_id";
  return null;
}

/** @param {Span} span */
function looksLikeId({ groups, digits, shape }) {
  if (groups.length === 1) return true;
  if (digits[0] === "0") return isDeliberate(groups);
  return ID_SHAPES.includes(shape) && !groups.every((group) => YEAR.test(group));
}

/** @param {string[]} groups */
function isDeliberate(groups) {
  if (groups.length === 1 || groups.every((group) => group.length === 1)) return true;
  return groups.length <= 6 && (groups[0].length > 1 || groups[1].length >= 3);
}

/**
 * Đoạn [start, stop) cắt đôi một số bắt đầu bằng 0 thì nhường cho số ấy.
 * @param {Spot[]} spots
 * @param {number} start
 * @param {number} stop
 */
function cutsAnother(spots, start, stop) {
  if (spots[start].value[0] === "0") return false;
  for (let first = start + 1; first < stop; first += 1) {
    if (spots[first].value[0] !== "0") continue;
    let total = 0;
    for (let index = first; index < spots.length && total < 12; index += 1) {
      total += spots[index].value.length;
      if (index >= stop && total >= 10 && total <= 12) return true;
    }
  }
  return false;
}

/** @param {string} digits */
function passesLuhn(digits) {
  let sum = 0;
  [...digits].reverse().forEach((digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
}
