// Starts what makes pages more comfortable. Every page works without it.
import { initAll } from "./govuk-frontend.min.js";
import { startAutosave } from "./autosave.js";
import { startReveals } from "./reveals.js";

initAll();
startReveals();
startAutosave();

if (document.querySelector("[data-module='app-editor']")) {
  // Only those who write need it.
  import("./editor.js").then(({ startEditors }) => startEditors());
}
