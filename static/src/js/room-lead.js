// Where the officer leads the room's screen: tells it each page they come to and each choice they make there.
// Failures are silent: the next change tries again, and otherwise the clock. What was typed is never told.
const PAUSE = 200;
const RETRY = 5000;
const PATIENCE = 4000;
const CHOICES = ["judgement", "decision", "conclusion_reason"];

class Lead {
  constructor() {
    this.leads = null; // what this window knows of it; the page says so at first
    this.told = ""; // what the server has been told last
    this.telling = false;
    this.timer = null;
    this.look();
    document.addEventListener("app:page", () => this.look());
    document.addEventListener("change", (event) => this.changed(event));
    window.addEventListener("online", () => this.tellSoon(0));
    window.addEventListener("pageshow", (event) => event.persisted && this.look());
  }

  get form() {
    return document.querySelector("form[data-module='app-room-lead']");
  }

  // A page that was fetched before may not know what this window has learnt since.
  look() {
    const form = this.form;
    if (!form) {
      return;
    }
    this.leads ??= form.dataset.leads === "true";
    this.told = "";
    if (this.leads) {
      this.tellSoon(0);
    }
  }

  changed(event) {
    if (this.leads && event.target.form?.id === "record" && CHOICES.includes(event.target.name)) {
      this.tellSoon(PAUSE);
    }
  }

  tellSoon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), wait);
  }

  // The place of the page and what is chosen on it, as the record form has it now.
  place(form) {
    const place = new URLSearchParams({ then: "follow" });
    for (const name of ["csrfmiddlewaretoken", "inquiry", "reference"]) {
      place.set(name, form.elements[name].value);
    }
    for (const name of CHOICES) {
      const chosen = document.querySelector(`form#record input[name='${name}']:checked`);
      const belongs = name !== "conclusion_reason" || place.get("decision") === "conclude";
      if (chosen && belongs) {
        place.set(name, chosen.value);
      }
    }
    return place;
  }

  // One request at a time; what changed meanwhile is told after it.
  async tell() {
    const form = this.form;
    if (!this.leads || !form || this.telling) {
      return;
    }
    const place = this.place(form).toString();
    if (place === this.told) {
      return;
    }
    this.telling = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(place),
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok) {
        const { leads, words } = await answer.json();
        this.told = place;
        this.say(leads, words);
      }
    } catch {
      // Tried again below.
    }
    this.telling = false;
    if (this.leads && this.place(this.form ?? form).toString() !== this.told) {
      this.tellSoon(this.told === place ? PAUSE : RETRY);
    }
  }

  say(leads, words) {
    const form = this.form;
    this.leads = leads;
    form.dataset.leads = String(leads);
    const state = form.querySelector("[data-lead-state]");
    if (state.textContent !== words) {
      state.textContent = words;
    }
  }
}

export function startRoomLead() {
  if (document.querySelector("form[data-module='app-room-lead']")) {
    new Lead();
  }
}
