// Plain values of Python: what they add up to, how they compare, and the functions and methods that are read. convref.reading._python.builtins.
import { isInt, isTuple, tuple } from "./values.js";

const LARGEST = 2 ** 63,
  LONGEST = 100_000;
export const NONE = Symbol("no value, where None is one");

export const NAMES =
  "range len int float str bool list tuple dict enumerate zip reversed isinstance min max sum abs round print getattr setattr hasattr type sorted all any super set object".split(
    " ",
  );

/** @param {any} one */
export const isNumber = (one) => ["bigint", "number", "boolean"].includes(typeof one);
/** True counts as 1. @param {any} one */
const counted = (one) => (typeof one === "boolean" ? BigInt(one) : one);

/** The operators of bits. @type {Record<string, (a: bigint, b: bigint) => bigint | null>} */
const BITS = {
  BitAnd: (a, b) => a & b,
  BitOr: (a, b) => a | b,
  BitXor: (a, b) => a ^ b,
  LShift: (a, b) => (b >= 0n && b < 64n ? a << b : null),
  RShift: (a, b) => (b >= 0n ? a >> b : null),
};

/** @param {string} sign @param {bigint} a @param {bigint} b @returns {any} */
function ofIntegers(sign, a, b) {
  const rest = b ? ((a % b) + b) % b : 0n;
  if (Object.hasOwn(BITS, sign)) return BITS[sign](a, b);
  if (sign === "Add") return a + b;
  if (sign === "Sub") return a - b;
  if (sign === "Mult") return a * b;
  if (sign === "Pow")
    return b >= 0n
      ? b < 64n && a < 2n ** 32n && a > -(2n ** 32n)
        ? a ** b
        : null
      : ofFloats(sign, Number(a), Number(b));
  if (!b) return null;
  if (sign === "Div") return Number(a) / Number(b);
  if (sign === "FloorDiv") return (a - rest) / b;
  return sign === "Mod" ? rest : null;
}

/** @param {string} sign @param {number} a @param {number} b @returns {any} */
function ofFloats(sign, a, b) {
  if (sign === "Add") return a + b;
  if (sign === "Sub") return a - b;
  if (sign === "Mult") return a * b;
  if (sign === "Pow") return Math.abs(b) < 64 && Math.abs(a) < 2 ** 32 ? a ** b : null;
  if (!b) return null;
  if (sign === "Div") return a / b;
  if (sign === "FloorDiv") return Math.floor(a / b);
  return sign === "Mod" ? a - b * Math.floor(a / b) : null;
}

/** A sum of numbers, or of lists or words; null where it is none. @param {string} sign @param {any} left @param {any} right @returns {any} */
export function folded(sign, left, right) {
  if (isNumber(left) && isNumber(right)) return ofNumbers(sign, counted(left), counted(right));
  if (sign === "Add") return together(left, right);
  if (sign === "Mult")
    return isInt(right)
      ? repeated(left, Number(right))
      : isInt(left) && Array.isArray(right)
        ? repeated(right, Number(left))
        : null;
  return sign === "Mod" && typeof left === "string" ? formatted(left, isTuple(right) ? right : [right]) : null;
}

/** @param {string} sign @param {any} a @param {any} b */
function ofNumbers(sign, a, b) {
  const found = isInt(a) && isInt(b) ? ofIntegers(sign, a, b) : ofFloats(sign, Number(a), Number(b));
  return found === null || !(Math.abs(Number(found)) <= LARGEST) ? null : found;
}

/** One word or list behind the other; null where they are none. @param {any} left @param {any} right @returns {any} */
function together(left, right) {
  const words = typeof left === "string" && typeof right === "string",
    lists = Array.isArray(left) && Array.isArray(right) && isTuple(left) === isTuple(right);
  if (!(words || lists) || left.length + right.length > LONGEST) return null;
  if (words) return left + right;
  return isTuple(left) ? tuple([...left, ...right]) : [...left, ...right];
}

