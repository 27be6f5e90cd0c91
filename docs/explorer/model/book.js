// The states of a page's figures, kept together: in the address, and in the browser's history as steps that Back undoes.
import * as address from "./address.js";
import { accept } from "./tool.js";

/** @typedef {Record<string, string>} State */
/** @typedef {{ tool: import("./tool.js").Tool<any>, initial: State, state: State, show: (state: State) => void }} Entry */

const SETTLED = 400;

export class Book {
  /** @param {Window} page */
  constructor(page) {
    this.page = page;
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** @type {((id: string) => void)[]} told of every change of a figure */
    this.watchers = [];
    this.timer = 0;
    this.pending = false;
    page.addEventListener("popstate", () => this.turn());
  }

  /** @param {string} id @param {Entry} entry */
  add(id, entry) {
    this.entries.set(id, entry);
  }

  /**
   * A change that the reader made. Changes that follow each other fast are one step.
   *
   * @param {string} id
   * @param {Partial<State>} changes
   * @param {{ quietly?: boolean }} how quietly: kept in the address, and no step of its own
   */
  change(id, changes, { quietly = false } = {}) {
    const entry = /** @type {Entry} */ (this.entries.get(id));
    entry.state = /** @type {State} */ ({ ...entry.state, ...changes });
    entry.show(entry.state);
    this.watchers.forEach((watch) => watch(id));
    this.pending ||= !quietly;
    this.page.clearTimeout(this.timer);
    this.timer = this.page.setTimeout(() => this.settle(), SETTLED);
  }

  settle() {
    this.page.clearTimeout(this.timer);
    const where = this.written();
    if (where !== this.page.location.hash) {
      const { pathname, search } = this.page.location;
      this.page.history[this.pending ? "pushState" : "replaceState"](null, "", where || pathname + search);
    }
    this.pending = false;
  }

  /** The address of all figures as they stand, or of one alone. @param {string} [only] */
  written(only) {
    const chosen = [...this.entries].filter(([id, { state, initial }]) =>
      only ? id === only : Object.keys(address.difference(state, initial)).length > 0,
    );
    return address.write(
      Object.fromEntries(chosen.map(([id, { tool, state }]) => [id, address.difference(state, tool.defaults)])),
    );
  }

  /** Show what the address says; a figure that it does not name stands as it began. */
  turn() {
    this.page.clearTimeout(this.timer);
    this.pending = false;
    const found = address.read(this.page.location.hash);
    for (const [id, entry] of this.entries) {
      entry.state = found[id] ? accept(entry.tool, found[id]) : entry.initial;
      entry.show(entry.state);
      this.watchers.forEach((watch) => watch(id));
    }
    return Object.keys(found).find((id) => this.entries.has(id));
  }
}
