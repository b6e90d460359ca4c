// Makes plain HTML of what Word, Word Online, Outlook, LibreOffice and Google Docs put on the clipboard: real lists, real
// headings, bold and italic as elements. Works on a parsed document, in which nothing is loaded and nothing runs.
import { parsed } from "./parsed.js";

const NOT_TEXT = "style, script, title, meta, link, xml, template, noscript, object, del, .MsoCommentReference, [hidden]";
const BLOCKS = "p, div, ul, ol, li, table, h1, h2, h3, h4, h5, h6";
const HEADINGS = "h1, h2, h3, h4, h5, h6";
const LISTS = "ul, ol";
const SAME_MEANING = { b: "strong", i: "em" };
const SAFE_ADDRESS = /^(https?:\/\/|mailto:)/i;
// "1." and "2)" number a list. What only Word can count, such as "b)" and "1.1", becomes words of the item.
const NUMBER = /^\(?(\d{1,9})[.)]$/;
const OTHER_COUNT = /^\(?(?:[a-z]{1,6}[.)]|\d+(?:\.\d+)+[.)]?)$/i;

// Parses what was copied. A page whose rules forbid inline styles and handlers complains of every one, even where none is
// used, so they get names that mean nothing to a browser.
function plain(html) {
  const unstyled = html
    .replace(/<style[^]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));
  return parsed(unstyled).body;
}

