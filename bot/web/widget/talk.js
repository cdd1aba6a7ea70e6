/** Một cuộc trò chuyện chung cho mọi tiện ích trong trang: nơi giữ, nơi gửi, nơi nghe, gói ngoại tuyến. */
import { Listener } from "./listener.js";
import { newClientId } from "./gateway.js";
import { Outbox } from "./outbox.js";
import { Store } from "./store.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Offline} Offline */

export class Talk {
  store = new Store();
  outbox = new Outbox(this.store, (turn) => this.#offerOffline(turn));
  listener = new Listener(this.store);
  /** @type {{ ask(text: string): Promise<Offline | null> } | null} */
  #pack = null;

  constructor() {
    this.outbox.flush();
  }

  /**
   * Nói một lời: ghi vào cuộc trò chuyện rồi gửi.
   * @param {Omit<Message, "client_id">} message
   * @param {string} shown Chữ hiện trên màn hình.
   */
  say(message, shown) {
    const id = newClientId();
    this.store.add({ id, at: Date.now(), shown, message: { ...message, client_id: id }, state: "waiting" });
    this.outbox.flush();
  }

  /** Bật gói ngoại tuyến; chỉ khi trang chủ xin, và chỉ tải lúc ấy. Mất mạng đúng lúc ấy thì có mạng lại mới bật. */
  async goOffline() {
    if (this.#pack) return;
    try {
      const { OfflinePack } = await import("./offline.js");
      this.#pack = OfflinePack.start();
    } catch {
      addEventListener("online", () => this.goOffline(), { once: true });
    }
  }

  /** @param {import("./types.js").Turn} turn */
  async #offerOffline(turn) {
    if (!this.#pack || turn.offline) return;
    const offline = await this.#pack.ask(turn.message.text ?? turn.message.button?.say ?? turn.shown);
    if (offline) this.store.amend(turn.id, { offline });
  }
}

/** @type {Talk | undefined} */
let talk;

/** Cuộc trò chuyện của trang này. */
export const theTalk = () => (talk ??= new Talk());
