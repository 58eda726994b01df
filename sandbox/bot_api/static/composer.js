// Where a person writes: text, commands, files, voice, edits.

import { tell } from "./api.js";
import { attachMenu, sendFile, stickerMenu } from "./attach.js";
import { el, icon, iconButton } from "./dom.js";
import { replyKeys } from "./keyboards.js";
import { Suggest } from "./suggest.js";
import { record } from "./voice.js";

const LONGEST = 4096;
const drafts = new Map();

export class Composer {
  constructor(where, { lastOwn, onSent }) {
    this.where = where;
    this.lastOwn = lastOwn;
    this.onSent = onSent;
    this.key = `${where.person}/${where.chat}`;
    this.suggest = new Suggest((command) => { this.clear(); this.send(command); });
    this.input = el("textarea", { rows: 1, placeholder: "Сообщение", "aria-label": "Сообщение", enterkeyhint: "send", "aria-controls": "commands", autocomplete: "off" });
    this.menu = el("button", { type: "button", class: "menu-button", "aria-label": "Меню команд", "aria-expanded": "false", hidden: true, onclick: () => this.toggleMenu() }, icon("menu"), el("span", {}, "Меню"));
    this.attach = attachMenu((kind, file) => this.sendFile(kind, file), () => this.closePopups());
    this.stickers = stickerMenu(where, () => this.closePopups());
    this.keysButton = iconButton("keys", "Показать или спрятать кнопки", () => this.toggleKeys(), { hidden: true, class: "extra" });
    this.sendButton = iconButton("send", "Отправить", () => this.submit(), { class: "send", hidden: true });
    this.micButton = iconButton("mic", "Записать голосовое", () => this.recordVoice());
    this.bar = el("div", { class: "composer" }, this.menu, this.input, this.keysButton,
      iconButton("smile", "Стикер", () => this.toggle(this.stickers), { class: "extra", "aria-haspopup": "menu" }),
      iconButton("clip", "Приложить файл", () => this.toggle(this.attach), { "aria-haspopup": "menu" }),
      this.micButton, this.sendButton);
    this.keys = el("div");
    this.editing = el("div");
    this.root = el("div", {}, this.suggest.box, this.attach, this.stickers, this.editing, this.bar, this.keys);
    this.wire();
  }

  wire() {
    this.input.value = drafts.get(this.key) ?? "";
    this.input.addEventListener("input", () => this.onInput());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("paste", (event) => this.onFiles(event, event.clipboardData));
    this.root.addEventListener("keydown", (event) => { if (event.key === "Escape") this.closePopups(); });
    requestAnimationFrame(() => this.grow());
  }

  onInput() {
    drafts.set(this.key, this.editedId ? "" : this.input.value);
    this.grow();
    const command = /^\/([a-z0-9_]*)$/i.exec(this.input.value);
    if (command) this.suggest.open(command[1]);
    else this.suggest.close();
    this.mark();
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
    const hasText = this.input.value.trim() !== "";
    this.sendButton.hidden = !hasText && !this.editedId;
    this.micButton.hidden = !this.sendButton.hidden;
  }

  mark() {
    this.menu.setAttribute("aria-expanded", String(this.suggest.isOpen));
    if (this.suggest.isOpen) this.input.setAttribute("aria-activedescendant", `command-${this.suggest.place}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    if (event.isComposing) return;
    if (this.suggest.onKey(event)) return this.mark();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.editedId) this.stopEditing();
    else if (event.key === "ArrowUp" && this.input.value === "" && this.lastOwn()) {
      event.preventDefault();
      this.edit(this.lastOwn());
    }
  }

  onFiles(event, source) {
    const file = source?.files?.[0];
    if (!file) return;
    event.preventDefault();
    this.sendFile(file.type.startsWith("image/") ? "photo" : "document", file);
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const edited = this.editedId;
    this.clear();
    const sent = edited ? await tell("edits", { ...this.where, message_id: edited, text: text.slice(0, LONGEST) }) : await this.send(text);
    if (!sent && !this.input.value) {
      this.input.value = text;
      this.onInput();
    }
  }

  async send(text) {
    let sent = null;
    for (let place = 0; place < text.length; place += LONGEST) {
      sent = await tell("messages", { ...this.where, text: text.slice(place, place + LONGEST) });
      if (!sent) return null;
    }
    this.onSent();
    return sent;
  }

  async sendFile(kind, file) {
    const caption = this.input.value.trim();
    this.clear();
    if (!(await sendFile(this.where, kind, file, caption)) && caption) {
      this.input.value = caption;
      this.onInput();
    }
  }

  recordVoice() {
    record((bar) => { this.bar.hidden = true; this.bar.after(bar); this.recording = bar; }, async (sound, duration) => {
      this.recording.remove();
      this.bar.hidden = false;
      if (sound) await sendFile(this.where, "voice", new File([sound], sound.type.includes("ogg") ? "voice.oga" : "voice.webm", { type: sound.type }), "", duration);
    });
  }

  edit(message) {
    this.editedId = message.message_id;
    this.editing.replaceChildren(el("div", { class: "editing" }, icon("pencil"), el("div", {}, el("b", {}, "Изменить сообщение"), message.text), iconButton("close", "Не изменять", () => this.stopEditing())));
    this.input.value = message.text;
    this.grow();
    this.input.focus();
  }

  stopEditing() {
    this.clear();
    this.input.focus();
  }

  clear() {
    this.editedId = null;
    this.editing.replaceChildren();
    this.input.value = "";
    drafts.delete(this.key);
    this.suggest.close();
    this.mark();
    this.grow();
  }

  setCommands(commands) {
    this.suggest.commands = commands;
    this.menu.hidden = !commands.length;
  }

  setKeyboard(markup) {
    const hasKeys = Boolean(markup?.keyboard?.length);
    this.keysButton.hidden = !hasKeys;
    this.input.placeholder = markup?.input_field_placeholder ?? "Сообщение";
    this.keys.hidden = false;
    this.keys.replaceChildren();
    if (hasKeys) this.keys.append(replyKeys(markup, (text) => { if (markup.one_time_keyboard) this.keys.hidden = true; this.send(text); }));
    else if (markup?.force_reply) this.input.focus();
  }

  toggleKeys() {
    this.keys.hidden = !this.keys.hidden;
    if (!this.keys.hidden) this.input.blur();
  }

  toggleMenu() {
    const open = this.suggest.isOpen;
    this.closePopups();
    if (!open) this.suggest.open();
    this.mark();
    this.input.focus({ preventScroll: true });
  }

  toggle(popup) {
    const wasHidden = popup.hidden;
    this.closePopups();
    popup.hidden = !wasHidden;
    if (wasHidden) popup.querySelector("button")?.focus();
  }

  closePopups() {
    this.suggest.close();
    this.attach.hidden = true;
    this.stickers.hidden = true;
    this.mark();
  }
}