/** @param {any} one @param {number} times */
function repeated(one, times) {
  if (!(typeof one === "string" || Array.isArray(one)) || one.length * times > LONGEST) return null;
  const count = Math.max(0, times);
  if (typeof one === "string") return one.repeat(count);
  const made = Array.from({ length: count }, () => one).flat();
  return isTuple(one) ? tuple(made) : made;
}

/** A word like 'layer%d' with its values. @param {string} text @param {any[]} values */
export function formatted(text, values) {
  const parts = text.split(/%[sdi]/);
  if (parts.length !== values.length + 1 || parts.join("").includes("%")) return null;
  if (!values.every((one) => isInt(one) || typeof one === "string")) return null;
  return parts.map((part, at) => (at ? `${values[at - 1]}${part}` : part)).join("");
}

/** Whether it is made of numbers, words, None and lists of them. @param {any} one @returns {boolean} */
export const isPlain = (one) =>
  Array.isArray(one)
    ? one.every(isPlain)
    : one instanceof Map
      ? [...one.values()].every(isPlain)
      : one === null || isNumber(one) || typeof one === "string";

/** @param {any} a @param {any} b @returns {boolean} */
function isEqual(a, b) {
  if (isNumber(a) && isNumber(b)) return counted(a) == counted(b); // eslint-disable-line eqeqeq -- 1 and 1.0
  if (Array.isArray(a) && Array.isArray(b))
    return isTuple(a) === isTuple(b) && a.length === b.length && a.every((one, at) => isEqual(one, b[at]));
  return a === b;
}

/** Whether something is in a list, a dict or a word; null where it cannot be. @param {any} whole @param {any} one @returns {boolean | null} */
function holds(whole, one) {
  if (typeof whole === "string") return typeof one === "string" ? whole.includes(one) : null;
  if (!Array.isArray(whole) && !(whole instanceof Map)) return null;
  return (Array.isArray(whole) ? whole : [...whole.keys()]).some((two) => isEqual(two, one));
}

/** Whether a comparison of plain values holds; null where they are none. @param {string} sign @param {any} left @param {any} right @returns {boolean | null} */
export function compared(sign, left, right) {
  if (!isPlain(left) || !isPlain(right)) return null;
  if (sign === "Eq" || sign === "NotEq") return isEqual(left, right) === (sign === "Eq");
  if (sign === "In" || sign === "NotIn") {
    const held = holds(right, left);
    return held === null ? null : held === (sign === "In");
  }
  if (!isNumber(left) || !isNumber(right)) return null;
  const [a, b] = [counted(left), counted(right)];
  if (sign === "Lt") return a < b;
  if (sign === "LtE") return a <= b;
  return sign === "Gt" ? a > b : a >= b;
}

/** @param {any[]} values */
function numbers(values) {
  const inside = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
  if (!inside.length || !inside.every(isNumber)) throw new TypeError();
  return inside;
}

/** @param {any} one */
function numeric(one) {
  if (!isNumber(one)) throw new TypeError();
  return counted(one);
}

/** @param {any} one */
function entries(one) {
  if (one instanceof Map) return [...one.keys()];
  if (!Array.isArray(one) && typeof one !== "string") throw new TypeError();
  return [...one];
}

/** @param {(one: number) => number} rule */
const rounded = (rule) => (/** @type {any} */ one) => (isInt(numeric(one)) ? numeric(one) : BigInt(rule(numeric(one))));

/** To the even one of two neighbours that are as near. @param {number} one */
const even = (one) => (Math.abs(one % 1) === 0.5 ? 2 * Math.round(one / 2) : Math.round(one));

