// In the build: draws the first state of a figure. Reads one JSON request a line and answers with one line.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { renderToString } from "preact-render-to-string";
import { met } from "./model/goal.js";
import { accept } from "./model/tool.js";
import { brought } from "./network/brought/index.js";
import { tools } from "./tools.js";
import { Figure } from "./view/figure.jsx";
import { speaker } from "./view/words.js";

const nothing = () => {};
// A page's scripts bring this when a text wants it; the table of a figure's first state is to stand in the page.
for (const [name, { bring }] of Object.entries(brought))
  /** @type {any} */ (globalThis)[`convref${name[0].toUpperCase()}${name.slice(1)}`] = (/** @type {any} */ given) =>
    bring(given) ?? {};

/** @typedef {{ root: string, folder: string, tokens: any }} Site where the page is, where files lie that a figure reads, and the colours */

/**
 * What a tool prepares for its first state; each picture is named by what it shows.
 *
 * @param {import("./model/tool.js").Tool<any>} tool @param {any} state @param {Site} site
 */
function prepared(tool, state, { folder, tokens }) {
  if (!tool.prepare) return { first: null, files: [] };
  const { first, paintings } = tool.prepare(state, {
    read: (name) => readFileSync(join(folder, name), "utf8"),
    tokens,
  });
  const files = Object.entries(paintings).map(([key, { height, width, rgba }]) => {
    const mark = createHash("sha256").update(rgba).digest("hex").slice(0, 8);
    return { key, name: `${key}-${mark}.webp`, height, width, rgba: Buffer.from(rgba).toString("base64") };
  });
  return { first: { ...first, pictures: Object.fromEntries(files.map(({ key, name }) => [key, name])) }, files };
}

/** The tool that a page names, and the state that it asks for. @param {string} name @param {Record<string, string>} given */
function begun(name, given) {
  const tool = tools[name];
  if (!tool) throw new Error(`${name} is not one of ${Object.keys(tools).join(", ")}`);
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(tool.defaults, key));
  if (unknown) throw new Error(`${unknown} is not one of ${Object.keys(tool.defaults).join(", ")}`);
  const state = accept(tool, given),
    lost = Object.keys(given).find((key) => state[key] !== given[key]);
  if (lost) throw new Error(`${lost} cannot be ${given[lost]}`);
  return { tool, state };
}

/** @param {{ tool: string, given: Record<string, string>, id: string, words: Record<string, string>, site: Site }} request */
function draw({ tool: name, given, id, words, site }) {
  const { tool, state } = begun(name, given),
    { first, files } = prepared(tool, state, site),
    { root = "" } = site,
    say = speaker(words);
  const figure = <Figure {...{ tool, say, id, state, initial: state, change: nothing, link: () => "", first, root }} />;
  return { html: renderToString(figure), state, first, files };
}

/** Whether a state that a page asks for can be set, and whether it fulfils a goal. @param {any} request */
function look({ tool: name, given, goal }) {
  const { tool, state } = begun(name, given),
    unknown = Object.keys(goal).find((key) => !Object.hasOwn({ ...state, ...tool.facts?.(tool.defaults) }, key));
  if (unknown) throw new Error(`${unknown} is no fact or field of ${name}`);
  return { met: met(tool, state, goal) };
}

const speaking = [...Object.entries(tools), ...Object.entries(brought)];

/** @param {any} request */
function answer(request) {
  if (request.words === true) return { words: Object.fromEntries(speaking.map(([name, { words }]) => [name, words])) };
  return request.goal ? look(request) : draw(request);
}

createInterface({ input: process.stdin }).on("line", (line) => {
  let reply;
  try {
    reply = answer(JSON.parse(line));
  } catch (error) {
    reply = { error: /** @type {Error} */ (error).message };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
});
