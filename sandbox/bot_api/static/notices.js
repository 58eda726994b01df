// Short notes that go by themselves, and windows that wait for an answer.

import { el } from "./dom.js";

export function toast(text) {
  const note = el("div", { class: "toast" }, text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), Math.min(8000, 2500 + text.length * 40));
}

export function alertWindow(title, text) {
  const close = el("button", { type: "button", class: "button main", autofocus: true }, "Понятно");
  const window = el("dialog", { "aria-label": title || "Сообщение" },
    title ? el("h2", {}, title) : null, el("p", {}, text), el("div", { class: "dialog-buttons" }, close));
  close.addEventListener("click", () => window.close());
  open(window);
}

export function open(window) {
  window.addEventListener("close", () => window.remove());
  window.addEventListener("click", (event) => { if (event.target === window) window.close(); });
  document.body.append(window);
  window.showModal();
}
