// Keeps what is typed into a form as a draft on the server, a second after it was typed, and says so.
// What cannot be kept is tried again until it is; nobody leaves the page unwarned meanwhile.
const PAUSE = 1000;
const RETRY = 3000;
const PATIENCE = 10000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("#draft-status");
    this.news = form.querySelector("#draft-news");
    this.button = form.querySelector("button[value='draft']");
    this.changes = 0; // how often something was typed
    this.kept = 0; // how much of that the server has
    this.keeping = null; // the request under way
    this.timer = null;
    this.leaving = false;
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("change", (event) => this.typed(event));
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.keepSoon(0));
    window.addEventListener("beforeunload", (event) => this.isUnkept && event.preventDefault());
    window.addEventListener("pagehide", () => this.isUnkept && this.send({ keepalive: true }).catch(() => {}));
    window.addEventListener("pageshow", () => {
      this.leaving = false;
    });
  }

  get isUnkept() {
    return this.kept < this.changes && !this.leaving;
  }

  typed(event) {
    if (event.target.type !== "file") {
      this.changes += 1;
      this.keepSoon(PAUSE);
    }
  }

  keepSoon(wait) {
    if (wait < PAUSE) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    if (this.isUnkept) {
      this.timer ??= setTimeout(() => this.keep(), wait);
    }
  }

  // Resolves to what became of it: "kept", "signed_out", "refused" or "unkept". One request at a time.
  keep() {
    clearTimeout(this.timer);
    this.timer = null;
    this.keeping ??= this.attempt().finally(() => {
      this.keeping = null;
    });
    return this.keeping;
  }

  async attempt() {
    const sent = this.changes;
    this.say("saving", this.status.dataset.saving);
    let state = "unkept";
    try {
      const answer = await this.send({ signal: AbortSignal.timeout(PATIENCE) });
      if (answer.headers.get("Content-Type") === "application/json") {
        const told = await answer.json();
        state = told.state;
        this.say(state, told.words, told.link, told.address);
      } else if (answer.status < 500) {
        state = "refused";
        this.say(state, this.status.dataset.refused);
      }
    } catch {
      // No connection, or no answer: told below.
    }
    if (state === "unkept") {
      this.say(state, this.status.dataset.unkept);
      this.timer = setTimeout(() => this.keep(), RETRY);
    } else {
      this.kept = state === "refused" ? this.kept : sent;
      if (this.changes > sent) {
        this.keepSoon(PAUSE);
      }
    }
    return state;
  }

  send(options) {
    return fetch(this.button.formAction, {
      method: "POST",
      body: new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string")),
      headers: { Accept: "application/json" },
      ...options,
    });
  }

  // A form is sent once its draft is kept: then nothing is lost, whatever becomes of it on the way.
  async submitted(event) {
    if (this.leaving) {
      return;
    }
    const asked = event.submitter === this.button;
    if (!asked && !this.isUnkept && !this.keeping) {
      this.leaving = true;
      return;
    }
    event.preventDefault();
    if (this.waiting) {
      return;
    }
    this.waiting = true;
    await this.keeping;
    const state = asked || this.isUnkept ? await this.keep() : "kept";
    this.waiting = false;
    if (asked) {
      return;
    }
    if (state === "unkept") {
      this.say(state, this.status.dataset.unsent);
      return;
    }
    this.leaving = true;
    this.form.requestSubmit(event.submitter);
  }

  // Seen at every change; heard only when things go wrong or right again.
  say(state, words, link, address) {
    this.status.textContent = words;
    this.status.dataset.state = state;
    if (link) {
      const anchor = Object.assign(document.createElement("a"), { href: address, textContent: link });
      anchor.className = "govuk-link";
      this.status.append(" ", anchor);
    }
    if (state !== "saving" && state !== this.heard) {
      this.heard = state;
      this.news.textContent = words;
    }
  }
}

export function startAutosave() {
  for (const form of document.querySelectorAll("form[data-module='app-autosave']")) {
    new Autosave(form);
  }
}
