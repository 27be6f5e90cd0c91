// Means and largest values of all cells of a row, or of all its channels. convref.reading._python.pools.
import { Parameters } from "./parameters.js";
import * as plain from "./plain.js";
import { placed } from "./shared.js";
import { isInt, Shape, Size, Tensor, tuple, Unknown } from "./values.js";

/** Follows what makes one number of many. */
export class Pools extends Parameters {
  /** The pool of all cells, where the sizes of the row are the kernel; null where numbers are. @param {Tensor} of @param {string} kind @param {any[]} unnamed @param {Map<string, any>} named */
  pooledWhole(of, kind, unnamed, named) {
    const given = placed(["kernel_size", "stride", "padding"], unnamed, named),
      kernel = given.get("kernel_size") ?? null;
    if (kernel instanceof Unknown) this.refuseUnknown(kernel);
    if (plain.isPlain(kernel) || !["0", "0,0"].includes(String(given.get("padding") ?? 0n))) return null;
    const sizes = this.sizesOf(kernel),
      isWhole = (/** @type {any} */ one, /** @type {number} */ at) =>
        one instanceof Size && one.row === of.row && one.factor === 1n && String(one.axes) === String(at + 2);
    return sizes.length === Number(kind.at(-2)) && sizes.every(isWhole)
      ? this.emit(`Adaptive${kind}`, [of], [1n])
      : null;
  }

  /** A pool that says where its values stood, besides. @param {string} kind @param {Tensor} of @param {Record<string, any>} given @param {any} [where] */
  pooled(kind, of, given, where) {
    const kept = { ...given };
    delete kept.return_indices;
    return this.emit(kind, [of], [], kept, where);
  }

  /** @param {any} kernel @returns {any[]} */
  sizesOf(kernel) {
    if (kernel instanceof Shape && kernel.of.rank === null) return [];
    return kernel instanceof Shape || Array.isArray(kernel) ? this.listed(kernel) : [kernel];
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_mean(of, unnamed, named) {
    return this.overAll(of, "Avg", unnamed, named);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_amax(of, unnamed, named) {
    return this.overAll(of, "Max", unnamed, named);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_sum(of, unnamed, named) {
    return this.overAll(of, "Sum", unnamed, named);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_max(of, unnamed, named) {
    return this.extreme(of, "Maximum", "Max", unnamed, named);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_min(of, unnamed, named) {
    return this.extreme(of, "Minimum", "", unnamed, named);
  }

  /** Two rows compared, or what a row has that is extreme, and where it stands, which is not followed. @param {Tensor} of @param {string} join @param {string} what @param {any[]} unnamed @param {Map<string, any>} named */
  extreme(of, join, what, unnamed, named) {
    const other = unnamed.length ? unnamed[0] : named.get("other");
    if (other instanceof Tensor) return this.emit(join, [of, other]);
    return tuple([this.overAll(of, what, unnamed, named), this.unknown("runs")]);
  }

  /** @param {Tensor} of @param {string} what @param {any[]} unnamed @param {Map<string, any>} named */
  overAll(of, what, unnamed, named) {
    const given = placed(["dim", "keepdim"], unnamed, named),
      dims = given.get("dim") ?? given.get("axis") ?? null,
      axes = Array.isArray(dims) ? dims : [dims],
      keeps = given.get("keepdim") || false;
    if (axes.length === 1 && (axes[0] === 1n || (of.rank !== null && axes[0] === BigInt(-1 - of.rank))))
      return Object.assign(this.emit("OverChannels", [of]), { single: !keeps });
    const rank = of.rank || axes.length,
      places = axes.filter(isInt).map((one) => Number(one) + (one < 0n ? rank + 2 : 0)),
      inside = places.length === axes.length && places.every((one) => one > 1 && one < rank + 2);
    if (!what || !inside || new Set(places).size < places.length) this.refuse("over_all");
    return this.overCells(of, what, rank, places, keeps);
  }

  /** One number of all cells along some axes, which are then left out; a sum is so many averages. @param {Tensor} of @param {string} what @param {number} rank @param {number[]} places @param {any} keeps */
  overCells(of, what, rank, places, keeps) {
    const isAll = places.length === rank,
      size = isAll ? 1n : Array.from({ length: rank }, (_, at) => (places.includes(at + 2) ? 1n : null));
    let pooled = this.emit(`Adaptive${what === "Max" ? what : "Avg"}Pool${rank}d`, [of], [size]);
    if (what === "Sum") pooled = this.emit("Elementwise", [pooled]);
    if (keeps) return pooled;
    if (isAll) return Object.assign(this.emit("Flatten", [pooled]), { channels: of.channels });
    for (const axis of places.toSorted((a, b) => b - a)) {
      const left = (pooled.rank || rank) - 1;
      pooled = this.emit("Squeeze", [pooled], [BigInt(axis)]);
      Object.assign(pooled, { rank: left, channels: of.channels });
    }
    return pooled;
  }
}
