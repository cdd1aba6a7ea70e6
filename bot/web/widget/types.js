/**
 * Kiểu dữ liệu dùng chung của tiện ích; chỉ có lời chú, không có mã. Lời đáp như cổng trả (bot/web/openapi.yaml).
 *
 * @typedef {{ id?: string, title?: string, publisher?: string | null, published?: string | null, url?: string | null }} Source
 * @typedef {{ indicator: string, value: number, unit: string, place: string, when: string, literal: string }} Measure
 * @typedef {{ id: string, title: string }} Question
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {string} title
 * @property {string} short
 * @property {string[]} [steps]
 * @property {string[]} [details]
 * @property {string[]} [notes]
 * @property {{ columns: string[], rows: unknown[][] } | null} [table]
 * @property {Measure | null} [measure] Con số của mục, để vẽ biểu đồ khi có từ hai mục cùng chỉ tiêu.
 * @property {Question[]} [related_questions]
 * @property {string | null} [as_of]
 * @property {string | null} [read_on]
 * @property {string | null} [case] Trường hợp của một danh sách việc: phần sau dấu hỏi của địa chỉ nó.
 * @property {string | null} [valid_from]
 * @property {string | null} [valid_until]
 * @property {Source[]} [sources]
 *
 * @typedef {{ answer?: string, say?: string }} Payload
 * @typedef {{ title: string, payload: Payload }} Choice
 *
 * @typedef {object} Reply
 * @property {string} id
 * @property {string} text
 * @property {string} [kind]
 * @property {string} [lead]
 * @property {string} [privacy_notice]
 * @property {Item[]} [items]
 * @property {string[]} [answers]
 * @property {string[]} [suggestions]
 * @property {Choice[]} [buttons]
 * @property {{ label: string, number: string }[]} [calls]
 *
 * @typedef {{ item?: Item, guide?: import("./guide.js").Guide, fetchedOn: string }} Offline
 * @typedef {{ text?: string, button?: Payload, client_id: string }} Message
 *
 * @typedef {object} Turn Một lời của người dân và các câu đáp.
 * @property {string} id Cũng là client_id gửi lên cổng.
 * @property {number} at
 * @property {string} shown Chữ hiện trên màn hình, đã che số cá nhân.
 * @property {Message} message
 * @property {"waiting" | "refused" | "answered"} state
 * @property {string} [detail] Lý do cổng từ chối.
 * @property {Reply[]} [replies]
 * @property {Offline} [offline] Câu tạm hay việc có hướng dẫn lấy từ gói ngoại tuyến, khi lời còn chưa gửi được.
 *
 * @typedef {{ id: string, at: number, name: string, text: string, item?: Item }} PersonNote Lời của người hỗ trợ.
 * @typedef {"waiting" | "taken" | "returned" | "closed"} Change
 * @typedef {{ id: string, at: number, name: string, change: Change }} ChangeNote Người trả lời vừa đổi.
 * @typedef {Turn | PersonNote | ChangeNote} Entry
 * @typedef {{ id: string, token: string }} Opened
 * @typedef {"none" | "waiting" | "talking"} PersonState
 *
 * @typedef {object} State
 * @property {Opened | null} opened
 * @property {Entry[]} entries
 * @property {PersonState} person
 * @property {string} helper Tên người hỗ trợ đang trả lời.
 * @property {string} told Lời cổng nói khi xin gặp người ngoài giờ trực; trống khi có người trực.
 * @property {number} asked Số của lần xin gặp gần nhất: ai nhận, ai trả trước số ấy là chuyện đã qua.
 * @property {number} seen Số của dòng cuối cùng đã nghe ở luồng sự kiện.
 * @property {Opened[]} doomed Những cuộc người dân đã xoá mà máy chủ chưa xoá được.
 * @property {number} at Lúc đổi gần nhất.
 *
 * @typedef {typeof import("./texts.js").texts} Words
 */
export {};
