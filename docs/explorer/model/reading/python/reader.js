// What reads classes, once it has what it needs of the script that reads everything else.
import { readClasses } from "./classes.js";
import { Forward } from "./forward.js";
import { SAME, VALUES } from "./functional.js";
import { host } from "./host.js";
import { written } from "./modules.js";
import { KEEPING } from "./parameters.js";
import { isNumber } from "./plain.js";
import { isModule, placed } from "./shared.js";
import {
  Bound,
  Filled,
  Holder,
  Indices,
  Instance,
  isTuple,
  Layer,
  Library,
  Parameter,
  Size,
  Slice,
  Stack,
  Tensor,
  tuple,
  Unknown,
} from "./values.js";

// What the scripts need that bring more functions to the class which follows them.
const LENT = {
  Forward,
  Bound,
  Filled,
  Holder,
  Indices,
  Instance,
  Layer,
  Library,
  Parameter,
  Size,
  Slice,
  Stack,
  Tensor,
  Unknown,
  isModule,
  isNumber,
  isTuple,
  KEEPING,
  placed,
  SAME,
  tuple,
  VALUES,
  written,
};

/** The reader. @param {any} given */
export function readerWith(given) {
  Object.assign(host, given);
  given.lent = LENT;
  return readClasses;
}
