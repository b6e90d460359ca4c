// A box for Markdown: its toolbar, its keys, its preview and what is pasted into it. Without JavaScript the box and a
// preview that the server shows remain. Every change goes the way that typing goes, so that the browser can undo it and
// whoever listens to `input` hears of it.
import { continueList, insertBlock, insertTable, toggleLines, toggleLink, toggleSign } from "./markdown-text.js";
import { parsed } from "./parsed.js";
import { pastedMarkdown } from "./paste.js";

const TOOLS = {
  bold: (...selection) => toggleSign(...selection, "**", "bold words"),
  italic: (...selection) => toggleSign(...selection, "_", "italic words"),
  heading: (...selection) => toggleLines(...selection, "heading"),
  bullets: (...selection) => toggleLines(...selection, "bullets"),
  numbers: (...selection) => toggleLines(...selection, "numbers"),
  link: toggleLink,
  table: insertTable,
};
const KEYS = { b: "bold", i: "italic", k: "link" };
const NO_PREVIEW = "The preview could not be shown. What you wrote is still in the box. Save it, then try again.";
const PICTURE_LEFT_OUT = "A picture was left out: add it as evidence.";
// Milliseconds after the last key until an open preview is brought up to date.
const PAUSE = 800;

function apply(box, edit) {
  box.focus();
  box.setSelectionRange(edit.from, edit.to);
  const wanted = box.value.slice(0, edit.from) + edit.text + box.value.slice(edit.to);
  if (edit.text) {
    document.execCommand("insertText", false, edit.text);
  } else if (edit.from < edit.to) {
    document.execCommand("delete");
  }
  if (box.value !== wanted) {
    box.value = wanted;
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  box.setSelectionRange(...edit.select);
}

const selection = (box) => [box.value, box.selectionStart, box.selectionEnd];

// One stop for the Tab key; the arrows go from button to button.
function startToolbar(toolbar, box) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const makeStop = (stop) => buttons.forEach((button) => (button.tabIndex = button === stop ? 0 : -1));
  makeStop(buttons[0]);
  toolbar.addEventListener("focusin", (event) => makeStop(event.target));
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) apply(box, TOOLS[button.dataset.tool](...selection(box)));
  });
  toolbar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length).focus();
  });
  toolbar.hidden = false;
}

function startKeys(box) {
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const withControl = event.ctrlKey || event.metaKey;
    const tool = withControl && !event.shiftKey && TOOLS[KEYS[event.key.toLowerCase()]];
    const isPlainEnter = event.key === "Enter" && !withControl && !event.shiftKey;
    const edit = tool
      ? tool(...selection(box))
      : isPlainEnter && box.selectionStart === box.selectionEnd && continueList(box.value, box.selectionStart);
    if (!edit) return;
    event.preventDefault();
    apply(box, edit);
  });
}

function startPaste(box, say) {
  box.addEventListener("paste", (event) => {
    const pasted = pastedMarkdown(event.clipboardData);
    if (!pasted) return;
    event.preventDefault();
    const { markdown, leftOutPicture } = pasted;
    const [text, start, end] = selection(box);
    const at = start + markdown.length;
    if (markdown.includes("\n") || /^([-#|]|\d+\.) /.test(markdown)) {
      apply(box, insertBlock(text, start, end, markdown));
    } else if (markdown) {
      apply(box, { from: start, to: end, text: markdown, select: [at, at] });
    }
    say(leftOutPicture ? PICTURE_LEFT_OUT : "");
  });
}

class Preview {
  constructor(group, box, say) {
    this.group = group;
    this.box = box;
    this.say = say;
    this.panel = group.querySelector(".app-editor__preview");
    this.button = group.querySelector(".app-editor__preview-button");
    // It no longer sends the form, nor does Enter in another field press it.
    this.button.type = "button";
    this.button.setAttribute("aria-controls", this.panel.id);
    this.tellState();
    this.button.addEventListener("click", () => (this.panel.hidden ? this.open() : this.close(this.button)));
    const write = this.panel.querySelector(".app-editor__write-button");
    write.hidden = false;
    write.addEventListener("click", () => this.close(this.box));
    this.box.addEventListener("input", () => this.refreshSoon());
  }

  tellState() {
    this.button.setAttribute("aria-expanded", String(!this.panel.hidden));
  }

  async open() {
    if (!(await this.refresh())) return;
    this.panel.hidden = false;
    this.tellState();
    this.panel.focus();
  }

  close(next) {
    this.panel.hidden = true;
    this.tellState();
    next.focus();
  }

  refreshSoon() {
    clearTimeout(this.timer);
    if (!this.panel.hidden) this.timer = setTimeout(() => this.refresh(), PAUSE);
  }

  // Has the server show the text; returns whether it could. An answer to an older text never replaces a newer one's.
  async refresh() {
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const response = await fetch(this.group.dataset.previewAddress, {
        method: "POST",
        body: new URLSearchParams({ text: this.box.value, heading_level: this.group.dataset.headingLevel }),
        headers: { "X-CSRFToken": this.box.form.elements.csrfmiddlewaretoken.value },
        redirect: "error",
        signal,
      });
      if (!response.ok && response.status !== 422) throw new Error(`The server answered ${response.status}.`);
      const page = parsed(await response.text());
      this.panel.querySelector(".app-prose").replaceChildren(...page.body.childNodes);
      this.say("");
      return true;
    } catch {
      if (!signal.aborted) this.say(NO_PREVIEW);
      return false;
    }
  }
}

export function startEditors() {
  for (const group of document.querySelectorAll("[data-module='app-editor']")) {
    const box = group.querySelector("textarea");
    const status = group.querySelector(".app-editor__status");
    const say = (words) => (status.textContent = words);
    startToolbar(group.querySelector(".app-editor__toolbar"), box);
    startKeys(box);
    startPaste(box, say);
    new Preview(group, box, say);
  }
}
