// What functions and methods of torch make of a row. convref.reading._python.tensors.
import { Pools } from "./pools.js";
import * as functional from "./functional.js";
import { written } from "./modules.js";
import { placed } from "./shared.js";
import { Indices, isInt, isSize, Parameter, Reckoned, Shape, Size, Tensor, tuple, Unknown } from "./values.js";

/** What functions and methods of torch make of a row. */
export class Tensors extends Pools {
  /** @param {any[]} unnamed @param {Map<string, any>} named */
  cat(unnamed, named) {
    const [rows, place] = unnamed.length ? unnamed : [named.get("tensors")],
      said = unnamed.length > 1 ? place : (named.get("dim") ?? named.get("axis") ?? 0n),
      found = this.listed(rows);
    const unknown = found.find((one) => one instanceof Unknown);
    if (unknown) this.refuseUnknown(unknown);
    if (!found.length || !found.every((one) => one instanceof Tensor)) this.refuse("not_followed", { name: "cat" });
    const { rank } = found[0],
      dim = isInt(said) && said < 0n && rank !== null ? said + BigInt(rank + 2) : said;
    if (found.length > 1) return this.emit("Cat", found, [], dim === 1n ? {} : { dim });
    return hasAxis(found[0], dim) ? found[0] : this.refuse("not_followed", { name: "cat" });
  }

  /** @param {Tensor} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named @param {boolean} isFunctional @returns {any} */
  ofTensor(of, name, unnamed, named, isFunctional) {
    if (!name.endsWith("_") || functional.SAME.includes(name)) return this.anew(of, name, unnamed, named, isFunctional);
    const known = functional.classOf(name) ? name : name.slice(0, -1),
      found = this.anew(of, known, unnamed, named, isFunctional);
    return found instanceof Tensor ? this.inPlace(of, found) : this.refuse("not_followed", { name }); // in place
  }

  /** What a function makes of a row that itself stays as it is. @param {Tensor} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named @param {boolean} isFunctional @returns {any} */
  anew(of, name, unnamed, named, isFunctional) {
    const special = /** @type {any} */ (this)[`row_${name}`];
    if (special && (name !== "pad" || isFunctional)) return special.call(this, of, unnamed, named);
    if (functional.SAME.includes(name)) return of;
    if (functional.COPIED.includes(name)) return new Tensor(0).become(of);
    const joins = Object.hasOwn(functional.JOINS, name),
      other = unnamed.length ? unnamed[0] : named.get("other");
    const joined = this.joinedWith(of, name, other);
    if (joined) return joined;
    if (name.startsWith("max_unpool")) return /** @type {any} */ (this).unpooledBy(of, name, unnamed, named);
    if (functional.classOf(name)) return this.asClass(of, name, unnamed, named);
    if (functional.VALUES.includes(name) || joins) return this.elementwise(of, name, [...unnamed, ...named.values()]);
    if (functional.MOVED.includes(name)) this.refuse("moves", { name });
    return functional.WEIGHTED.includes(name)
      ? this.withWeight(of, name, unnamed, named)
      : this.refuse("not_followed", { name });
  }

  /** A function that takes a weight; Forward follows those with the weight of a layer. @param {Tensor} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  withWeight(of, name, unnamed, named) {
    return this.refuse("with_weights", { name, of, unnamed, named });
  }

  /** @param {Tensor} of @param {string} name @param {any[]} given */
  elementwise(of, name, given) {
    for (const one of given) {
      if (one instanceof Unknown) this.refuseUnknown(one);
      if (one instanceof Tensor || one instanceof Parameter) this.refuse("not_followed", { name });
    }
    return this.emit("Elementwise", [of]);
  }

  /** @param {Tensor} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named */
  asClass(of, name, unnamed, named) {
    const places = functional.placesOf(name),
      kind = /** @type {string} */ (functional.classOf(name)),
      given = Object.fromEntries(
        [...(places ? placed(places, unnamed, named) : named)].filter(
          ([key]) => !places || !functional.DROPPED.includes(key),
        ),
      );
    if (given.return_indices) {
      const made = this.pooled(kind, of, given);
      return tuple([made, new Indices(made.row)]);
    }
    const pooled = functional.POOLS.includes(name) && this.pooledWhole(of, kind, unnamed, new Map(named));
    if (pooled) return pooled;
    const like = ["interpolate", "upsample"].includes(name) && this.like(of, given);
    if (like) return like;
    const more = name === "relu_" || name === "leaky_relu_" ? { inplace: true } : {};
    return this.emit(kind, [of], places ? [] : unnamed, { ...more, ...given });
  }

