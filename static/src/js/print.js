// "Print this page". Whatever is folded away is unfolded on paper and folded again afterwards.
export function startPrinting() {
  for (const button of document.querySelectorAll("[data-module='app-print']")) {
    button.addEventListener("click", () => window.print());
  }
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open])")];
    for (const details of unfolded) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of unfolded) details.open = false;
  });
}
