// Files, pictures and stickers on their way to the bot.

import { upload } from "./api.js";
import { el, icon } from "./dom.js";
import { audioSeconds } from "./voice.js";

const STICKERS = ["👍", "❤️", "😂", "😢", "🔥", "🤔", "🙏", "🎉", "😡", "🥰", "😱", "👋", "💪", "🌌", "🌱", "☕", "🐱", "🫂"];
const KINDS = [
  { kind: "photo", name: "image", label: "Фото", accept: "image/*" },
  { kind: "document", name: "file", label: "Файл", accept: "" },
  { kind: "voice", name: "mic", label: "Голосовое из файла", accept: "audio/*,.oga,.ogg" },
];

export async function sendFile(where, kind, file, caption = "", recordedSeconds = 0) {
  const duration = recordedSeconds || (kind === "voice" ? await audioSeconds(file) : 0);
  return upload({ ...where, kind, caption, duration }, file, file.name ?? "file");
}

export function attachMenu(onFile, close) {
  const items = KINDS.map(({ kind, name, label, accept }) => {
    const input = el("input", { type: "file", accept, hidden: true, "aria-label": label });
    input.addEventListener("change", () => { if (input.files[0]) onFile(kind, input.files[0]); });
    const button = el("button", { type: "button", class: "popup-item", role: "menuitem", onclick: () => { input.click(); close(); } }, icon(name), label);
    return [button, input];
  });
  return el("div", { class: "popup attach", role: "menu", "aria-label": "Приложить", hidden: true }, items.flat());
}

export function stickerMenu(where, close) {
  const send = (emoji) => {
    close();
    upload({ ...where, kind: "sticker", emoji }, new Blob([emoji], { type: "image/webp" }), "sticker.webp");
  };
  return el("div", { class: "popup stickers", role: "menu", "aria-label": "Стикеры", hidden: true },
    STICKERS.map((emoji) => el("button", { type: "button", role: "menuitem", "aria-label": `Стикер ${emoji}`, onclick: () => send(emoji) }, emoji)));
}
