// Says what has become of the views recorded in this browser. Saved, kept and not sent yet, and not recorded look and
// read differently; a screen reader hears each change once.
const PLURAL = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

function listed(labels) {
  return labels.length < 2 ? labels.join("") : `${labels.slice(0, -1).join(", ")} and ${labels.at(-1)}`;
}

function clock(at) {
  const time = new Date(at);
  const said = time.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (time.toDateString() === new Date().toDateString()) return `at ${said}`;
  return `on ${time.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })} at ${said}`;
}

function made(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter(Boolean));
  return element;
}

function line(state, sign, title, ...more) {
  const mark = made("span", { className: "app-queue__sign", textContent: sign, ariaHidden: "true" });
  const element = made("div", { className: "app-queue__line" }, mark, made("p", {}, made("strong", {}, title), ...more));
  element.dataset.state = state;
  return element;
}

function link(href, text, about = "") {
  const hidden = about && made("span", { className: "govuk-visually-hidden" }, ` ${about}`);
  return made("a", { className: "govuk-link", href }, text, hidden);
}

function button(text, press, about = "") {
  const hidden = about && made("span", { className: "govuk-visually-hidden" }, ` ${about}`);
  const element = made("button", { className: "app-button-link", type: "button" }, text, hidden);
  element.addEventListener("click", press);
  return element;
}

export class Status {
  constructor(region, sender) {
    this.region = region;
    this.sender = sender;
    this.heard = "";
    this.showing = Promise.resolve();
    this.notice = ""; // what is said of the page that is shown
    this.asking = new Set(); // keys of the views that are about to be discarded
    this.setAside = new Set(); // keys of refused views that the page itself shows with what is wrong
    this.lines = made("div", { className: "app-queue__lines" });
    this.news = made("p", { className: "govuk-visually-hidden", role: "status" });
    region.append(this.lines, this.news);
  }

  // One after the other, so that what is shown last is what was read last.
  show() {
    this.showing = this.showing.then(() => this.render()).catch(() => {});
    return this.showing;
  }

  async render() {
    const views = (await this.sender.views()).filter(({ key }) => !this.setAside.has(key));
    const queued = views.filter(({ state }) => state === "queued");
    const kept = queued.filter(({ key }) => !this.sender.fresh.has(key));
    const failed = views.filter(({ state }) => state === "failed");
    const others = await this.sender.numberOfOthers();
    const said = [
      ...(kept.length ? [this.queuedLine(kept)] : []),
      ...(queued.length > kept.length ? [this.sendingLine(queued.at(-1))] : []),
      ...(!queued.length && this.sender.saved ? [this.savedLine(this.sender.saved)] : []),
      ...failed.map((view) => this.failedLine(view)),
      ...(others ? [this.othersLine(others)] : []),
      ...(this.notice ? [line("notice", "i", this.notice)] : []),
    ];
    const held = document.activeElement?.id;
    this.lines.replaceChildren(...said);
    if (held && document.activeElement?.id !== held) document.getElementById(held)?.focus();
    this.region.hidden = said.length === 0;
    this.tell(kept, failed);
    this.mark(queued);
  }

  queuedLine(views) {
    const { heldUp } = this.sender;
    const number = PLURAL(views.length, "view");
    const are = views.length === 1 ? "is" : "are";
    const kept = ` ${number} ${are} kept on this computer: ${listed(views.map(({ label }) => label))}.`;
    if (heldUp?.state === "signed_out") {
      const next = link(heldUp.address, `Sign in again to send ${number}`);
      return line("queued", "…", "Not sent yet:", `${kept} You have been signed out. `, next);
    }
    if (heldUp) {
      const they = views.length === 1 ? "It is" : "They are";
      return line("queued", "…", "Not sent yet:", `${kept} ${heldUp.words} ${they} sent then.`);
    }
    const when = ` ${views.length === 1 ? "It is" : "They are"} sent when the network is back. `;
    const now = button("Try now", () => this.sender.sendAtOnce());
    now.id = "queue-try";
    return line("queued", "…", "Not sent yet:", kept + when, now);
  }

