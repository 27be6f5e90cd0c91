// Functions that few texts need, brought to the class that follows all others.
import { host } from "./host.js";

/** @param {any} given what the scripts lend each other, once the one that reads classes is there @param {...Record<string, any>} functions */
export function bringTo(given, ...functions) {
  Object.assign(host, given);
  Object.assign(given.lent.Forward.prototype, ...functions);
}
