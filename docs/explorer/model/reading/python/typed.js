// What type() and isinstance() say of a value. convref.reading._python.library.
import { isModule } from "./shared.js";
import { Class, Holder, Instance, isInt, isTuple, Layer, Library, Partial, Tensor, Unknown } from "./values.js";

/** The whole name of the class of a plain value; nothing where it is none. @param {any} one */
export function typeName(one) {
  if (one instanceof Partial) return "functools.partial";
  if (one instanceof Class || (one instanceof Library && /(^|\.)\p{Lu}[^.]*$/u.test(one.dotted)))
    return "builtins.type";
  if (one instanceof Map) return "builtins.dict";
  if (Array.isArray(one)) return isTuple(one) ? "builtins.tuple" : "builtins.list";
  const names = /** @type {Record<string, string>} */ ({
    bigint: "int",
    number: "float",
    string: "str",
    boolean: "bool",
  });
  return Object.hasOwn(names, typeof one) && `builtins.${names[typeof one]}`;
}

/** Whether something is of a class; null where that is not known. @param {any} of @param {any} kind @returns {boolean | null} */
export function isOf(of, kind) {
  if (of instanceof Unknown || kind instanceof Unknown) return null;
  if (kind instanceof Class) return of instanceof Instance && of.of.order().includes(kind);
  const name = kind instanceof Library ? kind.dotted.slice(kind.dotted.lastIndexOf(".") + 1) : "";
  const plainly = /** @type {Record<string, boolean>} */ ({
    int: isInt(of),
    float: typeof of === "number",
    str: typeof of === "string",
    list: Array.isArray(of) && !isTuple(of),
    tuple: isTuple(of),
    dict: of instanceof Map,
    bool: typeof of === "boolean",
    Tensor: of instanceof Tensor,
    Module: isModule(of),
  });
  if (Object.hasOwn(plainly, name)) return plainly[name];
  if (of instanceof Layer || of instanceof Holder) return /** @type {any} */ (of).kind === name;
  return of instanceof Instance && of.of.comesFrom(name);
}
