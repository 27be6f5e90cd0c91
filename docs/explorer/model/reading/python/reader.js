// What reads classes, once it has what it needs of the script that reads everything else.
import { readClasses } from "./classes.js";
import { host } from "./host.js";
import { enterKinds } from "./kinds.js";

/** @param {any} given */
export function readerWith(given) {
  Object.assign(host, given);
  enterKinds();
  return readClasses;
}
