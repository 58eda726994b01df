// The list on the left: whom one can play, and the chats they share.

import { read, tell } from "./api.js";
import { avatar, el, fullName, iconButton } from "./dom.js";
import { summary } from "./messages.js";
import { open } from "./notices.js";
import { listTime } from "./times.js";

export class People {
  constructor(root, onChange) {
    this.root = root;
    this.onChange = onChange;
    this.data = { people: [], groups: [], bot: {} };
  }

  async refresh(person, chat) {
    const data = await read("people", { person });
    if (!data) return;
    this.data = data;
    this.draw(person, chat);
    this.onChange(data);
  }

  refreshSoon(place) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(place().person, place().chat), 120);
  }

  find(id) {
    return this.data.people.find((person) => person.id === id);
  }

  group(id) {
    return this.data.groups.find((group) => group.id === id);
  }

  draw(person, chat) {
    const { people, groups, bot } = this.data;
    const focused = document.activeElement?.getAttribute?.("href");
    const scrolled = this.root.querySelector(".people-scroll")?.scrollTop ?? 0;
    const member = (group) => (group.members.includes(person) ? person : group.members[0]);
    this.root.replaceChildren(
      el("header", { class: "people-head" }, el("h1", {}, "За кого играем"),
        iconButton("plus", "Добавить человека", () => this.add())),
      el("div", { class: "people-scroll" },
        el("ul", {}, people.map((one) => row(`#${one.id}`, one, fullName(one), chat === one.id, bot))),
        groups.length ? el("h2", {}, "Группы, где есть бот") : null,
        el("ul", {}, groups.map((one) => row(`#${member(one)}/${one.id}`, one, one.title, chat === one.id, bot, people)))),
      el("footer", { class: "people-foot" }, "Песочница: люди вымышленные, в Telegram ничего не уходит. Второе окно может играть за другого."),
    );
    this.root.querySelector(".people-scroll").scrollTop = scrolled;
    if (focused) this.root.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }

  add() {
    const name = el("input", { required: true, maxlength: 64, autocomplete: "off", autofocus: true });
    const username = el("input", { maxlength: 32, autocomplete: "off", pattern: "[A-Za-z][A-Za-z0-9_]{3,31}", placeholder: "можно без него", title: "Латинские буквы, цифры и _, от 4 знаков" });
    const language = el("select", {}, el("option", { value: "ru" }, "Русский"), el("option", { value: "en" }, "English"));
    const window = el("dialog", { "aria-label": "Новый человек" });
    const form = el("form", { method: "dialog", onsubmit: () => this.save({ first_name: name.value.trim() || "Без имени", username: username.value || null, language_code: language.value }) },
      el("h2", {}, "Новый человек"), el("label", {}, "Имя", name), el("label", {}, "Имя пользователя (@)", username), el("label", {}, "Язык интерфейса", language),
      el("div", { class: "dialog-buttons" }, el("button", { type: "button", class: "button", onclick: () => window.close() }, "Отмена"), el("button", { class: "button main" }, "Добавить")));
    window.append(form);
    open(window);
  }

  async save(person) {
    const saved = await tell("people", person);
    if (saved) location.hash = `#${saved.ids[0]}`;
  }
}

function row(href, one, name, isCurrent, bot, people = []) {
  const last = one.last;
  const author = last && last.from.id === one.id ? "Вы: " : last && people.length ? `${last.from.id === bot.id ? bot.first_name : people.find((each) => each.id === last.from.id)?.first_name ?? ""}: ` : "";
  const quiet = one.members ? "Пока тихо" : one.is_started ? "Пусто" : "Ещё не знакомы с ботом";
  return el("li", {}, el("a", { class: "person", href, "aria-current": isCurrent ? "true" : null },
    avatar(one.id, name),
    el("span", { class: "person-name" }, el("span", {}, name),
      one.is_admin ? el("span", { class: "chip" }, "админ") : null,
      one.language_code && one.language_code !== "ru" ? el("span", { class: "chip", title: "Язык интерфейса" }, one.language_code) : null,
      one.is_blocking ? el("span", { class: "chip warn" }, "блок") : null),
    el("span", { class: "person-time" }, last ? listTime(last.date) : ""),
    el("span", { class: "person-last" }, last ? author + summary(last).replace(/\s+/g, " ").slice(0, 120) : quiet),
    one.unread && !isCurrent ? el("span", { class: "unread", "aria-label": `Непрочитанных: ${one.unread}` }, one.unread > 99 ? "99+" : one.unread) : el("span")));
}