/** @param {...any} ends */
function range(...ends) {
  if (!ends.length || ends.length > 3 || !ends.every((one) => isInt(counted(one)))) throw new TypeError();
  const [a, b = null, step = 1n] = ends.map(counted),
    [first, last] = b === null ? [0n, a] : [a, b];
  if (step === 0n) throw new TypeError();
  const gap = step > 0n ? last - first : first - last,
    size = step > 0n ? step : -step,
    count = gap > 0n ? Number((gap + size - 1n) / size) : 0;
  return count > LONGEST ? NONE : Array.from({ length: count }, (_, at) => first + BigInt(at) * step);
}

/** @type {Record<string, (...values: any[]) => any>} */
const FUNCTIONS = {
  range,
  int: (one = 0n) => {
    if (typeof one === "string") return /^\s*[-+]?\d+\s*$/.test(one) ? BigInt(one.trim().replace("+", "")) : NONE;
    return isInt(numeric(one)) ? numeric(one) : BigInt(Math.trunc(numeric(one)));
  },
  float: (one = 0n) => Number(numeric(one)),
  str: (one = "") =>
    isInt(one) || typeof one === "string" ? `${one}` : typeof one === "boolean" ? (one ? "True" : "False") : NONE,
  list: (one = []) => entries(one),
  tuple: (one = []) => tuple(entries(one)),
  enumerate: (one, start = 0n) => entries(one).map((entry, at) => tuple([start + BigInt(at), entry])),
  zip: (...lists) => {
    const all = lists.map(entries);
    return all.length
      ? Array.from({ length: Math.min(...all.map(({ length }) => length)) }, (_, at) =>
          tuple(all.map((one) => one[at])),
        )
      : [];
  },
  reversed: (one) => entries(one).reverse(),
  min: (...values) =>
    numbers(values).reduce((/** @type {any} */ a, /** @type {any} */ b) => (counted(b) < counted(a) ? b : a)),
  max: (...values) =>
    numbers(values).reduce((/** @type {any} */ a, /** @type {any} */ b) => (counted(b) > counted(a) ? b : a)),
  abs: (one) => (numeric(one) < 0 ? -numeric(one) : numeric(one)),
  round: rounded(even),
  sorted: (one) =>
    [...numbers([entries(one)])].sort((a, b) => (counted(a) < counted(b) ? -1 : counted(a) > counted(b) ? 1 : 0)),
  ceil: rounded(Math.ceil),
  floor: rounded(Math.floor),
  sqrt: (one) => (numeric(one) < 0 ? NONE : Math.sqrt(Number(numeric(one)))),
  log: (one, base = Math.E) =>
    numeric(one) > 0 && numeric(base) > 0 && Number(base) !== 1
      ? Math.log(Number(numeric(one))) / (base === Math.E ? 1 : Math.log(Number(numeric(base))))
      : NONE,
  log2: (one) => (numeric(one) > 0 ? Math.log2(Number(numeric(one))) : NONE),
  prod: (one) => numbers([one]).reduce((/** @type {any} */ a, /** @type {any} */ b) => folded("Mult", a, b), 1n),
};

/** A key of a dict: 1, 1.0 and True are the same. @param {any} one */
export const keyOf = (one) => (Number.isInteger(counted(one)) ? BigInt(one) : counted(one));

/** How many values the functions take at most that take not any number of them, or a number that they check. */
const MOST = /** @type {Record<string, number>} */ ({
  enumerate: 2,
  log: 2,
  min: Infinity,
  max: Infinity,
  zip: Infinity,
  range: 3,
});

/** What a function of Python gives; NONE where it is not read. @param {string} name @param {any[]} values @returns {any} */
export function called(name, values) {
  if (!Object.hasOwn(FUNCTIONS, name) || values.length > (MOST[name] ?? 1)) return NONE;
  try {
    const found = FUNCTIONS[name](...values);
    return Array.isArray(found) && found.length > LONGEST ? NONE : found;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return NONE;
    throw error;
  }
}

/** @param {any[]} of @param {any} at */
function place(of, at) {
  const found = Number(at) < 0 ? Number(at) + of.length : Number(at);
  if (!isInt(at) || found < 0 || found >= of.length) throw new RangeError();
  return found;
}

