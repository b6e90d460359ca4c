// The page of packs being made: asks for itself again and again, and goes on to the pack when they are ready.
// Without it the page's "Refresh" does the same.
import { parsed } from "./parsed.js";

const PAUSE = 1500;
const LONGEST_PAUSE = 15000;
const PATIENCE = 10000;
const BETWEEN_WORDS = 10000; // a screen reader that is told each step would never fall silent

class Progress {
  constructor(page) {
    this.page = page;
    this.pause = PAUSE;
    this.saidAt = Date.now();
    this.part("buttons").querySelector("[data-refresh]")?.setAttribute("hidden", "");
    this.lookSoon();
  }

  part(name, page = this.page) {
    return page.querySelector(`[data-part='${name}']`);
  }

  lookSoon() {
    setTimeout(() => this.look(), this.pause);
  }

  async look() {
    try {
      const answer = await fetch(location.href, {
        // Nobody is at work because of it: it keeps no session alive.
        headers: { "X-Asked-By": "clock" },
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const found = parsed(await answer.text());
      const page = found.querySelector("[data-module='app-pack-progress']");
      if (!answer.ok || !page) {
        throw new Error("This is another page: signed out, or the server is down.");
      }
      this.pause = PAUSE;
      this.show(page, found.title);
      if (!("watched" in page.dataset)) {
        this.end(page);
        return;
      }
    } catch {
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
      this.part("buttons").querySelector("[data-refresh]")?.removeAttribute("hidden");
    }
    this.lookSoon();
  }

  show(page, title) {
    document.title = title;
    this.part("heading").textContent = this.part("heading", page).textContent;
    this.part("state").replaceChildren(...document.importNode(this.part("state", page), true).childNodes);
    if (Date.now() - this.saidAt > BETWEEN_WORDS) {
      this.say();
    }
  }

  say() {
    this.saidAt = Date.now();
    this.part("said").textContent = this.part("heading").textContent;
  }

  end(page) {
    this.say();
    if (page.dataset.goesTo) {
      location.assign(page.dataset.goesTo);
      return;
    }
    this.part("buttons").replaceChildren(...document.importNode(this.part("buttons", page), true).childNodes);
  }
}

export function startPackProgress(page) {
  new Progress(page);
}
