// The arguments of a call, by name, as Python would bind them to the signature of the class.
import { refuse } from "../refusing.js";
import { flag, number } from "./checks.js";
import { KINDS } from "./index.js";
import { ofKeras, whyNot } from "./strangers.js";

/** @import { Kind, Arguments } from "./registry.js" */
/** @typedef {{ name: string, value?: any, absent?: boolean }} Parameter without a value where it must be given; `absent` where a number may be None, which a ? behind it says */
/** @typedef {{ placed: Parameter[], named: Parameter[], any: boolean }} Signature */

const CONSTANTS = /** @type {Record<string, any>} */ ({ None: null, True: true, False: false });
const WORD = /^'(.*)'$/;
const NEAR = 0.4; // of the letters of a name may be wrong

/** @param {string} text */
function constant(text) {
  if (text in CONSTANTS) return CONSTANTS[text];
  return WORD.exec(text)?.[1] ?? (/^-?\d+$/.test(text) ? BigInt(text) : Number(text));
}

/** @param {string} text @returns {Parameter} */
function parameter(text) {
  const [name, value] = text.replace("?", "").split("=");
  return value === undefined ? { name } : { name, value: constant(value), absent: text.endsWith("?") };
}

/** @param {Kind} kind @returns {Signature} */
function signatureOf({ signature }) {
  if (signature.startsWith("*args")) return { placed: [], named: [], any: true };
  const [placed, named = ""] = signature.split(" * ");
  return {
    placed: placed.split(" ").filter(Boolean).map(parameter),
    named: named.split(" ").filter(Boolean).map(parameter),
    any: false,
  };
}

/** An argument of the type of its default. @param {Parameter} one @param {any} value */
function checked(one, value) {
  if (typeof one.value === "boolean") return flag(one.name, value);
  if (value === null && one.absent) return value;
  return typeof one.value === "number" ? number(one.name, value) : value;
}

/** What was given, in the order of the signature. @param {Kind} kind @param {any[]} unnamed @param {Arguments} named @returns {Arguments} */
export function bound(kind, unnamed, named) {
  const { placed, named: only, any } = signatureOf(kind);
  if (any) return {};
  const given = /** @type {Arguments} */ ({ ...named }),
    wrong = () =>
      refuse("call", {
        kind: kind.name,
        signature: kind.signature.replace(/ device=None dtype=None|\?/g, "").replaceAll(" ", ", "),
      });
  if (unnamed.length > placed.length) wrong();
  unnamed.forEach((value, at) => {
    if (Object.hasOwn(named, placed[at].name)) wrong();
    given[placed[at].name] = value;
  });
  const all = [...placed, ...only],
    names = all.map(({ name }) => name);
  const strange = Object.keys(named).find((name) => !names.includes(name)),
    near = strange && nearest(strange, names);
  if (near) refuse("no_argument_near", { kind: kind.name, name: strange, near });
  if (strange) wrong();
  const lacks = all.find(({ name, value }) => value === undefined && !Object.hasOwn(given, name));
  if (lacks) refuse("lacks", { kind: kind.name, name: lacks.name });
  return Object.fromEntries(
    all.filter(({ name }) => Object.hasOwn(given, name)).map((one) => [one.name, checked(one, given[one.name])]),
  );
}

/** All arguments, those that were not given by default. @param {Kind} kind @param {Arguments} given */
export function completed(kind, given) {
  const { placed, named } = signatureOf(kind),
    usual = [...placed, ...named].filter(({ value }) => value !== undefined);
  return { ...Object.fromEntries(usual.map(({ name, value }) => [name, value])), ...given };
}

/** How many letters must be changed, added or left out to make one name of another. @param {string} a @param {string} b */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...a].entries()) {
    const next = [at + 1];
    for (let n = 0; n < b.length; n++)
      next.push(Math.min(row[n] + (letter === b[n] ? 0 : 1), row[n + 1] + 1, next[n] + 1));
    row = next;
  }
  return row[b.length];
}

/** The one of some names that is meant, if any is near enough. @param {string} name @param {string[]} known */
function nearest(name, known) {
  const far = (/** @type {string} */ one) => (one === `${name}2d` ? 0 : distance(name, one)),
    [near] = known.toSorted((a, b) => far(a) - far(b));
  return near !== undefined && far(near) <= NEAR * name.length ? near : undefined;
}

/** @param {string} name @returns {Kind} */
export function knownKind(name) {
  if (Object.hasOwn(KINDS, name)) return KINDS[name];
  const why = whyNot(name),
    called = ofKeras(name);
  if (why) return refuse(why, { kind: name });
  if (called) return refuse("no_kind_called", { kind: name, near: called });
  const near = nearest(name, Object.keys(KINDS));
  return near ? refuse("no_kind_near", { kind: name, near }) : refuse("no_kind", { kind: name });
}
