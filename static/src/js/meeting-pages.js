// Goes from leaf to leaf of a meeting without leaving the page, so that the officer can go on while there is no network:
// the pages still to come are fetched beforehand, and held in memory alone, because they may be exempt.
import { initAll } from "./govuk-frontend.min.js";
import { fieldsOf, fillIn } from "./meeting-form.js";
import { SAVED } from "./meeting-sender.js";
import { startReveals } from "./reveals.js";
import { parsed } from "./parsed.js";

const PATIENCE = 2000;
const LONG_PATIENCE = 8000;
const AHEAD = 25;
const OLD = 10 * 60 * 1000;
const BETWEEN = 200;
const LEAVES = "#meeting-list a[data-leaf]";
const LEADING = `${LEAVES}, #leaf-next, #leaf-previous`;

const pathOf = (address) => new URL(address, location.href).pathname;
const isLeafPage = (page) => page.querySelector("main #meeting") !== null;

export class Pages {
  constructor(queue) {
    this.queue = queue;
    this.copies = new Map(); // path -> {text, at}
    this.typed = new Map(); // path -> what was typed there and not sent
    this.turn = 0;
    this.recording = null; // the form that is being recorded: each is sent once, and the next may follow at once
    this.isOld = false; // whether the page that is shown is from before the network went
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("submit", (event) => this.submitted(event));
    // A link to a part of the same page changes the history too.
    window.addEventListener("popstate", () => location.pathname !== this.path && this.go(location.href, { push: false }));
    this.begin();
  }

  begin() {
    this.path = location.pathname;
    this.asGiven = JSON.stringify(this.form ? fieldsOf(this.form) : []);
    this.fetchAhead();
  }

  get form() {
    return document.querySelector("form#record");
  }

