// The running conversation: bubbles by day, glued to the bottom until the reader scrolls up.

import { el, iconButton } from "./dom.js";
import { messageNode } from "./messages.js";
import { dayOf } from "./times.js";

const NEAR = 70;
const JOIN_SECONDS = 300;

export class Log {
  constructor({ onOlder, onSeen }) {
    this.onOlder = onOlder;
    this.onSeen = onSeen;
    this.nodes = new Map();
    this.list = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "Сообщения" });
    this.scroll = el("div", { class: "chat-scroll", tabindex: "0", "aria-label": "Сообщения", role: "region" }, this.list);
    this.badge = el("span", { class: "unread", hidden: true });
    this.down = iconButton("down", "К последним сообщениям", () => this.toBottom(true), { class: "to-bottom", hidden: true });
    this.down.append(this.badge);
    this.stuck = true;
    this.missed = 0;
    this.top = 0;
    this.scroll.addEventListener("scroll", () => this.onScroll());
    const watcher = new ResizeObserver(() => { if (this.stuck) this.toBottom(); });
    watcher.observe(this.list);
    watcher.observe(this.scroll);
  }

  show(messages, hasMore, view, empty) {
    this.view = view;
    this.list.setAttribute("aria-busy", "true");
    const distance = this.stuck ? 0 : this.scroll.scrollHeight - this.scroll.scrollTop;
    this.nodes = new Map(messages.map((message) => [message.message_id, messageNode(message, view)]));
    this.hasMore = hasMore;
    this.empty = empty;
    this.arrange();
    this.list.removeAttribute("aria-busy");
    if (this.stuck) this.toBottom();
    else this.scroll.scrollTop = this.scroll.scrollHeight - distance;
  }

  reset() {
    this.stuck = true;
    this.missed = 0;
    this.down.hidden = true;
  }

  add(message) {
    if (this.nodes.has(message.message_id)) return;
    const node = messageNode(message, this.view);
    node.classList.add("fresh");
    this.nodes.set(message.message_id, node);
    this.arrange();
    if (this.stuck || message.from.id === this.view.person) this.toBottom();
    else this.miss();
  }

  replace(message) {
    const old = this.nodes.get(message.message_id);
    if (!old) return;
    const node = messageNode(message, this.view);
    this.nodes.set(message.message_id, node);
    old.replaceWith(node);
    this.arrange();
  }

  remove(id) {
    this.nodes.get(id)?.remove();
    this.nodes.delete(id);
    this.arrange();
  }

  lastOwn() {
    return [...this.nodes.values()].reverse().find((node) => node.message.from.id === this.view.person && node.message.text)?.message;
  }

  lastId() {
    return Math.max(0, ...this.nodes.keys());
  }

  arrange() {
    for (const extra of this.list.querySelectorAll(":scope > :not(.message)")) extra.remove();
    const ordered = [...this.nodes.entries()].sort(([a], [b]) => a - b).map(([, node]) => node);
    let before = null;
    let at = this.list.firstChild;
    for (const node of ordered) {
      const { message } = node;
      const sameDay = before && dayOf(before.date) === dayOf(message.date);
      if (!sameDay) this.list.insertBefore(el("div", { class: "day" }, dayOf(message.date)), at);
      node.classList.toggle("joined", Boolean(sameDay && before.from.id === message.from.id && message.date - before.date < JOIN_SECONDS));
      if (node === at) at = at.nextSibling;
      else this.list.insertBefore(node, at);
      before = message;
    }
    while (at) { const next = at.nextSibling; at.remove(); at = next; }
    if (this.hasMore) this.list.prepend(el("button", { type: "button", class: "older", onclick: this.onOlder }, "Показать раньше"));
    if (!ordered.length && this.empty) this.list.append(this.empty);
  }

  miss() {
    this.missed += 1;
    this.badge.textContent = this.missed;
    this.badge.hidden = false;
    this.down.hidden = false;
  }

  toBottom(smoothly = false) {
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior: smoothly ? "smooth" : "instant" });
  }

  onScroll() {
    const isNear = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR;
    // Only the reader scrolls up; a page that grows leaves the place as it is.
    if (isNear) this.stuck = true;
    else if (this.scroll.scrollTop < this.top) this.stuck = false;
    this.top = this.scroll.scrollTop;
    this.down.hidden = this.stuck;
    if (!this.stuck) return;
    this.missed = 0;
    this.badge.hidden = true;
    this.onSeen();
  }
}
