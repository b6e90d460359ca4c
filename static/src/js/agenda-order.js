// Puts an agenda in order without leaving the page: by dragging, and with the buttons that every item has anyway.
// The server decides; what it answers takes the place of what is shown, and is told to those who listen.
import { parsed } from "./parsed.js";

const EDGE = 80;
const SCROLL = 12;

class Agenda {
  constructor(page) {
    this.page = page;
    this.said = document.querySelector("[data-agenda-said]");
    this.busy = false;
    this.drag = null;
    page.addEventListener("submit", (event) => this.submitted(event));
    page.addEventListener("pointerdown", (event) => this.grip(event));
    document.addEventListener("pointermove", (event) => this.drag && this.dragTo(event.clientY));
    document.addEventListener("pointerup", () => this.drop());
    document.addEventListener("pointercancel", () => this.giveUp());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.giveUp());
    this.addGrips();
  }

  get items() {
    return [...this.page.querySelectorAll("[data-agenda-key]")];
  }

  // Only for pointers: keys and screen readers have the buttons.
  addGrips() {
    const items = this.items;
    for (const item of items.length > 1 ? items : []) {
      const grip = document.createElement("span");
      grip.className = "app-agenda__grip";
      grip.setAttribute("aria-hidden", "true");
      grip.title = "Drag to another place";
      item.prepend(grip);
    }
  }

  submitted(event) {
    if (!event.target.matches("[data-agenda-act]")) return;
    event.preventDefault();
    this.send(event.target, event.submitter);
  }

  async send(form, button) {
    if (this.busy) return;
    this.busy = true;
    const body = new FormData(form);
    if (button?.name) body.append(button.name, button.value);
    try {
      const response = await fetch(form.action, { method: "POST", body });
      this.show(parsed(await response.text()), button?.id);
    } catch {
      form.submit();
    } finally {
      this.busy = false;
    }
  }

  show(answer, focused) {
    const page = answer.querySelector("[data-module='app-agenda']");
    if (!page) {
      location.reload();
      return;
    }
    this.page.replaceChildren(...page.childNodes);
    this.addGrips();
    const problem = this.page.querySelector(".govuk-error-summary");
    if (problem) {
      problem.tabIndex = -1;
      problem.focus();
    } else if (focused) {
      this.focusOn(focused);
    }
    this.said.textContent = answer.querySelector(".govuk-notification-banner__heading")?.textContent ?? "";
  }

  // At either end of the agenda one of the two buttons is gone.
  focusOn(id) {
    const other = id.replace(/^(up|down)-/, (_, way) => (way === "up" ? "down-" : "up-"));
    const button = document.getElementById(id) ?? document.getElementById(other);
    button?.focus({ preventScroll: true });
    button?.closest("li").scrollIntoView({ block: "nearest" });
  }

  grip(event) {
    const item = event.target.closest(".app-agenda__grip")?.parentElement;
    if (!item || this.busy || event.button !== 0) return;
    event.preventDefault();
    this.drag = { item, before: this.items, y: event.clientY };
    item.classList.add("app-agenda__item--dragged");
    this.scroll();
  }

  dragTo(y) {
    const { item } = this.drag;
    this.drag.y = y;
    for (const other of this.items) {
      const { top, height } = other.getBoundingClientRect();
      if (other === item || y < top || y > top + height) continue;
      const isBelow = item.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (isBelow && y > top + height / 2) other.after(item);
      if (!isBelow && y < top + height / 2) other.before(item);
      return;
    }
  }

  scroll() {
    if (!this.drag) return;
    const { y } = this.drag;
    if (y < EDGE) window.scrollBy(0, -SCROLL);
    if (y > window.innerHeight - EDGE) window.scrollBy(0, SCROLL);
    if (y < EDGE || y > window.innerHeight - EDGE) this.dragTo(y);
    requestAnimationFrame(() => this.scroll());
  }

  drop() {
    if (!this.drag) return;
    const { item, before } = this.drag;
    this.letGo();
    const after = this.items;
    if (after.every((row, place) => row === before[place])) return;
    const form = this.page.querySelector("[data-agenda-order]");
    form.elements.keys.value = after.map((row) => row.dataset.agendaKey).join(" ");
    this.send(form, item.querySelector(".app-agenda__move"));
  }

  giveUp() {
    if (!this.drag) return;
    const { item, before } = this.drag;
    this.letGo();
    const next = before[before.indexOf(item) + 1];
    if (next) next.before(item);
    else item.parentElement.append(item);
  }

  letGo() {
    this.drag.item.classList.remove("app-agenda__item--dragged");
    this.drag = null;
  }
}

export function startAgenda(page) {
  new Agenda(page);
}
