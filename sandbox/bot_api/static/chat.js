// The right side: whose chat, what was said, and where to answer.

import { read, tell } from "./api.js";
import { Composer } from "./composer.js";
import { avatar, el, fullName, iconButton } from "./dom.js";
import { onAnswer } from "./keyboards.js";
import { headMenu } from "./head_menu.js";
import { Log } from "./log.js";

const TYPING_MS = 5000;
const DOING = { typing: "печатает", record_voice: "записывает голосовое", upload_voice: "отправляет голосовое", upload_photo: "отправляет фото", upload_document: "отправляет файл" };

export class Chat {
  constructor(root, people, { onBack }) {
    this.people = people;
    this.log = new Log({ onOlder: () => this.older(), onSeen: () => this.seen() });
    this.title = el("div", { class: "chat-title" });
    this.face = el("span");
    this.menu = headMenu(this);
    this.foot = el("footer", { class: "foot" });
    root.replaceChildren(
      el("header", { class: "chat-head" }, iconButton("back", "К списку людей", onBack, { class: "back" }), this.face, this.title, this.menu),
      this.log.scroll, this.foot);
    root.addEventListener("dragover", (event) => event.preventDefault());
    root.addEventListener("drop", (event) => this.composer?.onFiles(event, event.dataTransfer));
    document.addEventListener("visibilitychange", () => this.seen());
    document.addEventListener("pointerdown", (event) => { if (!this.foot.contains(event.target)) this.composer?.closePopups(); });
  }

  async open(person, chat, payload) {
    if (person !== this.person || chat !== this.chat) {
      this.log.reset();
      this.composer = null;
      this.stopTyping();
    }
    Object.assign(this, { person, chat, payload });
    const data = await read("chat", { person, chat });
    if (!data || this.person !== person || this.chat !== chat) return;
    this.data = data;
    this.view = { person, chat, isGroup: person !== chat, actions: { onEdit: (message) => this.composer?.edit(message), onCommand: (text) => this.composer?.send(text), onLink: (url) => this.deepLink(url) } };
    this.log.show(data.messages, data.has_more, this.view, this.emptyNode());
    this.drawFoot();
    this.drawHead();
    this.seen();
  }

  get isStarted() {
    return this.chat !== this.person || this.people.find(this.person)?.is_started;
  }

  get isBlocking() {
    return this.chat === this.person && this.people.find(this.person)?.is_blocking;
  }

  emptyNode() {
    const { bot } = this.people.data;
    if (this.chat !== this.person) return el("div", { class: "empty" }, el("h3", {}, "Здесь пока тихо"), el("p", {}, "Напишите что-нибудь: бот увидит сообщение из группы."));
    return el("div", { class: "empty" }, avatar(bot.id ?? 0, bot.first_name ?? "Бот"), el("h3", {}, bot.first_name ?? "Бот"),
      el("p", {}, bot.description || "Здесь ещё нет сообщений. Нажмите «Начать», чтобы познакомиться."));
  }

  drawHead() {
    const { bot } = this.people.data;
    const me = this.people.find(this.person);
    const group = this.people.group(this.chat);
    const name = group ? group.title : bot.first_name ?? "Бот";
    const about = group ? `${group.members.length + 1} участника · вы — ${me ? fullName(me) : "…"}` : `бот · вы — ${me ? fullName(me) : "…"}`;
    this.face.replaceChildren(avatar(group ? group.id : bot.id ?? 0, name, "small"));
    const line = this.doing ? el("p", { class: "typing" }, el("span", { class: "dots" }, this.doing)) : el("p", {}, about);
    this.title.replaceChildren(el("h2", {}, name), line);
    document.title = `${name} · ${me ? me.first_name : "чат"}`;
  }

  drawFoot() {
    const mode = this.isBlocking ? "blocked" : !this.isStarted || this.payload ? "start" : "write";
    if (mode !== "write") {
      this.composer = null;
      const button = mode === "blocked"
        ? el("button", { type: "button", class: "wide danger", onclick: () => tell("blocks", { person: this.person, is_blocking: false }) }, "Разблокировать бота")
        : el("button", { type: "button", class: "wide start", onclick: () => this.start() }, "Начать");
      this.foot.replaceChildren(button, this.log.down);
      return;
    }
    if (!this.composer) {
      this.composer = new Composer({ person: this.person, chat: this.chat }, { lastOwn: () => this.log.lastOwn(), onSent: () => this.log.toBottom() });
      this.foot.replaceChildren(this.composer.root, this.log.down);
      this.composer.setKeyboard(this.data?.keyboard);
      if (matchMedia("(hover: hover)").matches) this.composer.input.focus({ preventScroll: true });
    }
    this.composer.setCommands(this.data?.commands ?? []);
  }

  async start() {
    const text = this.payload ? `/start ${this.payload}` : "/start";
    if (!(await tell("messages", { person: this.person, chat: this.chat, text }))) return;
    this.payload = "";
    history.replaceState(null, "", location.pathname + location.hash);
    await this.people.refresh(this.person, this.chat);
    this.drawFoot();
  }

  deepLink(url) {
    const found = /^(?:https?:\/\/)?t\.me\/(\w+)\?start=([\w-]{1,64})$/.exec(url);
    if (!found || found[1] !== this.people.data.bot.username) return false;
    this.payload = found[2];
    this.drawFoot();
    return true;
  }

  async older() {
    const before = Math.min(...this.log.nodes.keys());
    const data = await read("chat", { person: this.person, chat: this.chat, before });
    if (!data) return;
    const known = [...this.log.nodes.values()].map((node) => node.message);
    this.log.stuck = false;
    this.log.show([...data.messages, ...known], data.has_more, this.view, null);
  }

  seen() {
    const last = this.log.lastId();
    if (!last || document.hidden || !this.log.stuck || this.seenTill === `${this.person}/${this.chat}/${last}`) return;
    this.seenTill = `${this.person}/${this.chat}/${last}`;
    tell("reads", { person: this.person, chat: this.chat, message_id: last });
  }

  onNote(note) {
    if (note.kind === "answer") return onAnswer(note);
    if (note.chat_id !== this.chat || !this.view) return;
    if (note.kind === "message") {
      if (note.message.from.is_bot) this.stopTyping();
      this.log.add(note.message);
      this.seen();
    } else if (note.kind === "edited") this.log.replace(note.message);
    else if (note.kind === "deleted") this.log.remove(note.message_id);
    else if (note.kind === "typing") this.startTyping(note.action);
    else if (note.kind === "keyboard") {
      if (this.data) this.data.keyboard = note.keyboard;
      this.composer?.setKeyboard(note.keyboard);
    }
  }

  startTyping(action) {
    clearTimeout(this.typing);
    this.doing = DOING[action] ?? "печатает";
    this.typing = setTimeout(() => this.stopTyping(), TYPING_MS);
    this.drawHead();
  }

  stopTyping() {
    clearTimeout(this.typing);
    this.doing = "";
    if (this.data) this.drawHead();
  }
}