/** None, once something is done. @param {any} what */
const done = (what) => (what === null ? what : null);

/** @type {Record<string, (of: any, ...values: any[]) => any>} */
const OF_LISTS = {
  append: (of, one) => done(of.push(one)),
  extend: (of, more) => done(of.push(...entries(more))),
  insert: (of, at, one) => done(of.splice(Number(at), 0, one)),
  pop: (of, at = -1n) => of.splice(place(of, at), 1)[0],
  reverse: (of) => done(of.reverse()),
  copy: (of) => [...of],
};
/** @type {Record<string, (of: any, ...values: any[]) => any>} */
const OF_SIZES = {
  numel: (of) => numbers([of]).reduce((/** @type {any} */ all, /** @type {any} */ one) => all * one, 1n),
};
/** @type {Record<string, (of: any, ...values: any[]) => any>} */
const OF_DICTS = {
  items: (of) => [...of].map(tuple),
  keys: (of) => [...of.keys()],
  values: (of) => [...of.values()],
  get: (of, key, usual = null) => (of.has(keyOf(key)) ? of.get(keyOf(key)) : usual),
  setdefault: (of, key, usual = null) => {
    if (!of.has(keyOf(key))) of.set(keyOf(key), usual);
    return of.get(keyOf(key));
  },
  update: (of, more) => {
    if (!(more instanceof Map)) return NONE;
    for (const [key, one] of more) of.set(key, one);
    return null;
  },
};
/** @type {Record<string, (of: any, ...values: any[]) => any>} */
const OF_WORDS = {
  lower: (of) => of.toLowerCase(),
  upper: (of) => of.toUpperCase(),
  startswith: (of, one) => of.startsWith(one),
  endswith: (of, one) => of.endsWith(one),
  join: (of, words) => (entries(words).every((one) => typeof one === "string") ? entries(words).join(of) : NONE),
  split: (of, by, ...more) => (!more.length && typeof by === "string" ? of.split(by) : NONE),
  replace: (of, one, other, ...more) => (more.length ? NONE : of.replaceAll(one, other)),
};

/** Methods that change what they belong to. */
export const CHANGING =
  "append extend insert add_module register_module update pop popitem clear remove setdefault sort reverse add discard register_forward_hook register_forward_pre_hook __setitem__ __delitem__ __setattr__ __delattr__ __iadd__ __imul__ __ior__".split(
    " ",
  );

/** What a method of a list, a dict or a word gives; NONE where it is not read. @param {any} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
export function method(of, name, unnamed, named) {
  const methods = isTuple(of)
    ? OF_SIZES
    : Array.isArray(of)
      ? OF_LISTS
      : of instanceof Map
        ? OF_DICTS
        : typeof of === "string"
          ? OF_WORDS
          : {};
  if (Object.hasOwn(methods, name) && !named.size) {
    try {
      return methods[name](of, ...unnamed);
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError) return NONE;
      throw error;
    }
  }
  return typeof of === "string" && name === "format" && !named.size ? filled(of, unnamed) : NONE;
}

/** A word like 'conv{}' or 'conv{0}' with its values. @param {string} text @param {any[]} values */
function filled(text, values) {
  const places = [...text.matchAll(/\{(\d*)\}/g)].map(([, place]) => place),
    isMixed = places.includes("") && places.some(Boolean),
    known = values.every((one) => isInt(one) || typeof one === "string" || typeof one === "boolean");
  if (/[{}]/.test(text.replace(/\{\d*\}/g, "")) || isMixed || !known) return NONE;
  if (places.some((place, at) => Number(place || at) >= values.length)) return NONE;
  let at = 0;
  const written = (/** @type {any} */ one) => (typeof one === "boolean" ? (one ? "True" : "False") : `${one}`);
  return text.replace(/\{(\d*)\}/g, (_, place) => written(values[Number(place || at++)]));
}
