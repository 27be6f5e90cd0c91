// What a tool is: one record, from which the page, the build and the tests take everything they need to know of it.

/**
 * @template {Record<string, string>} State
 * @typedef {object} Tool
 * @property {string} name how pages name it
 * @property {Record<string, string>} words every word it shows, in English
 * @property {State} defaults its state, each field as the text that a reader would type
 * @property {(state: State) => State} [settle] replaces what cannot stand in a field of choices
 * @property {(state: State) => Record<string, string> | null} [facts] what follows from a state, for tasks; null when it is refused
 * @property {import("preact").ComponentType<Props<State>>} View
 */

/**
 * @template {Record<string, string>} State
 * @typedef {object} Props
 * @property {string} id the figure's name in the page and in its address
 * @property {State} state
 * @property {State} initial what "start again" returns to
 * @property {(changes: Partial<State>, how?: { quietly?: boolean }) => void} change quietly: no step for undo
 * @property {() => string} link the address that shows this figure as it stands
 */

/**
 * A state from an address or a page: known fields with text, the others as they are by default.
 *
 * @template {Record<string, string>} State
 * @param {Tool<State>} tool
 * @param {Record<string, unknown>} found
 * @returns {State}
 */
export function accept(tool, found, base = tool.defaults) {
  const known = Object.entries(found).filter(([key, value]) => Object.hasOwn(base, key) && typeof value === "string");
  const state = { ...base, ...Object.fromEntries(known) };
  return tool.settle ? tool.settle(state) : state;
}
