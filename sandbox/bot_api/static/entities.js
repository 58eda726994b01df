// A text with its entities as nodes. Offsets are UTF-16 units, which is what JavaScript counts too.

import { el } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote" };

export function rich(text, entities = [], actions = {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return piece(text, sorted, 0, text.length, actions);
}

function piece(text, entities, from, to, actions) {
  const nodes = [];
  let place = from;
  let next = 0;
  while (next < entities.length) {
    const entity = entities[next];
    const start = Math.max(entity.offset, place);
    const end = Math.min(entity.offset + entity.length, to);
    let last = next + 1;
    while (last < entities.length && entities[last].offset < end) last += 1;
    if (start < end) {
      if (start > place) nodes.push(text.slice(place, start));
      const inside = piece(text, entities.slice(next + 1, last), start, end, actions);
      nodes.push(dressed(entity, inside, text.slice(start, end), actions));
      place = end;
      if (isBlock(entity) && text[place] === "\n") place += 1;
    }
    next = last;
  }
  if (place < to) nodes.push(text.slice(place, to));
  return nodes;
}

const isBlock = (entity) => ["blockquote", "expandable_blockquote", "pre"].includes(entity.type);

function dressed(entity, inside, plain, actions) {
  if (TAGS[entity.type]) return el(TAGS[entity.type], {}, inside);
  switch (entity.type) {
    case "pre": return el("pre", { "data-language": entity.language }, el("code", {}, inside));
    case "expandable_blockquote": return quote(inside);
    case "spoiler": return opening(el("span", { class: "spoiler" }, inside), "Показать скрытый текст");
    case "text_link": return link(entity.url, inside, actions);
    case "url": return link(/^[a-z][a-z0-9+.-]*:\/\//i.test(plain) ? plain : `http://${plain}`, inside, actions);
    case "email": return link(`mailto:${plain}`, inside, actions);
    case "bot_command": return el("button", { type: "button", class: "command", onclick: () => actions.onCommand?.(plain) }, inside);
    default: return el("span", {}, inside);
  }
}

function quote(inside) {
  const node = opening(el("blockquote", { class: "long" }, inside), "Развернуть цитату");
  requestAnimationFrame(() => { if (node.scrollHeight <= node.clientHeight + 8) node.click(); });
  return node;
}

function opening(node, label) {
  const open = () => {
    node.classList.add("open");
    node.removeAttribute("role");
    node.removeAttribute("tabindex");
    node.removeAttribute("aria-label");
  };
  node.setAttribute("role", "button");
  node.setAttribute("tabindex", "0");
  node.setAttribute("aria-label", label);
  node.addEventListener("click", open);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter") open(); });
  return node;
}

export function link(url, inside, actions = {}, facts = {}) {
  const safe = /^(https?|mailto|tg):/i.test(url) ? url : "#";
  return el("a", {
    href: safe, target: "_blank", rel: "noopener noreferrer nofollow", title: url, ...facts,
    onclick: (event) => { if (actions.onLink?.(url)) event.preventDefault(); },
  }, inside);
}
