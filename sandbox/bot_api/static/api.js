// Talking to the sandbox: requests, and the stream of events that comes back by itself.

import { toast } from "./notices.js";

const REASONS = {
  "Forbidden: this person has blocked the bot": "Бот заблокирован: сначала разблокируйте его.",
  "Forbidden: this person is not in the chat": "Этого человека нет в чате.",
  "Bad Request: there is no such button any more": "Этой кнопки больше нет.",
  "Bad Request: message is too long": "Сообщение длиннее 4096 знаков.",
  "Bad Request: message caption is too long": "Подпись длиннее 1024 знаков.",
  "Bad Request: file must be non-empty": "Файл пуст.",
};

async function ask(path, options) {
  let response;
  try {
    response = await fetch(`/sandbox/${path}`, options);
  } catch {
    toast("Нет связи с песочницей. Попробуйте ещё раз.");
    return null;
  }
  if (response.ok) return response.json();
  const body = await response.json().catch(() => ({}));
  toast(REASONS[body.description] ?? (response.status === 413 ? "Файл слишком большой." : "Не получилось. Попробуйте ещё раз."));
  return null;
}

export const read = (path, query) => ask(`${path}?${new URLSearchParams(query)}`);

export const tell = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export function upload(facts, file, name) {
  const form = new FormData();
  for (const [key, value] of Object.entries(facts)) form.append(key, value);
  form.append("file", file, name);
  return ask("uploads", { method: "POST", body: form });
}

export function listen({ onNote, onBack }) {
  const offline = document.getElementById("offline");
  let source;
  let hint;
  const connect = () => {
    source = new EventSource("/sandbox/events");
    source.onopen = () => {
      clearTimeout(hint);
      hint = undefined;
      offline.hidden = true;
      onBack();
    };
    source.onmessage = (event) => onNote(JSON.parse(event.data));
    source.onerror = () => {
      hint ??= setTimeout(() => { offline.hidden = false; }, 700);
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(connect, 1500);
    };
  };
  connect();
  addEventListener("pagehide", () => source.close());
}
