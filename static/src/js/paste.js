// Turns what was copied from Word and its like into the Markdown that the editor knows.
import TurndownService from "./turndown.js";
import { tidied } from "./word-html.js";

// Text that has none of these is pasted by the browser, as it stands.
const WORTH_KEEPING = "ul, ol, strong, em, a[href], h1, h2, h3, h4, h5, h6, table, p ~ p";
const WORD = /[\p{L}\p{N}]/u;

const markdown = new TurndownService({ headingStyle: "atx", br: "" });
const oneLine = (text) => text.trim().replace(/\s*\n\s*/g, " ");

// A sign is escaped only where it would begin something: what people see while writing should be their own words.
markdown.escape = (text) =>
  text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
    .replace(/\*(?=\S)/g, "\\*")
    .replace(/(?<![\p{L}\p{N}])_(?=\S)/gu, "\\_")
    .replace(/\](?=\()/g, "]\\");

// Bold and italic, line by line. Where a word follows or precedes directly, punctuation at that end stays outside the
// sign, and italic has the sign that may stand inside a word: otherwise Markdown would not see either.
function emphasised(content, node, sign, signInWord) {
  const touchesBefore = WORD.test(node.previousSibling?.textContent.at(-1) ?? "");
  const touchesAfter = WORD.test(node.nextSibling?.textContent.at(0) ?? "");
  const used = touchesBefore || touchesAfter ? signInWord : sign;
  return content
    .split("\n")
    .map((line) => {
      const [, before, words, after] = /^(\s*)(.*?)(\s*)$/u.exec(line);
      const opening = touchesBefore ? /^[\p{P}\p{S}]*/u.exec(words)[0] : "";
      const closing = touchesAfter ? /[\p{P}\p{S}]*$/u.exec(words.slice(opening.length))[0] : "";
      const inner = words.slice(opening.length, words.length - closing.length);
      return before + opening + (inner && used + inner + used) + closing + after;
    })
    .join("\n");
}

function listItem(content, node) {
  const list = node.parentElement;
  const index = [...(list?.children ?? [])].indexOf(node);
  const marker = list?.localName === "ol" ? `${Number(list.getAttribute("start") ?? 1) + index}. ` : "- ";
  const words = content.trim().replace(/\n/g, `\n${" ".repeat(Math.max(marker.length, 4))}`);
  return marker + words.replace(/^ +$/gm, "") + (node.nextElementSibling ? "\n" : "");
}

function link(content, node) {
  const address = encodeURI(decodable(node.getAttribute("href").trim())).replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29"));
  const words = oneLine(content);
  if (words.replace(/\\/g, "") === address || words.replace(/\\/g, "") === address.replace(/\/$/, "")) return `<${address}>`;
  return `[${words.replace(/[[\]]/g, "\\$&")}](${address})`;
}

function decodable(address) {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

function table(content, node) {
  const cellText = (cell) => oneLine(markdown.turndown(cell)).replace(/\|/g, "\\|");
  const rows = [...node.rows].map((row) => [...row.cells].map(cellText));
  const width = Math.max(...rows.map((row) => row.length));
  const lines = rows.map((row) => `| ${Array.from({ length: width }, (_, column) => row[column] ?? "").join(" | ")} |`);
  lines.splice(1, 0, `|${" --- |".repeat(width)}`);
  return `\n\n${lines.join("\n")}\n\n`;
}

// Bullets that somebody typed by hand become bullets; a star or a hash at the beginning of a line stays one.
const paragraph = (content) =>
  `\n\n${content.replace(/^\s*[•·▪◦‣]\s+/gm, "- ").replace(/^([+*]|#{1,6})(?=\s)/gm, "\\$1")}\n\n`;

const rules = {
  strong: [["strong", "b"], (content, node) => emphasised(content, node, "**", "**")],
  em: [["em", "i"], (content, node) => emphasised(content, node, "_", "*")],
  listItem: ["li", listItem],
  link: ["a", (content, node) => (node.getAttribute("href") ? link(content, node) : content)],
  table: ["table", table],
  paragraph: ["p", paragraph],
  heading: [["h1", "h2", "h3", "h4", "h5", "h6"], (content, node) => `\n\n${"#".repeat(node.localName[1])} ${oneLine(content)}\n\n`],
  plainBlock: [["blockquote", "pre", "hr"], (content) => `\n\n${content}\n\n`],
  plainWords: ["code", (content) => content],
};
for (const [name, [filter, replacement]] of Object.entries(rules)) markdown.addRule(name, { filter, replacement });

// Returns the Markdown to insert and whether a picture was left out; null where the browser should paste by itself.
export function pastedMarkdown(clipboard) {
  const html = clipboard.getData("text/html");
  const plain = clipboard.getData("text/plain");
  if (!html) {
    const isPicture = !plain && [...clipboard.files].some((file) => file.type.startsWith("image/"));
    return isPicture ? { markdown: "", leftOutPicture: true } : null;
  }
  const { body, leftOutPicture } = tidied(html);
  if (body.querySelector(WORTH_KEEPING)) return { markdown: markdown.turndown(body), leftOutPicture };
  return leftOutPicture ? { markdown: plain.trim(), leftOutPicture } : null;
}
