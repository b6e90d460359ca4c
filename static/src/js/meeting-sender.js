// Sends the views that are kept on this computer, in the order they were recorded, until it is told what became of each.
// The key that goes with a view makes sending it again harmless, so what is not answered is sent again.
import { change, discard, keep, keptViews } from "./meeting-store.js";
import { parsed } from "./parsed.js";

const PATIENCE = 8000;
const PAUSES = [2000, 4000, 8000, 15000, 30000];
export const SAVED = ["recorded", "already"];
const HELD_UP = ["signed_out", "other_user"];
const LOST = [400, 404, 405, 410, 413]; // an answer that is no JSON, and will be none the next time

export class Sender {
  // `user` is the one the page was made for; `changed` is called whenever there is something new to show.
  constructor(user, changed) {
    this.user = user;
    this.changed = changed;
    this.saved = null; // the last views that were saved: {labels, words, url, at}
    this.savedNow = null; // those of the round under way
    this.heldUp = null; // the answer that says why nothing can be sent for now
    this.fresh = new Set(); // keys of views that have only just been recorded in this page
    this.waiting = new Map();
    this.failures = 0;
    this.sending = null;
    this.again = false;
    this.tabs = "BroadcastChannel" in window ? new BroadcastChannel("scrutiny-views") : null;
    this.tabs?.addEventListener("message", ({ data }) => this.heard(data));
    window.addEventListener("online", () => this.sendAtOnce());
    window.addEventListener("offline", () => this.changed());
    document.addEventListener("visibilitychange", () => document.hidden || this.sendAtOnce());
  }

  async views() {
    return (await keptViews()).filter(({ user }) => user === this.user);
  }

  async numberOfOthers() {
    return (await keptViews()).filter(({ user, state }) => user !== this.user && state === "queued").length;
  }

  async keep(view) {
    await keep(view);
    this.fresh.add(view.key);
    this.tabs?.postMessage({ changed: true });
    this.changed();
    this.sendAtOnce();
  }

  // Resolves to what became of a view; to nothing when that is not known within `wait` milliseconds.
  outcome(key, wait) {
    return new Promise((resolve) => {
      const done = (answer) => {
        this.fresh.delete(key);
        this.waiting.delete(key);
        resolve(answer);
        this.changed();
      };
      this.waiting.set(key, done);
      setTimeout(() => this.waiting.get(key) === done && done(), wait);
    });
  }

  async discard(key) {
    await discard(key);
    this.tabs?.postMessage({ changed: true });
    this.changed();
  }

  heard({ key, answer, saved }) {
    this.saved = saved ?? this.saved;
    this.waiting.get(key)?.(answer);
    this.changed();
  }

  sendAtOnce() {
    this.failures = 0;
    return this.send();
  }

  // One round at a time in this page and, where the browser has locks, in all of them.
  async send() {
    clearTimeout(this.timer);
    if (this.sending) {
      this.again = true;
      return;
    }
    this.sending = navigator.locks
      ? navigator.locks.request("scrutiny-views", () => this.round())
      : this.round();
    const isDone = await this.sending.catch(() => false);
    this.sending = null;
    this.changed();
    if (this.again) {
      this.again = false;
      await this.send();
    } else if (!isDone) {
      const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
      this.failures += 1;
      this.timer = setTimeout(() => this.send(), pause);
    }
  }

  // Resolves to whether nothing is left to be tried again by itself.
  async round() {
    const views = (await this.views()).filter(({ state }) => state === "queued");
    this.savedNow = null;
    this.heldUp = null;
    let isDone = true;
    for (const view of views) {
      const answer = await this.ask(view);
      if (answer === null) {
        this.waiting.forEach((done) => done());
        return false;
      }
      if (HELD_UP.includes(answer.state)) {
        this.heldUp = answer;
        this.waiting.forEach((done) => done(answer));
        return true;
      }
      if (answer.state === "broken") isDone = false;
      else await this.settle(view, answer);
    }
    return isDone;
  }

  async settle(view, answer) {
    let saved = null;
    if (SAVED.includes(answer.state)) {
      await discard(view.key);
      const labels = [...(this.savedNow?.labels ?? []), view.label];
      saved = { labels, words: labels.length > 1 ? "" : answer.words, url: view.url, at: Date.now() };
      this.saved = this.savedNow = saved;
    } else {
      const { state: why, words, correct = "" } = answer;
      await change({ ...view, state: "failed", why, words, correct, open: answer.open ?? view.url });
    }
    this.tabs?.postMessage({ key: view.key, answer, saved });
    this.waiting.get(view.key)?.(answer);
    this.changed();
  }

  // Resolves to the server's answer; "broken" when it has none to this view; null when nothing answers.
  async ask(view) {
    if (navigator.onLine === false) return null;
    try {
      const answer = await this.post(view);
      if (answer.state !== "stale_page") return answer;
      const heldUp = await this.renewToken();
      if (heldUp) return heldUp;
      const second = await this.post(view);
      return second.state === "stale_page" ? { state: "broken" } : second;
    } catch {
      return null;
    }
  }

  async post(view) {
    const response = await fetch(view.url, {
      method: "POST",
      body: new URLSearchParams([
        ...view.fields,
        ["form_key", view.key],
        ["as", view.user],
        ["csrfmiddlewaretoken", this.token ?? document.querySelector("[name='csrfmiddlewaretoken']")?.value ?? ""],
      ]),
      headers: { Accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.headers.get("Content-Type")?.startsWith("application/json")) return response.json();
    if (LOST.includes(response.status)) {
      return { state: "refused", words: `The service did not take it (answer ${response.status}).` };
    }
    if (response.status >= 500) return { state: "broken" };
    throw new Error("Something between here and the service has answered in its place.");
  }

  // The token of a page as it is now. Resolves to an answer when the page is nobody's or somebody else's.
  async renewToken() {
    const response = await fetch(location.pathname, { signal: AbortSignal.timeout(PATIENCE) });
    const page = parsed(await response.text());
    const user = page.querySelector("[data-module='app-queue']")?.dataset.user;
    if (!user) {
      const address = response.redirected ? response.url : "/accounts/login/";
      return { state: "signed_out", words: "You have been signed out.", link: "Sign in again", address };
    }
    if (user !== this.user) {
      const words = "Somebody else is signed in now. Sign in as the user who recorded it.";
      return { state: "other_user", words };
    }
    this.token = page.querySelector("[name='csrfmiddlewaretoken']")?.value;
    return null;
  }
}
