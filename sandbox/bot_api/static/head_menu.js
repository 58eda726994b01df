// The three dots in the head of a chat.

import { tell } from "./api.js";
import { el, fullName, icon, iconButton } from "./dom.js";
import { alertWindow } from "./notices.js";

export function headMenu(chat) {
  const box = el("div", { class: "head-menu" });
  const popup = el("div", { class: "popup", role: "menu", hidden: true });
  const button = iconButton("more", "Ещё", () => { popup.replaceChildren(...items(chat, close)); popup.hidden = !popup.hidden; if (!popup.hidden) popup.querySelector("button")?.focus(); }, { "aria-haspopup": "menu" });
  function close() {
    popup.hidden = true;
    button.focus();
  }
  document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) popup.hidden = true; });
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  box.append(button, popup);
  return box;
}

function items(chat, close) {
  const item = (name, label, act, extra = "") => el("button", { type: "button", class: `popup-item ${extra}`, role: "menuitem", onclick: () => { close(); act(); } }, icon(name), label);
  const group = chat.people.group(chat.chat);
  if (group) {
    return group.members.filter((id) => id !== chat.person).map((id) =>
      item("pencil", `Писать как ${fullName(chat.people.find(id) ?? { first_name: id })}`, () => { location.hash = `#${id}/${group.id}`; }));
  }
  const { bot } = chat.people.data;
  const about = [`@${bot.username}`, bot.short_description, bot.description].filter(Boolean).join("\n\n");
  const block = chat.isBlocking
    ? item("check", "Разблокировать бота", () => tell("blocks", { person: chat.person, is_blocking: false }))
    : item("block", "Заблокировать бота", () => tell("blocks", { person: chat.person, is_blocking: true }), "danger");
  return [item("info", "О боте", () => alertWindow(bot.first_name, about)), ...(chat.people.find(chat.person)?.is_started ? [block] : [])];
}
