// Recording a voice message, where the browser allows it.

import { el, iconButton } from "./dom.js";
import { toast } from "./notices.js";

const KINDS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
const LONGEST_MS = 10 * 60 * 1000;

export async function record(onBar, onDone) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    toast("Микрофон недоступен. Звук можно приложить файлом: скрепка, «Голосовое из файла».");
    return;
  }
  const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, kind ? { mimeType: kind } : {});
  const parts = [];
  const started = performance.now();
  let keep = true;
  const clock = el("span", { role: "timer" }, "0:00");
  const seconds = () => Math.max(1, Math.round((performance.now() - started) / 1000));
  const ticking = setInterval(() => {
    clock.textContent = `${Math.floor(seconds() / 60)}:${String(seconds() % 60).padStart(2, "0")}`;
    if (performance.now() - started > LONGEST_MS) recorder.stop();
  }, 250);
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => {
    clearInterval(ticking);
    for (const track of stream.getTracks()) track.stop();
    onDone(keep ? new Blob(parts, { type: recorder.mimeType }) : null, seconds());
  };
  recorder.start();
  onBar(el("div", { class: "recording" }, clock,
    iconButton("close", "Отменить запись", () => { keep = false; recorder.stop(); }),
    iconButton("send", "Отправить голосовое", () => recorder.stop(), { class: "send" })));
}

export function audioSeconds(file) {
  return new Promise((resolve) => {
    const audio = new Audio();
    const done = (value) => { URL.revokeObjectURL(audio.src); resolve(value); };
    audio.onloadedmetadata = () => done(Number.isFinite(audio.duration) ? Math.max(1, Math.round(audio.duration)) : 1);
    audio.onerror = () => done(1);
    audio.src = URL.createObjectURL(file);
  });
}
