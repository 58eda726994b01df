// The list of commands: by the menu button, or while "/" is being typed.

import { el } from "./dom.js";

export class Suggest {
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.commands = [];
    this.shown = [];
    this.place = 0;
    this.box = el("div", { class: "popup suggest", role: "listbox", id: "commands", "aria-label": "Команды", hidden: true });
  }

  get isOpen() {
    return !this.box.hidden;
  }

  open(beginning = "") {
    this.shown = this.commands.filter(({ command }) => command.replace(/^\//, "").startsWith(beginning.toLowerCase()));
    this.place = 0;
    this.box.hidden = !this.shown.length;
    this.draw();
  }

  close() {
    this.box.hidden = true;
  }

  draw() {
    this.box.replaceChildren(...this.shown.map(({ command, description }, place) =>
      el("button", { type: "button", class: "popup-item", role: "option", id: `command-${place}`, tabindex: "-1", "aria-selected": String(place === this.place), title: description, onclick: () => this.choose(place) },
        el("b", {}, `/${command.replace(/^\//, "")}`), el("span", {}, description))));
  }

  move(step) {
    this.place = (this.place + step + this.shown.length) % this.shown.length;
    this.draw();
    this.box.children[this.place]?.scrollIntoView({ block: "nearest" });
  }

  choose(place = this.place) {
    this.close();
    this.onChoose(`/${this.shown[place].command.replace(/^\//, "")}`);
  }

  // True where the key was for this list.
  onKey(event) {
    if (!this.isOpen) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (steps[event.key]) this.move(steps[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") this.choose();
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }
}
