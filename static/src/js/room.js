// The projector's window: asks each second whether the picture is still the same, and shows the new one when it is not.
// What the public may not see goes from the window when nobody can say whether it may stay.
import { parsed } from "./parsed.js";

const PAUSE = 1000;
const LONGEST_PAUSE = 5000;
const PATIENCE = 4000;
const TRUST = 10000; // how long exempt items stay without a word from the server
const SIZES = ["xl", "l", "m", "s"];

class Screen {
  constructor(main) {
    this.main = main;
    this.connection = document.getElementById("room-connection");
    this.tag = main.dataset.tag;
    this.shown = main.innerHTML.trim();
    this.pause = PAUSE;
    this.timer = null;
    this.asking = false;
    this.lostAt = null;
    this.fit();
    document.fonts.ready.then(() => this.fit());
    window.addEventListener("resize", () => this.fit());
    window.addEventListener("online", () => this.askSoon(0));
    window.addEventListener("pageshow", () => this.askSoon(0));
    document.addEventListener("visibilitychange", () => this.looked());
    this.askSoon(PAUSE);
  }

  get isExempt() {
    return this.main.querySelector("[data-exempt]") !== null;
  }

  // A window that nobody sees asks nothing; what is exempt is not there before it has asked again.
  looked() {
    if (document.hidden) {
      clearTimeout(this.timer);
      if (this.isExempt) {
        this.empty();
      }
    } else {
      this.askSoon(0);
    }
  }

  askSoon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), wait);
  }

  async ask() {
    if (this.asking || document.hidden) {
      return;
    }
    this.asking = true;
    try {
      const answer = await fetch(this.main.dataset.now, {
        headers: this.tag ? { "If-None-Match": this.tag } : {},
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      await this.told(answer);
    } catch {
      this.lost();
    }
    this.asking = false;
    this.askSoon(this.pause);
  }

  async told(answer) {
    if (answer.status === 304) {
      this.found();
    } else if (answer.ok) {
      const picture = await answer.text();
      this.tag = answer.headers.get("ETag");
      this.show(picture);
      this.found();
    } else if (answer.type === "opaqueredirect") {
      this.closed(this.main.dataset.signedOut);
    } else if (answer.status === 404) {
      this.closed(this.main.dataset.gone);
    } else {
      this.lost();
    }
  }

  show(picture) {
    if (picture.trim() !== this.shown) {
      this.shown = picture.trim();
      this.main.replaceChildren(...parsed(picture).body.childNodes);
      this.fit();
    }
  }

  empty() {
    this.tag = "";
    this.show("");
  }

  found() {
    this.pause = PAUSE;
    this.lostAt = null;
    this.say("");
  }

  lost() {
    this.lostAt ??= new Date();
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    if (this.isExempt && Date.now() - this.lostAt >= TRUST) {
      this.empty();
    }
    const time = this.lostAt.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const words = this.main.dataset[this.shown ? "lost" : "hidden"];
    this.say(words.replace("{time}", time));
  }

  // Signed out, or no longer theirs to see: asked again slowly, because somebody may sign in again in another window.
  closed(words) {
    this.empty();
    this.pause = LONGEST_PAUSE;
    this.lostAt = null;
    this.say(words);
  }

  say(words) {
    if (this.connection.textContent !== words) {
      this.connection.textContent = words;
    }
    this.connection.hidden = words === "";
  }

  // The server has chosen letters for 1920 by 1080; other windows step down until the words fit, then cut whole lines.
  fit() {
    const picture = this.main.querySelector(".app-room__picture");
    const words = picture?.querySelector(".app-room__words");
    if (!words) {
      return;
    }
    const more = picture.querySelector(".app-room__go-on");
    const given = SIZES.findIndex((size) => picture.classList.contains(`app-room__picture--${size}`));
    picture.dataset.given ??= String(given);
    more.dataset.given ??= String(!more.hidden);
    words.style.maxHeight = "";
    more.hidden = more.dataset.given !== "true";
    for (const size of SIZES.slice(Number(picture.dataset.given))) {
      picture.classList.remove(...SIZES.map((other) => `app-room__picture--${other}`));
      picture.classList.add(`app-room__picture--${size}`);
      if (words.scrollHeight <= words.clientHeight + 1) {
        return;
      }
    }
    more.hidden = false;
    const line = parseFloat(getComputedStyle(words).lineHeight);
    words.style.maxHeight = `${Math.max(1, Math.floor(words.clientHeight / line)) * line}px`;
  }
}

new Screen(document.getElementById("room"));
