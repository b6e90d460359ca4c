// A form of a view as plain data, the same data as words, and back into a form again.
const NOT_TYPED = ["csrfmiddlewaretoken", "form_key", "as"];
const HIDDEN_CHOICE = ".govuk-radios__conditional--hidden";

export function fieldsOf(form, submitter) {
  return [...new FormData(form, submitter)].filter(
    ([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name),
  );
}

// A UUID, also where the browser makes none because the page did not come by https.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function wordsOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, [aria-hidden='true'], [class*='hint']").forEach((part) => part.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}

const labelOf = (field) => (field.labels?.[0] ? wordsOf(field.labels[0]) : "");

function questionOf(field) {
  const legend = field.closest("fieldset")?.querySelector("legend");
  const isOneOfSeveral = field.matches("[type='radio'], [type='checkbox']") || field.closest(".govuk-date-input");
  return isOneOfSeveral && legend ? wordsOf(legend) : labelOf(field);
}

// What was said, as lines of question and answer, for whoever has to read it again.
export function typedLines(form) {
  const lines = new Map();
  for (const field of form.elements) {
    const isChoice = field.matches("[type='radio'], [type='checkbox']");
    const isLeftOut = field.matches("[type='hidden'], button, fieldset") || field.closest(HIDDEN_CHOICE);
    if (isLeftOut || !field.value || (isChoice && !field.checked)) continue;
    const question = questionOf(field);
    lines.set(question, [...(lines.get(question) ?? []), isChoice ? labelOf(field) : field.value]);
  }
  return [...lines].map(([question, answers]) => [question, answers.join(" ")]);
}

export function fillIn(form, fields) {
  const given = new Map();
  for (const [name, value] of fields) given.set(name, [...(given.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || field.matches("[type='hidden'], button") || !(given.has(field.name) || field.checked)) continue;
    const values = given.get(field.name) ?? [];
    if (field.matches("[type='radio'], [type='checkbox']")) field.checked = values.includes(field.value);
    else field.value = values[0];
    if (field.checked || (field.value && !field.matches("[type='radio'], [type='checkbox']"))) {
      field.closest("details")?.setAttribute("open", "");
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  form.querySelectorAll(":checked").forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
}
