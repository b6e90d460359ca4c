// What the toolbar and the keys do to a text in Markdown. Each function takes the text and what is selected in it, and
// returns an edit: the span to replace, what with, and what is selected afterwards.

const MARKER = /^(\s*)([-*+]|(\d{1,9})([.)]))[ \t]+/;
const LEAD = /^(\s*)(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+)?/;
const KINDS = { bullets: /^\s*[-*+][ \t]/, numbers: /^\s*\d{1,9}[.)][ \t]/, heading: /^\s*#{1,6}[ \t]/ };
const TABLE = "| Heading | Heading |\n| --- | --- |\n| Words | Words |";

const lineStart = (text, at) => text.lastIndexOf("\n", at - 1) + 1;

function lineEnd(text, at) {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

// Without a selection, the word that the cursor is in; with one, what is left without the spaces around it.
function meant(text, start, end) {
  if (start === end) {
    start -= text.slice(0, start).match(/[\p{L}\p{N}’'-]*$/u)[0].length;
    end += text.slice(end).match(/^[\p{L}\p{N}’'-]*/u)[0].length;
  }
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  return [start, end];
}

// Bold and italic: puts the sign around each line of what is meant, or takes it away where it stands.
export function toggleSign(text, start, end, sign, example) {
  [start, end] = meant(text, start, end);
  const size = sign.length;
  const words = text.slice(start, end);
  if (text.slice(start - size, start) === sign && text.slice(end, end + size) === sign) {
    return { from: start - size, to: end + size, text: words, select: [start - size, end - size] };
  }
  if (!words) {
    return { from: start, to: end, text: sign + example + sign, select: [start + size, start + size + example.length] };
  }
  const pieces = words.split("\n").map((line, index) => {
    const lead = index || start === lineStart(text, start) ? line.match(LEAD)[0] : "";
    return [lead, line.slice(lead.length).trim()];
  });
  const isSigned = (piece) => piece.length > 2 * size && piece.startsWith(sign) && piece.endsWith(sign);
  const removing = pieces.every(([, piece]) => !piece || isSigned(piece));
  const changed = pieces
    .map(([lead, piece]) => lead + (!piece ? "" : removing ? piece.slice(size, -size) : sign + piece + sign))
    .join("\n");
  const inner = pieces.length > 1 || removing ? 0 : size;
  return { from: start, to: end, text: changed, select: [start + pieces[0][0].length + inner, start + changed.length - inner] };
}

// Bullets, numbers and headings: marks every line of the selection, or takes the marks away where all have them.
export function toggleLines(text, start, end, kind) {
  const from = lineStart(text, start);
  const to = lineEnd(text, end > start && text[end - 1] === "\n" ? end - 1 : end);
  const lines = text.slice(from, to).split("\n");
  const removing = text.slice(from, to).trim() && lines.every((line) => !line.trim() || KINDS[kind].test(line));
  const counts = {};
  const marked = lines.map((line) => {
    if (!line.trim() && lines.length > 1) return line;
    const [lead, indent] = line.match(LEAD);
    if (removing) return indent + line.slice(lead.length);
    if (kind === "heading") return `## ${line.slice(lead.length)}`;
    for (const depth of Object.keys(counts)) if (Number(depth) > indent.length) delete counts[depth];
    counts[indent.length] = (counts[indent.length] ?? 0) + 1;
    return `${indent}${kind === "bullets" ? "-" : `${counts[indent.length]}.`} ${line.slice(lead.length)}`;
  });
  const isList = kind !== "heading";
  // Words right below a list would be read as part of its last item.
  const before = text.slice(lineStart(text, from - 1), Math.max(from - 1, 0));
  const after = text.slice(to + 1, lineEnd(text, to + 1));
  const above = isList && removing && MARKER.test(before) ? "\n" : "";
  const below = isList && !removing && after.trim() && !/^\s/.test(after) && !MARKER.test(after) ? "\n" : "";
  const changed = marked.join("\n");
  const last = from + above.length + changed.length;
  return { from, to, text: above + changed + below, select: [start === end ? last : from + above.length, last] };
}

// Enter in a list begins the next item, and in an empty item ends the list; null where there is no list.
export function continueList(text, at) {
  const from = lineStart(text, at);
  const line = text.slice(from, lineEnd(text, at));
  const found = line.match(MARKER);
  if (!found || at < from + found[0].length) return null;
  const [lead, indent, sign, number, point] = found;
  if (!line.slice(lead.length).trim()) {
    const gap = from > 0 && text[from - 2] !== "\n" ? "\n" : "";
    return { from, to: from + line.length, text: gap, select: [from + gap.length, from + gap.length] };
  }
  const next = `\n${indent}${number ? Number(number) + 1 + point : sign} `;
  return { from: at, to: at, text: next, select: [at + next.length, at + next.length] };
}

export function toggleLink(text, start, end) {
  for (const link of text.matchAll(/\[([^\]\n]*)\]\([^)\s]*\)/g)) {
    const [whole, words] = link;
    if (link.index <= start && end <= link.index + whole.length) {
      return { from: link.index, to: link.index + whole.length, text: words, select: [link.index, link.index + words.length] };
    }
  }
  [start, end] = meant(text, start, end);
  const words = text.slice(start, end).replace(/\s+/g, " ");
  if (/^(https?:\/\/|www\.|mailto:)\S+$/i.test(words)) {
    const address = words.startsWith("www.") ? `https://${words}` : words;
    return { from: start, to: end, text: `[words](${address})`, select: [start + 1, start + 6] };
  }
  const shown = words || "words";
  const address = start + shown.length + 3;
  const select = words ? [address, address + 8] : [start + 1, start + 1 + shown.length];
  return { from: start, to: end, text: `[${shown}](https://)`, select };
}

// A block with an empty line on either side; the cursor goes behind it.
export function insertBlock(text, start, end, block) {
  const before = text.slice(0, start).replace(/[ \t]+$/, "");
  const after = text.slice(end);
  const above = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below = !after.trim() || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  const cursor = start + above.length + block.length;
  return { from: start, to: end, text: above + block + below, select: [cursor, cursor] };
}

// A table below the line that the cursor is in, its first heading selected.
export function insertTable(text, start, end) {
  const at = lineEnd(text, end);
  const edit = insertBlock(text, at, at, TABLE);
  const first = edit.select[0] - TABLE.length + 2;
  return { ...edit, select: [first, first + "Heading".length] };
}
