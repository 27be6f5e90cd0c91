// Tables of Markdown whose rows are layers: each row becomes a line in words, in its place. convref.reading._markdown.
import data from "../../../../convref/reading/others.json" with { type: "json" };

const HEADS = data.heads.map(([words, said]) => ({ words: new RegExp(`^(?:${words})$`), said }));
const ROW = /^\s*\|(.*)\|\s*$/;
const RULE = /^[\s|:-]*-[\s|:-]*$/; // between the head and the rows
const NOTHING = /^[-–—/]*$/;
const NAME = /^(?!.*[123]d)[a-z_]+[0-9][\p{L}\p{N}_.-]*$/iu;

/** @param {string} line */
const cellsOf = (line) =>
  ROW.exec(line)?.[1]
    .split("|")
    .map((cell) => cell.replaceAll(/^[ \t`*]+|[ \t`*]+$/g, ""));

/** @param {string | undefined} line */
const isRule = (line) => line !== undefined && ROW.test(line) && RULE.test(line);

/** What a head puts in front of its cells; nothing where it says nothing. @param {string} head */
const saidBy = (head) => HEADS.find(({ words }) => words.test(head.toLowerCase()))?.said ?? "";

/** Lines with others in the place of the rows of tables, and a note on columns that were left out. @param {string[]} lines */
export function withoutTables(lines) {
  const leftOut = /** @type {Set<string>} */ (new Set());
  let heads = /** @type {string[]} */ ([]);
  const made = lines.map((line, at) => {
    const cells = cellsOf(line);
    if (!cells) heads = [];
    else if (isRule(lines[at + 1])) heads = cells;
    else if (!isRule(line)) {
      for (const head of heads) if (saidBy(head) === "-") leftOut.add(head);
      return lineOf(heads, cells);
    }
    return cells ? "" : line;
  });
  const note = { word: "note_columns", numbers: { names: [...leftOut].join(", ") } };
  return { lines: made, said: leftOut.size ? [note] : [] };
}

/** A row as a line: its number or its name, and what its cells say of the layer. @param {string[]} heads @param {string[]} cells */
function lineOf(heads, cells) {
  const parts = /** @type {string[]} */ ([]);
  let label = "";
  cells.forEach((cell, at) => {
    const said = saidBy(heads[at] ?? "");
    if (said === "#" || (!said && !parts.length && /^\d+$/.test(cell))) label = `${cell}. `;
    else if (said !== "-" && !NOTHING.test(cell)) parts.push(`${said} ${cell}`.trim());
  });
  if (!label && parts.length > 1 && NAME.test(parts[0])) label = `${parts.shift()}: `;
  return label + parts.join(", ");
}
