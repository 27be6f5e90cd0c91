// What a forward takes: one input, or several of one shape where each goes the same way. convref.reading._python.inputs.
import { Forward } from "./forward.js";
import { Func, Instance, Tensor } from "./values.js";

/** The arguments that a method needs besides self. @param {any} made @returns {string[]} */
export function needed(made) {
  if (!(made instanceof Func)) return [];
  const { places, named } = /** @type {any} */ (made).node.args;
  return [...places.slice(1), ...named].filter(({ usual }) => !usual).map(({ name }) => name);
}

/** Makes the inputs of a network, and checks afterwards that one shape may stand for all of them. */
export class Inputs extends Forward {
  /** An input for each argument that forward needs. @param {any} network @param {number | null} rank */
  inputsOf(network, rank) {
    const forward = forwardOf(network),
      names = needed(forward);
    if (forward && !names.length && !forward.node.args.vararg)
      this.refuse("no_input", { kind: network.of.name }, forward.node.line);
    return (names.length ? names : [""]).map(() => new Tensor(0, rank));
  }

  /** Refuse several inputs that rows of different kinds take, since their shapes may differ; note the others. @param {any} network @param {Tensor[]} inputs */
  checkAlike(network, inputs) {
    if (inputs.length === 1) return;
    const forward = forwardOf(network),
      { line } = forward.node,
      names = needed(forward).join(", "),
      firsts = inputs.map((one) => this.firstOf(one));
    if (!firsts[0] || new Set(firsts).size > 1) this.refuse("forward_inputs", { kind: network.of.name, names }, line);
    this.notes.push({ word: "note_inputs", numbers: { line, names } });
  }

  /** What kind of row takes an input first, and the channels that it is made for. @param {Tensor} of */
  firstOf(of) {
    const module = this.modules[(this.begun.get(of) ?? 0) - 1];
    return module && `${module.kind} ${module.arguments.in_channels ?? module.arguments.in_features}`;
  }
}

/** @param {any} network */
function forwardOf(network) {
  const forward = network instanceof Instance ? network.of.find("forward")[0] : null;
  return forward instanceof Func ? /** @type {any} */ (forward) : null;
}
