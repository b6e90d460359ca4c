// Recording a view by single keys. What a key does stands on the page: `data-key` on what it chooses, goes to or opens.
// The keys can be switched off, and are off wherever something is typed (WCAG 2.1.4). Everything is listened for on the
// document, because another script may put a new page in place of this one (`app:page`).
const STORED = "app-meeting-keys";
const ALIASES = { "/": "g" };
const ON = "app-keys-on";
// What takes Enter for itself, or takes letters.
const TYPED_IN = "textarea, select, [contenteditable='true'], input:not([type='radio'], [type='checkbox'])";
const ANSWERS_ENTER = `${TYPED_IN}, a, button, summary`;

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null; // The browser keeps nothing: the keys are on, and the switch holds as long as the page.
  }
}

class Keys {
  constructor() {
    this.areOn = stored() !== "off";
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("click", (event) => event.target.closest?.("#keys-switch") && this.turn());
    document.addEventListener("app:page", () => this.show());
    this.show();
  }

  turn() {
    this.areOn = !this.areOn;
    try {
      localStorage.setItem(STORED, this.areOn ? "on" : "off");
    } catch {
      // See above.
    }
    this.show();
  }

  // The page says which keys there are only while there are any.
  show() {
    document.documentElement.classList.toggle(ON, this.areOn);
    const keys = document.getElementById("keys");
    if (keys) {
      keys.hidden = false;
      document.getElementById("keys-switch").textContent = `Keyboard shortcuts: ${this.areOn ? "on" : "off"}`;
    }
    for (const element of document.querySelectorAll("[data-key]")) {
      if (this.areOn) element.setAttribute("aria-keyshortcuts", element.dataset.key.toUpperCase());
      else element.removeAttribute("aria-keyshortcuts");
    }
  }

  pressed(event) {
    if (event.key === "Enter" && event.ctrlKey && this.areOn && event.target.closest?.("form#record")) {
      event.preventDefault();
      document.getElementById("record-and-next").click();
      return;
    }
    const isModified = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key !== "?" && event.key !== "/");
    const isOurs = this.areOn && document.getElementById("meeting") && !isModified && !event.repeat && !event.isComposing;
    if (!isOurs || event.defaultPrevented) return;
    if (event.key === "Enter") this.record(event);
    else if (!event.target.closest?.(TYPED_IN)) this.act(event);
  }

  act(event) {
    const key = event.key.toLowerCase();
    if (key === "?") {
      this.toggleList(event);
      return;
    }
    const wanted = `[data-key='${CSS.escape(ALIASES[key] ?? key)}']`;
    const target = key.length === 1 ? (document.querySelector(wanted) ?? document.querySelector(`[data-key-focus='${CSS.escape(key)}']`)) : null;
    if (target) {
      event.preventDefault();
      this.use(target);
    }
  }

  // A radio is chosen, a link followed; a box or a button is only gone to.
  use(target) {
    if (target.matches("[type='radio']")) {
      if (!target.checked) target.click();
      target.focus();
    } else if (target.matches("a[data-key]")) {
      target.click();
    } else {
      target.focus();
      target.select?.();
    }
  }

  toggleList(event) {
    const list = document.getElementById("keys-list");
    if (list) {
      event.preventDefault();
      list.open = !list.open;
      if (list.open) list.querySelector("summary").focus();
    }
  }

  // Enter sends the form from anywhere but where it has a meaning of its own. Nothing is sent before a view is chosen.
  record(event) {
    const form = document.querySelector("form#record");
    if (!form || event.target.closest?.(ANSWERS_ENTER)) return;
    event.preventDefault();
    if (form.querySelector("[name='judgement']:checked")) document.getElementById("record-and-next").click();
    else form.querySelector("[name='judgement']")?.focus();
  }
}

export function startKeys() {
  new Keys();
}
