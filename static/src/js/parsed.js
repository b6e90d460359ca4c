// The one place where text becomes elements: a document of its own, in which nothing is loaded and nothing runs, and from
// which elements are taken. Browsers that know Trusted Types refuse it everywhere else (`scrutiny/guard.py`).
const policy = window.trustedTypes?.createPolicy("scrutiny", { createHTML: (text) => text });

export function parsed(text) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");
}
