// Keyboards: under a message, and instead of the phone's own.

import { tell } from "./api.js";
import { el, icon } from "./dom.js";
import { link } from "./entities.js";
import { alertWindow, toast } from "./notices.js";

const WAIT_MS = 30000;
const waiting = new Map();
const early = new Map();

export function inlineKeys(message, where, actions) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  const keys = rows.map((row) => el("div", { class: "keys-row" }, row.map((button) => key(button, message, where, actions))));
  return el("div", { class: "keys", role: "group", "aria-label": "Кнопки под сообщением" }, keys);
}

function key(button, message, where, actions) {
  const style = `key ${button.style ?? ""}`;
  const url = button.url ?? button.web_app?.url ?? button.login_url?.url;
  if (url) return link(url, [button.text, mark("link")], actions, { class: style });
  const node = el("button", { type: "button", class: style, disabled: button.disabled }, button.text);
  if (button.callback_data !== undefined) node.addEventListener("click", () => press(node, button, message, where));
  if (button.copy_text) {
    node.addEventListener("click", () => navigator.clipboard?.writeText(button.copy_text.text).then(() => toast("Скопировано")));
  }
  return node;
}

function mark(name) {
  const box = el("span", { class: "mark" });
  if (name) box.append(icon(name));
  return box;
}

async function press(node, button, message, where) {
  if (node.classList.contains("busy")) return;
  const spinner = mark();
  const calm = () => {
    node.classList.remove("busy");
    node.removeAttribute("aria-busy");
    spinner.remove();
  };
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  node.append(spinner);
  const pressed = await tell("presses", { ...where, message_id: message.message_id, data: button.callback_data });
  if (!pressed) return calm();
  const id = pressed.callback_id;
  const finish = (answer) => { waiting.delete(id); calm(); if (answer) show(answer); };
  if (early.has(id)) return finish(early.get(id));
  waiting.set(id, finish);
  setTimeout(() => { if (waiting.has(id)) finish(null); }, WAIT_MS);
}

export function onAnswer(note) {
  const finish = waiting.get(note.callback_id);
  if (finish) return finish(note);
  early.set(note.callback_id, note);
  setTimeout(() => early.delete(note.callback_id), 5000);
}

function show(answer) {
  if (!answer.text) return;
  if (answer.show_alert) alertWindow("", answer.text);
  else toast(answer.text);
}

export function replyKeys(markup, onChoose) {
  const rows = markup.keyboard.map((row) =>
    el("div", { class: "keys-row" }, row.map((button) =>
      el("button", { type: "button", class: "reply-key", onclick: () => onChoose(button.text) }, button.text))));
  const tall = markup.resize_keyboard ? "" : "tall";
  return el("div", { class: `reply-keys ${tall}`, role: "group", "aria-label": "Быстрые ответы" }, rows);
}
