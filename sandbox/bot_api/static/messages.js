// One message as a bubble.

import { el, fullName, hueOf, icon } from "./dom.js";
import { rich } from "./entities.js";
import { inlineKeys } from "./keyboards.js";
import { timeOf } from "./times.js";

export function messageNode(message, view) {
  const own = message.from.id === view.person;
  const node = el("article", { class: `message ${own ? "own" : ""}`, "data-id": message.message_id });
  node.message = message;
  node.append(bubble(message, own, view));
  const keys = inlineKeys(message, { person: view.person, chat: view.chat }, view.actions);
  if (keys) node.append(keys);
  return node;
}

function bubble(message, own, view) {
  const box = el("div", { class: `bubble ${message.sticker ? "sticker" : ""}` });
  if (view.isGroup && !own) {
    box.append(el("div", { class: "sender", style: { "--hue": hueOf(message.from.id) } }, fullName(message.from)));
  } else {
    box.append(el("span", { class: "visually-hidden" }, own ? "Вы: " : `${fullName(message.from)}: `));
  }
  if (message.reply_to_message) box.append(el("span", { class: "quote" }, summary(message.reply_to_message)));
  box.append(...media(message));
  const text = message.text ?? message.caption;
  if (text) box.append(el("span", { class: "body" }, rich(text, message.entities ?? message.caption_entities, view.actions)));
  box.append(meta(message, own, view));
  return box;
}

function meta(message, own, view) {
  const edit = own && message.text
    ? el("button", { type: "button", class: "edit", "aria-label": "Изменить сообщение", title: "Изменить", onclick: () => view.actions.onEdit(message) }, icon("pencil"))
    : null;
  const time = el("time", { datetime: new Date(message.date * 1000).toISOString() }, timeOf(message.date));
  return el("span", { class: "meta" }, edit, message.edit_date && !message.reply_markup ? "изменено" : null, time);
}

const address = (file) => `/sandbox/files/${encodeURIComponent(file.file_id)}`;

function media(message) {
  if (message.photo) {
    const photo = message.photo.at(-1);
    return [el("a", { href: address(photo), target: "_blank", rel: "noopener" }, el("img", { class: "photo", src: address(photo), alt: message.caption ?? "Фото", loading: "lazy" }))];
  }
  if (message.voice) return [el("audio", { controls: true, preload: "metadata", src: address(message.voice), "aria-label": "Голосовое сообщение" })];
  if (message.sticker) return [el("span", { role: "img", "aria-label": "Стикер" }, message.sticker.emoji)];
  if (message.document) return [documentLink(message.document)];
  if (message.text === undefined) return [el("em", {}, "Сообщение, которого эта страница не умеет показать")];
  return [];
}

function documentLink(file) {
  return el("a", { class: "document", href: address(file), download: file.file_name ?? "файл" },
    el("span", { class: "document-icon" }, icon("file")),
    el("span", {}, file.file_name ?? "Файл", el("small", {}, size(file.file_size))));
}

function size(bytes = 0) {
  if (bytes < 1024) return `${bytes} Б`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(0)} КБ` : `${(kilo / 1024).toFixed(1).replace(".", ",")} МБ`;
}

export function summary(message) {
  if (!message) return "";
  if (message.text) return message.text;
  const kind = message.photo ? "Фото" : message.voice ? "Голосовое сообщение" : message.document ? message.document.file_name ?? "Файл" : message.sticker ? `${message.sticker.emoji} Стикер` : "Сообщение";
  return message.caption ? `${kind}: ${message.caption}` : kind;
}
