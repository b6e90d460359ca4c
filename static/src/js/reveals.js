// Shows what belongs to the radio that is chosen, and hides the rest. GOV.UK Frontend's own component also
// sets aria-expanded on the radios, which ARIA does not allow on that role.
const HIDDEN = "govuk-radios__conditional--hidden";

function show(group) {
  for (const radio of group.querySelectorAll("input[data-reveals]")) {
    document.getElementById(radio.dataset.reveals).classList.toggle(HIDDEN, !radio.checked);
  }
}

export function startReveals() {
  for (const group of document.querySelectorAll("[data-module='app-reveals']")) {
    show(group);
    group.addEventListener("change", () => show(group));
    // A browser that goes back may choose again what was chosen, without telling.
    window.addEventListener("pageshow", () => show(group));
  }
}