  // Not what they said: it may be exempt, and it is theirs.
  othersLine(number) {
    const [are, they] = number === 1 ? ["is", "It is"] : ["are", "They are"];
    const words = ` ${PLURAL(number, "view")} that somebody else recorded here ${are} kept on this computer.`;
    return line("queued", "…", "Not sent yet:", `${words} ${they} sent once they sign in.`);
  }

  sendingLine({ label }) {
    return line("sending", "↑", "Sending:", ` ${label}`);
  }

  savedLine({ labels, words, url, at }) {
    const more = words.match(/recorded: (.*)$/s)?.[1];
    const open = labels.length === 1 && location.pathname !== url && link(url, `Open ${labels[0]}`);
    return line("saved", "✓", "Saved:", ` ${listed(labels)} ${clock(at)}.`, more && ` ${more}`, open && " ", open);
  }

  failedLine(view) {
    const { label, words, typed, open, correct, key, queuedAt } = view;
    const element = line("failed", "!", `${label} was not recorded:`, ` ${words}`);
    element.id = `failed-${key}`;
    element.tabIndex = -1;
    const answers = typed.flatMap(([question, answer]) => [made("dt", {}, question), made("dd", {}, answer)]);
    const summary = made("span", { className: "govuk-details__summary-text" }, `What you recorded ${clock(queuedAt)}`);
    const mine = made(
      "details",
      { className: "govuk-details", open: true },
      made("summary", { className: "govuk-details__summary" }, summary),
      made("dl", { className: "app-queue__typed govuk-details__text" }, ...answers),
    );
    const ways = [
      link(`${open}#mine=${key}`, `Open ${label}`),
      correct && link(`${correct}#mine=${key}`, "Correct it with mine", `on ${label}`),
      this.discarding(key, label),
    ];
    const acts = this.asking.has(key) ? this.confirming(view) : ways;
    element.append(mine, made("p", { className: "app-queue__acts" }, ...acts.filter(Boolean)));
    return element;
  }

  discarding(key, label) {
    const ask = async () => {
      this.asking.add(key);
      await this.show();
      document.getElementById(`keep-${key}`)?.focus();
    };
    const element = button("Discard mine", ask, `on ${label}`);
    element.id = `discard-${key}`;
    return element;
  }

  confirming({ key, label }) {
    const yes = button("Yes, discard mine", async () => {
      this.asking.delete(key);
      await this.sender.discard(key);
      document.querySelector("h1")?.focus();
    });
    const no = button("No, keep it", async () => {
      this.asking.delete(key);
      await this.show();
      document.getElementById(`discard-${key}`)?.focus();
    });
    yes.id = `yes-${key}`;
    no.id = `keep-${key}`;
    return [made("strong", {}, `Discard your view on ${label}? It cannot be brought back.`), yes, no];
  }

  tell(kept, failed) {
    const { saved, heldUp } = this.sender;
    const words = [
      kept.length ? `Not sent yet: ${PLURAL(kept.length, "view")}. ${heldUp ? heldUp.words : ""}` : "",
      !kept.length && saved ? `Saved: ${listed(saved.labels)} ${clock(saved.at)}.` : "",
      ...failed.map(({ label, words }) => `${label} was not recorded: ${words}`),
      this.notice,
    ]
      .filter(Boolean)
      .join(" ");
    if (words !== this.heard) this.news.textContent = this.heard = words;
  }

  // In the list of the meeting, the leaves whose view waits to be sent.
  mark(queued) {
    const references = new Map();
    for (const { url, fields } of queued) {
      const parts = fields.filter(([name]) => name === "parts").map(([, letter]) => letter);
      references.set(url, parts);
    }
    for (const leaf of document.querySelectorAll("#meeting-list a[data-leaf]")) {
      const path = new URL(leaf.href).pathname;
      const isMeant = ([url, parts]) => url === path || parts.some((letter) => `${url.slice(0, -1)}${letter}/` === path);
      const isQueued = [...references].some(isMeant);
      leaf.querySelector(".app-queued")?.remove();
      if (isQueued) leaf.append(made("span", { className: "app-queued" }, " not sent yet"));
    }
  }

  note(words) {
    this.notice = words;
    return this.show();
  }

  async lookAt(key) {
    await this.show();
    document.getElementById(`failed-${key}`)?.focus();
  }
}
