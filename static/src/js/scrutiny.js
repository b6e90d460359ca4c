// Starts what makes pages more comfortable. Every page works without it.
import { initAll } from "./govuk-frontend.min.js";
import { startAutosave } from "./autosave.js";
import { mayBeKept } from "./meeting-store.js";
import { startPrinting } from "./print.js";
import { startReveals } from "./reveals.js";
import { startRoomLead } from "./room-lead.js";
import { startSigningOut } from "./signing-out.js";

initAll();
startPrinting();
startReveals();
startAutosave();
startRoomLead();
startSigningOut();

if (document.querySelector("[data-module='app-editor']")) {
  // Only those who write need it.
  import("./editor.js").then(({ startEditors }) => startEditors());
}

const queue = document.querySelector("[data-module='app-queue']");
if (queue && (location.pathname.includes("/meetings/") || mayBeKept())) {
  // Whoever closed a laptop at a meeting may open it on any page.
  import("./meeting-queue.js").then(({ startQueue }) => startQueue(queue));
}

if (document.querySelector("[data-module='app-meeting']")) {
  import("./meeting-keys.js").then(({ startKeys }) => startKeys());
}

const packProgress = document.querySelector("[data-module='app-pack-progress'][data-watched]");
if (packProgress) {
  import("./pack-progress.js").then(({ startPackProgress }) => startPackProgress(packProgress));
}

const agenda = document.querySelector("[data-module='app-agenda']");
if (agenda) {
  import("./agenda-order.js").then(({ startAgenda }) => startAgenda(agenda));
}

const passkeyForms = document.querySelectorAll("[data-module='app-passkey']");
if (passkeyForms.length) {
  import("./passkeys.js").then(({ startPasskeys }) => startPasskeys(passkeyForms));
}
