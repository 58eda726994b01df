// The chat page: who plays is in the address (#1001, or #1001/-100… in a group).

import { listen } from "./api.js";
import { Chat } from "./chat.js";
import { People } from "./people.js";

const app = document.getElementById("app");
const FIRST_PERSON = 1001;
const payload = () => new URLSearchParams(location.search).get("start")?.match(/^[\w-]{1,64}$/)?.[0] ?? "";

function place() {
  const [person, chat] = location.hash.slice(1).split("/").map(Number);
  return { person: person || FIRST_PERSON, chat: chat || person || FIRST_PERSON };
}

const people = new People(document.getElementById("people"), () => {
  if (!chat.data) return;
  chat.drawHead();
  chat.drawFoot();
});
const chat = new Chat(document.getElementById("chat"), people, { onBack: () => app.classList.remove("in-chat") });

async function go() {
  const at = place();
  app.classList.add("in-chat");
  await people.refresh(at.person, at.chat);
  const isKnown = people.find(at.person) && (at.chat === at.person || people.group(at.chat));
  if (!isKnown && people.data.people.length) {
    location.hash = `#${people.data.people[0].id}`;
    return;
  }
  await chat.open(at.person, at.chat, chat.payload || payload());
}

function onNote(note) {
  chat.onNote(note);
  if (["message", "edited", "deleted", "people"].includes(note.kind)) people.refreshSoon(place);
  if (note.kind === "bot") go();
}

addEventListener("hashchange", go);
document.getElementById("people").addEventListener("click", (event) => {
  if (event.target.closest("a.person")) app.classList.add("in-chat");
});
listen({ onNote, onBack: go });
