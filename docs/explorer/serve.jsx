// In the build: draws the first state of a figure. Reads one JSON request a line and answers with one line.
import { createInterface } from "node:readline";
import { renderToString } from "preact-render-to-string";
import { met } from "./model/goal.js";
import { accept } from "./model/tool.js";
import { tools } from "./tools.js";
import { Figure } from "./view/figure.jsx";
import { speaker } from "./view/words.js";

const nothing = () => {};

/** @param {{ tool: string, given: Record<string, string>, id: string, words: Record<string, string> }} request */
function draw({ tool: name, given, id, words }) {
  const tool = tools[name];
  if (!tool) throw new Error(`${name} is not one of ${Object.keys(tools).join(", ")}`);
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(tool.defaults, key));
  if (unknown) throw new Error(`${unknown} is not one of ${Object.keys(tool.defaults).join(", ")}`);
  const state = accept(tool, given),
    lost = Object.keys(given).find((key) => state[key] !== given[key]);
  if (lost) throw new Error(`${lost} cannot be ${given[lost]}`);
  const figure = (
    <Figure {...{ tool, say: speaker(words), id, state, initial: state, change: nothing, link: () => "" }} />
  );
  return { html: renderToString(figure), state };
}

/** Whether a state that a page asks for can be set, and whether it fulfils a goal. @param {any} request */
function look({ tool: name, given, goal, id, words }) {
  const { state } = draw({ tool: name, given, id, words }),
    unknown = Object.keys(goal).find(
      (key) => !Object.hasOwn({ ...state, ...tools[name].facts?.(tools[name].defaults) }, key),
    );
  if (unknown) throw new Error(`${unknown} is no fact or field of ${name}`);
  return { met: met(tools[name], state, goal) };
}

/** @param {any} request */
function answer(request) {
  if (request.words === true)
    return { words: Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, tool.words])) };
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