  /** Resize to the sizes of another row; null where something else is asked for. @param {Tensor} of @param {Record<string, any>} named */
  like(of, { size, mode, align_corners }) {
    if (size instanceof Unknown) this.refuseUnknown(size);
    const sizes = Array.isArray(size) ? size : [],
      isWhole =
        sizes.length > 0 &&
        sizes.every(
          (one, at) =>
            one instanceof Size && one.factor === 1n && one.row === sizes[0].row && String(one.axes) === String(at + 2),
        );
    const row = size instanceof Shape && size.first === 2 ? size.of.row : isWhole ? sizes[0].row : null;
    if (row === null) return null;
    const given = Object.entries({ mode, align_corners }).filter(([, one]) => one !== undefined && one !== null);
    return this.emit("UpsampleLike", [of, new Tensor(row)], [], Object.fromEntries(given));
  }

  // What follows axes and stacked rows comes with a script of its own, where a text has words for it.

  /** @param {...any} given @returns {any} */
  shuffled(...given) {
    return given.length > 2 ? given : null;
  }

  /** @param {...any} given @returns {any} */
  rearranged(...given) {
    return this.refuse("not_followed", { name: "rearrange", given });
  }

  /** @param {...any} given @returns {any} */
  stacked(...given) {
    return this.refuse("not_followed", { name: "stack", given });
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_pad(of, unnamed, named) {
    const given = placed(["pad", "mode", "value"], unnamed, named),
      pads = this.listed(given.get("pad")),
      mode = given.get("mode") ?? "constant";
    const like = paddedTo(of, pads);
    if (like !== null) return this.emit("PadLike", [of, new Tensor(like)]);
    const rank = of.rank || Math.floor(pads.length / 2),
      kinds = /** @type {Record<string, string>} */ ({
        constant: "ConstantPad",
        reflect: "ReflectionPad",
        replicate: "ReplicationPad",
        circular: "CircularPad",
      });
    if (pads.length > 2 * rank || !Object.hasOwn(kinds, mode)) this.refuse("not_followed", { name: "pad" });
    const whole = [...pads, ...new Array(2 * rank - pads.length).fill(0n)];
    return this.emit(
      `${kinds[mode]}${rank}d`,
      [of],
      [whole, ...(mode === "constant" ? [given.get("value") || 0n] : [])],
    );
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_center_crop(of, unnamed, named) {
    return this.emit("CenterCrop", [of], [...unnamed, ...named.values()]);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_size(of, unnamed, named) {
    const given = [...unnamed, ...named.values()];
    return given.length ? this.size(new Shape(of), given[0]) : new Shape(of);
  }

  /** @param {Tensor} of */
  row_dim({ rank }) {
    return rank === null ? this.unknown("runs") : BigInt(rank + 2);
  }

  /** @param {Tensor} of */
  row_ndimension(of) {
    return this.row_dim(of);
  }

  /** Write axes in another way; the batch stays the first. @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_view(of, unnamed, named) {
    const given = unnamed.length ? unnamed : [...named.values()],
      isList = given.length === 1 && !isInt(given[0]) && !isSize(given[0]),
      sizes = isList ? this.listed(given[0]) : given;
    if (of.channels === 1n && sizes.length === 1 && isBatch(sizes[0])) return this.alone(of);
    return this.viewed(of, this.behindBatch(sizes));
  }

  /** @param {Tensor} of @param {any[]} rest the sizes behind the batch */
  viewed(of, rest) {
    const shuffled = this.shuffled(of, rest);
    if (shuffled) return shuffled;
    const spatial = Array.from({ length: of.rank ?? 0 }, (_, at) => at + 2);
    const left = rest.map((one, at) =>
      one instanceof Size && one.row === of.row && isAll(of, one, at, rest, spatial) ? -1n : one,
    );
    if (left.length === 1 && left[0] === -1n) return this.emit("Flatten", [of]);
    if (left.length === 2 && left[1] === -1n && of.channels !== null && left[0] === of.channels && spatial.length)
      return spatial.length > 1 ? this.emit("Flatten", [of], [2n]) : of;
    return this.emit("View", [of], [left]);
  }

  /** The sizes of a view without the batch, which must be the first. @param {any[]} sizes */
  behindBatch(sizes) {
    for (const one of sizes) if (one instanceof Unknown) this.refuseUnknown(one);
    const [first, ...rest] = sizes;
    return rest.length && isBatch(first) ? rest : this.refuse("batch", { name: "view" });
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_reshape(of, unnamed, named) {
    return this.row_view(of, unnamed, named);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_squeeze(of, unnamed, named) {
    const { channels, rank } = of,
      dim = [...unnamed, ...named.values()][0] ?? null;
    if (dim === null && channels === null) return this.refuse("runs");
    const isFlat = !rank && (dim === 1n || (rank === 0 && dim === -1n));
    if (channels === 1n && (dim === null || isFlat)) return this.alone(of);
    const found = this.emit("Squeeze", [of], unnamed, Object.fromEntries(named));
    return this.hasOneCell(of, dim) ? Object.assign(found, { rank: (rank ?? 0) - 1, channels }) : found;
  }

  /** Whether a pool to one cell has made the row, along this axis. @param {Tensor} of @param {any} dim */
  hasOneCell({ row, rank }, dim) {
    const made = this.modules[row - 1];
    if (!made?.kind.startsWith("Adaptive") || rank === null || !isInt(dim)) return false;
    const size = made.arguments.output_size,
      axis = Number(dim) + (dim < 0n ? rank : -2);
    return axis >= 0 && axis < rank && (Array.isArray(size) ? size[axis] : size) === 1n;
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_unsqueeze(of, unnamed, named) {
    const [dim, ...more] = [...unnamed, ...named.values()];
    if (of.single && dim === 1n && !more.length) return Object.assign(new Tensor(0).become(of), { single: false });
    return this.emit("Unsqueeze", [of], unnamed, Object.fromEntries(named));
  }

  /** Write some axes as one; without arguments the function takes the batch as well. @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_flatten(of, unnamed, named) {
    const given = placed(["start_dim", "end_dim"], unnamed, named);
    if ((given.get("start_dim") ?? 0n) !== 0n) return this.emit("Flatten", [of], [], Object.fromEntries(given));
    return of.channels === 1n && (given.get("end_dim") ?? -1n) === -1n
      ? this.alone(of)
      : this.refuse("batch", { name: "flatten" });
  }

  /** Leave out all axes but the batch, where each example has one number. @param {Tensor} of */
  alone(of) {
    const found = this.emit("View", [of], [[1n]]);
    found.single = true;
    return found;
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_expand_as(of, unnamed, named) {
    const [like] = [...unnamed, ...named.values()];
    if (!(like instanceof Tensor)) return this.refuse("expanded");
    return Object.assign(new Tensor(of.row, of.rank, of.channels), { expanded: like.row }).share(of);
  }

  /** Take the channels apart, in parts of equal size. @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_chunk(of, unnamed, named) {
    const given = placed(["chunks", "dim"], unnamed, named),
      count = given.get("chunks"),
      { channels } = of;
    if (!isOfChannels(of, given.get("dim")) || !isInt(count) || count < 1n || channels === null)
      return this.refuse("channels_taken");
    const part = (channels + count - 1n) / count,
      found = [];
    for (let at = 0n; at < channels; at += part)
      found.push(this.part(of, at, at + part < channels ? at + part : channels));
    return tuple(found);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_split(of, unnamed, named) {
    const given = placed(["split_size", "dim"], unnamed, named),
      { channels } = of;
    let parts = given.get("split_size") ?? given.get("split_size_or_sections");
    if (!isOfChannels(of, given.get("dim")) || channels === null) return this.refuse("channels_taken");
    if (isInt(parts) && parts > 0n) {
      const size = parts;
      parts = [];
      for (let at = 0n; at < channels; at += size) parts.push(size < channels - at ? size : channels - at);
    }
    const sizes = this.listed(parts);
    if (!sizes.every(isInt) || sizes.reduce((all, one) => all + one, 0n) !== channels) this.refuse("channels_taken");
    let end = 0n;
    return tuple(
      sizes.map((size) => {
        end += size;
        return this.part(of, end - size, end);
      }),
    );
  }
}

/** Whether an axis is that of the channels. @param {Tensor} of @param {any} dim */
const isOfChannels = ({ rank }, dim) => dim === 1n || (rank !== null && dim === BigInt(-1 - rank));

/** @param {any} size */
const isBatch = (size) => size === -1n || (size instanceof Size && String(size.axes) === "0" && size.factor === 1n);

/** Whether a size is all that is left: all axes, or all behind the channels. @param {Tensor} of @param {Size} one @param {number} at @param {any[]} rest @param {number[]} spatial */
function isAll(of, one, at, rest, spatial) {
  const axes = String(one.axes);
  if (rest.length === 1)
    return axes === String([1, ...spatial]) || (axes === String(spatial) && one.factor === of.channels);
  return rest.length === 2 && at === 1 && axes === String(spatial) && one.factor === 1n;
}

/** Whether a row is known to have an axis. @param {Tensor} row @param {any} dim */
function hasAxis({ rank }, dim) {
  const [first, end] = rank === null ? [-2n, 2n] : [0n, BigInt(rank + 2)];
  return isInt(dim) && first <= dim && dim < end;
}

/** The row to whose sizes another one is padded, half of it on each side as U-Nets do; else null. @param {Tensor} of @param {any[]} pads */
function paddedTo({ row }, pads) {
  const longer = pads[0]?.values?.[0]?.values?.[0];
  if (!(longer instanceof Size)) return null;
  const wanted = pads.map((_, at) => {
    const axes = [pads.length / 2 + 1 - Math.floor(at / 2)],
      whole = new Reckoned("Sub", [new Size(longer.row, axes), new Size(row, axes)]),
      lower = new Reckoned("FloorDiv", [whole, 2n]);
    return at % 2 ? new Reckoned("Sub", [whole, lower]) : lower;
  });
  return written(pads) === written(wanted) ? longer.row : null;
}
