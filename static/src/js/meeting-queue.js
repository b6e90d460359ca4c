// Keeps every recorded view on this computer until the server has it, and says how far that has come. Where the browser
// keeps nothing, or runs no scripts, the form is sent as any other.
import { fieldsOf, fillIn, newKey, typedLines } from "./meeting-form.js";
import { Sender } from "./meeting-sender.js";
import { Status } from "./meeting-status.js";
import { canKeep } from "./meeting-store.js";

const LAST_SAVED = "scrutiny-last-saved";
const CORRECTING = "scrutiny-correcting";
const AN_HOUR = 60 * 60 * 1000;

function remembered(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    if (value) sessionStorage.setItem(name, JSON.stringify(value));
    else sessionStorage.removeItem(name);
  } catch {
    // It is only said on this page then.
  }
}

export class Queue {
  constructor(region) {
    this.user = region.dataset.user;
    this.sender = new Sender(this.user, () => this.changed());
    this.status = new Status(region, this.sender);
    const last = remembered(LAST_SAVED);
    if (last?.user === this.user && Date.now() - last.saved.at < AN_HOUR) this.sender.saved = last.saved;
  }

  // What was saved is said on the next page too, and in other tabs of the browser.
  changed() {
    const { saved } = this.sender;
    if (saved) remember(LAST_SAVED, { user: this.user, saved });
    this.pages?.bringUpToDate();
    return this.status.show();
  }

  get views() {
    return this.sender.views();
  }

  // Resolves to the view once it is on the disk.
  async keep(form, submitter) {
    const view = {
      key: newKey(),
      user: this.user,
      url: location.pathname,
      label: form.dataset.label || document.querySelector("h1").textContent.trim(),
      fields: fieldsOf(form, submitter),
      typed: typedLines(form),
      queuedAt: Date.now(),
      state: "queued",
    };
    await this.sender.keep(view);
    return view;
  }

  // Fills a form with a view that was not recorded, as the address asks.
  async takeUp() {
    const key = location.hash.match(/^#mine=([-0-9a-f]+)$/)?.[1];
    const view = key && (await this.views).find((kept) => kept.key === key);
    const form = [...document.querySelectorAll("main form")].find(({ elements }) => elements.judgement);
    if (!view || !form) return;
    fillIn(form, view.fields);
    history.replaceState(history.state, "", location.pathname);
    if (form.id !== "record") form.addEventListener("submit", () => remember(CORRECTING, key));
  }

  // A view that has become a correction of somebody else's is done with.
  async dropCorrected() {
    const key = remembered(CORRECTING);
    remember(CORRECTING, null);
    if (key && document.querySelector("main .govuk-notification-banner--success")) await this.sender.discard(key);
  }

  async start() {
    await this.dropCorrected();
    await this.takeUp();
    await this.status.show();
    this.sender.send();
    // The page on which a view was not recorded may be the one that is shown: it may have changed since.
    window.addEventListener("hashchange", () => location.hash.startsWith("#mine=") && location.reload());
  }
}

export async function startQueue(region) {
  if (!(await canKeep())) return;
  const queue = new Queue(region);
  await queue.start();
  if (document.querySelector("main #meeting")) {
    const { Pages } = await import("./meeting-pages.js");
    queue.pages = new Pages(queue);
  }
  document.documentElement.dataset.queue = "ready";
}
