// Starts what makes pages more comfortable. Every page works without it.
import { initAll } from "./govuk-frontend.min.js";
import { startReveals } from "./reveals.js";

initAll();
startReveals();