  clicked(event) {
    const link = event.target.closest?.(LEADING);
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || event.defaultPrevented) return;
    event.preventDefault();
    this.go(link.href);
  }

  submitted(event) {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.method === "get" && /\/jump\/$/.test(pathOf(form.action))) {
      event.preventDefault();
      this.jump(form);
    } else if (form.id === "record") {
      event.preventDefault();
      this.record(form, event.submitter);
    }
  }

  // --- Recording ---

  async record(form, submitter) {
    if (this.recording === form) return;
    this.recording = form;
    try {
      if (form.elements.judgement && !form.elements.judgement.value) await this.haveItRefused(form, submitter);
      else await this.keepAndGoOn(form, submitter);
    } finally {
      if (this.recording === form) this.recording = null;
    }
  }

  async keepAndGoOn(form, submitter) {
    let view;
    try {
      view = await this.queue.keep(form, submitter);
    } catch {
      form.submit(); // The disk is full, or not ours any more.
      return;
    }
    this.asGiven = JSON.stringify(fieldsOf(form));
    this.typed.delete(view.url);
    const answer = await this.queue.sender.outcome(view.key, PATIENCE);
    if (answer?.state === "refused") await this.haveItRefused(form, submitter, view);
    else if (answer?.state === "taken") this.queue.status.lookAt(view.key);
    else if (!answer || SAVED.includes(answer.state)) await this.goOn(view, answer);
  }

  // Has the server say on the page what is wrong, each at its field.
  async haveItRefused(form, submitter, view) {
    const { status, sender } = this.queue;
    if (view) status.setAside.add(view.key);
    try {
      const body = new URLSearchParams([...new FormData(form, submitter)]);
      if (view) body.set("form_key", view.key);
      const signal = AbortSignal.timeout(LONG_PATIENCE);
      const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "text/html" }, signal });
      const page = parsed(await answer.text());
      if (!isLeafPage(page)) throw new Error("That is another page.");
      this.show(page, answer.redirected ? answer.url : null);
      if (view) await sender.discard(view.key);
    } catch {
      if (view) status.setAside.delete(view.key);
      await status.note(view ? "" : "Nothing is kept: choose the committee’s view first.");
    }
  }

  async goOn(view, answer) {
    const isSaved = answer !== undefined;
    const next = answer?.next;
    if (isSaved) this.copies.delete(view.url);
    const wantsList = view.fields.some(([name, value]) => name === "then" && value === "list");
    const target = next || (wantsList ? this.listAddress : await this.nextToRecord());
    if (!target) return this.queue.status.note("That was the last one that waits for a view.");
    if (isSaved && !this.isLeaf(target)) return location.assign(target);
    return this.go(target);
  }

  get listAddress() {
    return location.pathname.replace(/\/views\/.*$/, "/views/");
  }

  isLeaf(address) {
    return pathOf(address) !== this.listAddress;
  }

  // The next leaf that is neither recorded nor kept here to be sent, as far as this page knows.
  async nextToRecord() {
    const kept = new Set((await this.queue.views).map(({ url }) => url));
    const links = [...document.querySelectorAll(LEAVES)];
    const here = links.findLastIndex((link) => this.isHere(link));
    const inOrder = [...links.slice(here + 1), ...links.slice(0, Math.max(here, 0))];
    const isWaiting = (link) =>
      !this.isHere(link) && !kept.has(pathOf(link.href)) && !link.querySelector(".app-queued") && !("recorded" in link.dataset);
    return inOrder.find(isWaiting)?.href ?? (links.length ? null : document.querySelector("#leaf-next")?.href);
  }

  isHere(link) {
    return link.hasAttribute("aria-current") || pathOf(link.href) === location.pathname;
  }

  // --- Going about ---

  jump(form) {
    const wanted = String(new FormData(form).get("to") ?? "");
    const [, number, letter] = wanted.trim().match(/^r?\s*0*(\d+)\s*([a-z]?)\s*\)?$/i) ?? [];
    const reference = number && `R${number.padStart(2, "0")}${letter.toLowerCase()}`;
    const links = [...document.querySelectorAll(LEAVES)];
    const known = links.find(({ dataset }) => dataset.leaf === reference);
    const address = `${form.action}?${new URLSearchParams({ to: wanted })}`;
    return this.go(address, { instead: known?.href });
  }

  // Shows a page as it is now or, when there is no network, as it was; says so when there is neither.
  async go(address, { push = true, instead = address } = {}) {
    const turn = ++this.turn;
    this.putAside();
    const isKnown = this.copies.has(pathOf(instead));
    const answer = await this.fetched(address, isKnown ? PATIENCE : LONG_PATIENCE);
    if (turn !== this.turn) return;
    if (answer) {
      const page = parsed(answer.text);
      if (!answer.ok || !isLeafPage(page)) {
        location.assign(push ? address : location.href);
        return;
      }
      this.hold(pathOf(answer.url), answer.text);
      await this.queue.status.note("");
      this.isOld = false;
      this.show(page, push ? answer.url : null);
      return;
    }
    await this.showCopy(instead, push);
  }

  async fetched(address, patience) {
    if (navigator.onLine === false) return null;
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(patience) });
      return answer.status < 500 ? { text: await answer.text(), url: answer.url, ok: answer.ok } : null;
    } catch {
      return null;
    }
  }

  async showCopy(address, push) {
    const path = pathOf(address);
    const copy = this.copies.get(path);
    const views = (await this.queue.views).filter(({ state }) => state === "queued");
    if (!copy) {
      const name = this.nameOf(path);
      const kept = views.length ? ` ${views.length} view${views.length === 1 ? " is" : "s are"} kept.` : "";
      await this.queue.status.note(`${name} cannot be shown until the network is back.${kept}`);
      return;
    }
    const page = parsed(copy.text);
    page.querySelectorAll(".govuk-notification-banner").forEach((banner) => banner.remove());
    this.keepList(page, path);
    const time = new Date(copy.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const again = views.find(({ url }) => url === path);
    const mine = again ? " You have recorded it already. Recording it again takes the place of what is kept." : "";
    this.isOld = true;
    this.show(page, push ? path : null);
    await this.queue.status.note(`Shown from before the network went: as it was at ${time}.${mine}`);
  }

  // Once everything is sent: the list of leaves of an old page is renewed, and nothing that is being filled in.
  async bringUpToDate() {
    if (!this.isOld || (await this.queue.views).some(({ state }) => state === "queued")) return;
    const { turn, path } = this;
    const answer = await this.fetched(path, LONG_PATIENCE);
    if (!answer?.ok || turn !== this.turn || !this.isOld || pathOf(answer.url) !== path) return;
    this.isOld = false;
    const page = parsed(answer.text);
    if (!isLeafPage(page)) return;
    this.hold(path, answer.text);
    const [list, newer] = [document, page].map((place) => place.querySelector("#meeting-list"));
    const isOpen = list?.querySelector("details")?.open;
    if (list && newer) list.replaceWith(newer);
    if (isOpen) newer.querySelector("details").open = true;
    const isTaken = this.form && !page.querySelector("form#record");
    await this.queue.status.note(isTaken ? "A view has been recorded here since. Load the page again to see it." : "");
  }

  nameOf(path) {
    const link = [...document.querySelectorAll(LEAVES)].find(({ href }) => pathOf(href) === path);
    if (path === this.listAddress) return "The list";
    return (link?.dataset.leaf ?? decodeURIComponent(path.split("/").at(-2))).replace(/^(R\d+)([a-z])$/, "$1 $2)");
  }

  // The list of leaves on the page that is left is newer than the copy's.
  keepList(page, path) {
    const [list, older] = [document, page].map((place) => place.querySelector("#meeting-list"));
    if (!list || !older) return;
    const newer = list.cloneNode(true);
    for (const link of newer.querySelectorAll("a[data-leaf]")) {
      const isThere = pathOf(link.href) === path;
      if (isThere) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    older.replaceWith(newer);
  }

  putAside() {
    if (!this.form) return;
    const fields = fieldsOf(this.form);
    if (JSON.stringify(fields) !== this.asGiven) this.typed.set(this.path, fields);
  }

  // Puts a page in the place of this one; `address` is where it stands in the browser's history, if it is a new place.
  show(page, address) {
    const [main, next] = [document, page].map((place) => place.querySelector("main"));
    if (address && pathOf(address) !== location.pathname) history.pushState(null, "", pathOf(address));
    document.title = page.title;
    main.className = next.className;
    main.replaceChildren(...next.childNodes);
    initAll({ scope: main });
    startReveals();
    this.path = location.pathname;
    this.asGiven = JSON.stringify(this.form ? fieldsOf(this.form) : []);
    const typed = this.typed.get(this.path);
    if (typed && this.form && !main.querySelector(".govuk-error-summary")) fillIn(this.form, typed);
    this.typed.delete(this.path);
    window.scrollTo(0, 0);
    this.focus(main);
    document.dispatchEvent(new CustomEvent("app:page"));
    this.queue.status.show();
    this.fetchAhead();
  }

  focus(main) {
    const heading = main.querySelector(".govuk-error-summary") ?? main.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  // --- Beforehand ---

  // Fetches the pages still to come, one after the other, while nothing else is asked for.
  async fetchAhead() {
    const turn = this.turn;
    const links = [...document.querySelectorAll(LEAVES)];
    const here = links.findIndex((link) => this.isHere(link));
    const paths = [...links.slice(here + 1), ...links.slice(0, here + 1)].slice(0, AHEAD).map(({ href }) => pathOf(href));
    for (const path of paths) {
      const age = Date.now() - (this.copies.get(path)?.at ?? 0);
      if (age < OLD) continue;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN));
      if (turn !== this.turn || this.recording) return;
      const answer = await this.fetched(path, LONG_PATIENCE);
      if (!answer) return;
      if (answer.ok && pathOf(answer.url) === path) this.hold(path, answer.text);
    }
  }

  hold(path, text) {
    this.copies.set(path, { text, at: Date.now() });
    document.documentElement.dataset.copies = this.copies.size;
  }
}
