// What a network holds and never calls, checked as PyTorch checks it where it is made. convref.reading._python.leftover.
import { host } from "./host.js";
import { boundArguments } from "./rows.js";
import { isInt, Unknown } from "./values.js";

const CHECKED = /^(Conv|Linear|BatchNorm|GroupNorm|InstanceNorm|Dropout)/,
  WIDE = 10n ** 6n; // cells along each axis: no kernel and no padding is as large

/** Refuse a layer whose arguments fit no input. @param {any} layer */
export function checkMade({ kind, unnamed, named, line }) {
  const given = boundArguments(kind, unnamed, named, line),
    said = given.in_channels ?? given.num_features ?? given.num_channels ?? given.in_features ?? 1n,
    { rank } = host.KINDS[kind],
    shape = [isInt(said) && said > 0n ? said : 1n, ...new Array(rank).fill(WIDE)];
  if (!CHECKED.test(kind) || Object.values(given).some((one) => one instanceof Unknown)) return;
  const module = { kind, arguments: given, inputs: [], name: "", line, parametrization: "" };
  try {
    host.traced([module], shape, { zeros: true, cropped: false }, 4n, rank);
  } catch (error) {
    if (!(error instanceof host.Refusing)) throw error;
    const { rule, numbers } = /** @type {any} */ (error);
    host.refuse(rule, numbers, line);
  }
}
