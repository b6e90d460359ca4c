// Signing out clears what pages have left in this browser. Views that the service has not taken yet stay on the disk until
// the user who recorded them is back: the form says so, and the service leaves them where they are.
import { mayBeKept } from "./meeting-store.js";

function sayWhatStays(form) {
  form.querySelector("[name='keeps_views']")?.remove();
  if (!mayBeKept()) return;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "keeps_views", value: "yes" });
  form.append(field);
  try {
    sessionStorage.clear();
  } catch {
    // This browser keeps nothing there.
  }
}

export function startSigningOut() {
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("form[action='/accounts/logout/']")) sayWhatStays(target);
  });
}
