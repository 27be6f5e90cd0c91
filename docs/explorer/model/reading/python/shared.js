// What is asked of modules in many places.
import { Holder, Instance, Layer } from "./values.js";

/** @param {any} one */
export const isModule = (one) =>
  one instanceof Layer || one instanceof Holder || (one instanceof Instance && isNetwork(one.of));

/** Whether a class has a forward, or comes from one of torch.nn. @param {import("./values.js").Class} of */
export const isNetwork = (of) =>
  Boolean(of.find("forward")[1]) || of.comesFrom("Sequential") || of.comesFrom("Module") || of.layersAbove().length > 0;

/** The modules that a module holds, by their names. @param {any} of @returns {Map<string, any>} */
export function children(of) {
  if (of instanceof Holder) return new Map([.../** @type {any} */ (of).items].filter(([, one]) => one));
  if (!(of instanceof Instance)) return new Map();
  const inside = [...of.attributes].filter(([, one]) => isModule(one));
  return new Map([...inside, ...(of.held ? of.held.items : [])]);
}

/** @param {any[]} values */
export const numberedMap = (values) => new Map(values.map((one, at) => [String(at), one]));

/** Values by the names of their places; those that were named come on top. @param {string[]} places @param {any[]} unnamed @param {Map<string, any>} named */
export const placed = (places, unnamed, named) =>
  new Map([
    ...unnamed.slice(0, places.length).map((one, at) => /** @type {[string, any]} */ ([places[at], one])),
    ...named,
  ]);

/** Every node of a tree. @param {any} node @returns {Generator<import("./reading.js").Ast>} */
export function* walk(node) {
  if (Array.isArray(node)) for (const one of node) yield* walk(one);
  else if (node && typeof node === "object") {
    if (node.type) yield node;
    for (const one of Object.values(node)) if (one && typeof one === "object") yield* walk(one);
  }
}