function styleOf(element, property) {
  const found = new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`, "i").exec(element.dataset?.style ?? "");
  return found ? found[1].trim().toLowerCase() : "";
}

const unwrap = (element) => element.replaceWith(...element.childNodes);

function rename(element, name) {
  const renamed = element.ownerDocument.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}

function removeWhatIsNotText(body) {
  for (const element of body.querySelectorAll("*")) {
    const isHidden = styleOf(element, "display") === "none" || styleOf(element, "mso-hide") === "all";
    const isComment = styleOf(element, "mso-element").startsWith("comment");
    if (isHidden || isComment || element.matches(NOT_TEXT)) element.remove();
  }
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    texts.currentNode.data = texts.currentNode.data.replace(/\u00a0/g, " ").replace(/[\u00ad\u200b\ufeff]/g, "");
  }
}

// Returns whether there was a picture that people would miss; those of a single pixel only count readers.
function removePictures(body) {
  const pictures = [...body.querySelectorAll("img, picture, svg, video, canvas, v\\:shape, v\\:imagedata")];
  pictures.forEach((picture) => picture.remove());
  return pictures.some((picture) => picture.getAttribute("width") !== "1");
}

// Word's lists are paragraphs that know their list and level, with the bullet or number as text. Word Online's are
// lists of one item each, which knows its level. Either way: an item with what it needs to find its place.
function itemsWithLevels(body) {
  const items = new Map();
  for (const paragraph of body.querySelectorAll("p, div")) {
    const level = /level(\d+)/.exec(styleOf(paragraph, "mso-list"));
    if (!level || paragraph.querySelector("p")) continue;
    const marker = [...paragraph.querySelectorAll("span")].find((span) => styleOf(span, "mso-list") === "ignore");
    const sign = marker?.textContent.trim() ?? "";
    marker?.remove();
    if (OTHER_COUNT.test(sign)) paragraph.prepend(`${sign} `);
    const number = NUMBER.exec(sign);
    items.set(rename(paragraph, "li"), { level: Number(level[1]), kind: number ? "ol" : "ul", start: number?.[1] });
  }
  for (const item of body.querySelectorAll("li[data-aria-level]")) {
    const list = item.closest(LISTS);
    const start = item.dataset.ariaPosinset ?? list?.getAttribute("start");
    items.set(item, { level: Number(item.dataset.ariaLevel), kind: list?.localName ?? "ul", start });
  }
  for (const item of items.keys()) {
    let around = item.parentElement;
    while (around !== body && around.matches("ul, ol, div") && [...around.children].every((child) => items.has(child))) {
      const outer = around.parentElement;
      unwrap(around);
      around = outer;
    }
  }
  return items;
}

function followsDirectly(item, other) {
  let node = item.nextSibling;
  while (node && node !== other && node.nodeType !== Node.ELEMENT_NODE && !(node.nodeType === Node.TEXT_NODE && node.data.trim())) {
    node = node.nextSibling;
  }
  return node === other;
}

function buildLists(items) {
  let open = [];
  let previous = null;
  for (const [item, { level, kind, start }] of items) {
    const place = item.ownerDocument.createComment("");
    item.before(place);
    if (!previous || !followsDirectly(previous, item)) open = [];
    while (open.length && (open.at(-1).level > level || (open.at(-1).level === level && open.at(-1).list.localName !== kind))) {
      open.pop();
    }
    if (!open.length || open.at(-1).level < level) {
      const list = item.ownerDocument.createElement(kind);
      if (start && start !== "1") list.setAttribute("start", start);
      if (open.length) open.at(-1).list.lastElementChild.append(list);
      else place.before(list);
      open.push({ level, list });
    }
    open.at(-1).list.append(item);
    place.remove();
    previous = open[0].list;
  }
}

function tidyLists(body) {
  for (const list of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    if (list.previousElementSibling?.localName === "li") list.previousElementSibling.append(list);
    else unwrap(list);
  }
  for (const item of body.querySelectorAll("li")) {
    const paragraphs = [...item.children].filter((child) => child.matches("p, div"));
    if (paragraphs.length === 1) unwrap(paragraphs[0]);
  }
}

function markHeadings(body) {
  for (const title of body.querySelectorAll("p.MsoTitle, p.MsoSubtitle, [role='heading']")) {
    const level = Math.min(Number(title.getAttribute("aria-level")) || 2, 6);
    if (!title.matches(HEADINGS)) rename(title, `h${level}`);
  }
}

// Bold and italic may be elements, styles of any element, or elements that a style takes back.
function markEmphasis(body) {
  for (const element of [...body.querySelectorAll("*")]) {
    const meaning = SAME_MEANING[element.localName] ?? element.localName;
    const weight = styleOf(element, "font-weight");
    const isBold = /^(bold|bolder|[6-9]00)$/.test(weight);
    const isItalic = /^(italic|oblique)/.test(styleOf(element, "font-style"));
    const takenBack =
      (meaning === "strong" && /^(normal|lighter|[1-5]00)$/.test(weight)) ||
      (meaning === "em" && styleOf(element, "font-style") === "normal");
    if (!element.matches(HEADINGS) && !element.querySelector(BLOCKS)) {
      if (isBold && meaning !== "strong") wrapWords(element, "strong");
      if (isItalic && meaning !== "em") wrapWords(element, "em");
    }
    if (takenBack) unwrap(element);
  }
  for (const element of body.querySelectorAll("span, font, u, ins, small, big, a:not([href])")) unwrap(element);
  for (const element of [...body.querySelectorAll("*")]) {
    if (element.localName.includes(":")) unwrap(element);
  }
  for (const element of body.querySelectorAll("b, i")) rename(element, SAME_MEANING[element.localName]);
  for (const element of [...body.querySelectorAll("strong, em")]) {
    const isRepeated = element.parentElement.closest(element.localName);
    const isInHeading = element.localName === "strong" && element.closest(HEADINGS);
    if (isRepeated || isInHeading || element.querySelector(BLOCKS) || !element.firstChild) unwrap(element);
  }
  body.normalize();
  for (const element of body.querySelectorAll("strong, em")) {
    while (element.nextSibling?.localName === element.localName) {
      element.append(...element.nextSibling.childNodes);
      element.nextSibling.remove();
    }
  }
}

function wrapWords(element, name) {
  const wrapper = element.ownerDocument.createElement(name);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

function removeUnsafeLinks(body) {
  for (const link of body.querySelectorAll("a[href]")) {
    if (!SAFE_ADDRESS.test(link.getAttribute("href").trim()) || !link.textContent.trim()) unwrap(link);
  }
}

// A table that Markdown cannot hold becomes a line of text for each row; what its cells list stays a list.
function simplifyTables(body) {
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    const rows = [...table.rows].map((row) => [...row.cells]);
    const isSpanning = rows.flat().some((cell) => cell.colSpan > 1 || cell.rowSpan > 1 || cell.querySelector("ul, ol, table"));
    if (!isSpanning && rows.length > 1 && rows[0].length > 1) {
      rows[0].forEach((cell) => cell.querySelectorAll("strong").forEach(unwrap));
    } else {
      table.replaceWith(...rows.flatMap(rowAsText));
    }
  }
}

function rowAsText(cells) {
  const filled = cells.filter((cell) => cell.textContent.trim());
  if (filled.some((cell) => cell.querySelector("ul, ol, table, p ~ p"))) {
    return filled.flatMap((cell) => [rename(cell, "div")].flatMap((block) => [...block.children].length ? [block] : [rename(block, "p")]));
  }
  const line = cells[0]?.ownerDocument.createElement("p");
  filled.forEach((cell, index) => {
    cell.querySelectorAll("p, div").forEach(unwrap);
    line.append(index ? " | " : "", ...cell.childNodes);
  });
  return filled.length ? [line] : [];
}

// Returns the body of what was copied, tidied, and whether a picture was left out of it.
export function tidied(html) {
  const body = plain(html);
  removeWhatIsNotText(body);
  const leftOutPicture = removePictures(body);
  buildLists(itemsWithLevels(body));
  tidyLists(body);
  markHeadings(body);
  markEmphasis(body);
  removeUnsafeLinks(body);
  simplifyTables(body);
  return { body, leftOutPicture };
}
