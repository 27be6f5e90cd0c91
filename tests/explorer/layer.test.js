// The figure of one layer: its values are convref's, its two views give the same output, and what it lights belongs together.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellsOf } from "../../docs/explorer/conv/cells.js";
import { matrixRows } from "../../docs/explorer/conv/entries.js";
import { following, marks, place, windows } from "../../docs/explorer/conv/marks.js";
import { build, outputs, parts, value } from "../../docs/explorer/conv/scene.js";
import { defaults, facts, front, legal, relayered } from "../../docs/explorer/conv/state.js";
import { count, nameAt, stepOf } from "../../docs/explorer/conv/steps.js";
import { growth, partials, stamped } from "../../docs/explorer/conv/sums.js";
import { met } from "../../docs/explorer/model/goal.js";
import { read } from "../../docs/explorer/model/setting.js";
import { cases } from "./cases.js";

const made = (state) => {
  const { setting, refused } = read({ ...defaults, ...state });
  return setting && !refused ? build({ ...defaults, ...state }, setting) : null;
};
const near = (found, wanted, where) => {
  assert.equal(found.length, wanted.length, where);
  found.forEach((one, at) => assert.ok(Math.abs(one - wanted[at]) <= 1e-9 * (1 + Math.abs(wanted[at])), where));
};

test("values are those of convref, and the sum of a cell gives the cell", () => {
  let seen = 0;
  for (const { state, size, y } of cases) {
    const scene = made(state);
    assert.equal(scene === null, size === null, JSON.stringify(state));
    if (!scene) continue;
    near(outputs(scene), y, JSON.stringify(state));
    const last = nameAt({ ...scene, view: "plain" }, count({ ...scene, view: "plain" }) - 1);
    near([value(scene, last)], y.slice(-1), JSON.stringify(state));
    near([[...partials(scene, last).values()].reduce((sum, part) => sum + part, 0)], y.slice(-1), last);
    seen += 1;
  }
  assert.ok(seen > cases.length / 2);
});

// Sliding the drawn kernel over the drawn input, as a reader would.
function slid(scene) {
  const drawn = (grid, slice) =>
    new Map(cellsOf(scene, grid, slice).cells.map((cell) => [place(slice, cell.row, cell.column), cell.value ?? 0]));
  const step = scene.view === "gather" ? [1, 1] : [scene.axes[1].s, scene.axes[2].s],
    result = [];
  for (let slice = 0; slice < scene.sizes.y.slices; slice++) {
    for (let r = 0; r < scene.sizes.y.rows; r++) {
      for (let c = 0; c < scene.sizes.y.columns; c++) {
        const [window] = windows(scene, `y.${slice}.0.0`);
        let sum = 0;
        for (const { input, bank } of scene.pairs(slice)) {
          const [x, w] = [drawn("x", input), drawn("w", bank)];
          for (let kr = 0; kr < scene.sizes.w.rows; kr++) {
            for (let kc = 0; kc < scene.sizes.w.columns; kc++) {
              const row = window.row + r * step[0] + kr * scene.axes[1].d,
                column = window.column + c * step[1] + kc * scene.axes[2].d;
              sum += (x.get(place(input, row, column)) ?? 0) * w.get(place(bank, kr, kc));
            }
          }
        }
        result.push(sum);
      }
    }
  }
  return result;
}

test("what is drawn, slid as it is drawn, gives the output; so do the stamps", () => {
  let [gathered, convolved] = [0, 0];
  for (const { state, y } of cases.slice(0, 700)) {
    const scene = made({ ...state, view: "gather" });
    if (!scene || scene.axes[0].i > 1 || scene.sizes.w.depth > 1 || scene.sizes.y.depth > 1) continue;
    near(slid(scene), y, JSON.stringify(state));
    if (scene.view === "plain") convolved += 1;
    if (scene.view !== "gather") continue;
    gathered += 1;
    const scatter = made({ ...state, view: "scatter" }),
      { x, y: size } = scatter.sizes,
      sums = stamped(scatter, `x.${x.slices - 1}.${x.rows - 1}.${x.columns - 1}`),
      all = Array.from({ length: y.length }, (_, at) => at);
    near(
      all.map((at) => {
        const inside = at % (size.rows * size.columns);
        return sums(
          Math.floor(at / (size.rows * size.columns)),
          Math.floor(inside / size.columns),
          inside % size.columns,
        ).now;
      }),
      y,
      JSON.stringify(state),
    );
  }
  assert.ok(cases.some(({ state }) => state.layer.endsWith("3d")) || (gathered > 100 && convolved > 100));
});

test("an input lights the outputs that light it, and the window frames them", () => {
  for (const { state } of cases.slice(0, 150)) {
    const scene = made({ ...state, view: "gather" });
    if (!scene || scene.view !== "plain" || scene.setting.mode !== "zeros") continue;
    for (let step = 0; step < count(scene); step++) {
      const name = nameAt(scene, step),
        lit = marks(scene, name);
      assert.equal(stepOf(scene, name), step);
      for (const key of lit.x.keys()) {
        const [slice, r, c] = key.split(".").map(Number),
          { x } = scene.sizes;
        if (key.includes(":")) {
          assert.ok(
            windows(scene, name).some((one) => key.startsWith(`${one.slice}.`)),
            "padding in depth lies in the window",
          );
          continue;
        }
        if (r < 0 || c < 0 || r >= x.rows || c >= x.columns) continue;
        assert.ok(marks(scene, `x.${key}`).y.has(place(...parts(name))), `${JSON.stringify(state)} ${name} ${key}`);
        const frame = windows(scene, name).find((one) => one.slice === slice);
        assert.ok(
          r >= frame.row && r < frame.row + frame.rows && c >= frame.column && c < frame.column + frame.columns,
        );
      }
    }
  }
});

test("a corner is read by four windows, the middle by nine", () => {
  const scene = made({ padding: "1" }),
    reads = (name) => marks(scene, name).y.size;
  assert.deepEqual([reads("x.0.0.0"), reads("x.0.2.2")], [4, 9]);
});

test("cells that no window reads are crossed out: 11 of 36", () => {
  const scene = made({ size: "6", stride: "2" });
  assert.equal(cellsOf(scene, "x", 0).cells.filter(({ kind }) => kind === "unread").length, 11);
  assert.equal(
    cellsOf(made({ size: "6", stride: "2", padding: "1" }), "x", 0).cells.filter(({ kind }) => kind === "unread")
      .length,
    0,
  );
});

test("a causal output reads no input after its first one", () => {
  for (const [k, s, d] of [
    [3, 1, 1],
    [3, 2, 1],
    [3, 3, 2],
    [2, 4, 1],
  ]) {
    const scene = made({
      layer: "Conv1d",
      size: "9",
      causal: "1",
      kernel_size: `${k}`,
      stride: `${s}`,
      dilation: `${d}`,
    });
    assert.equal(scene.sizes.y.columns, Math.ceil(9 / s));
    for (let t = 0; t < scene.sizes.y.columns; t++) {
      const read = [...marks(scene, `y.0.0.${t}`).x.keys()].map((key) => Number(key.split(".")[2]));
      assert.equal(Math.max(...read), s * t);
    }
  }
});

test("the matrix of the transposed layer is the transpose", () => {
  const rows = (state) => matrixRows(made(state)).map((row) => row.map(({ sum }) => sum)),
    down = rows({ size: "5", stride: "2", padding: "1", w: "count" }),
    up = rows({ layer: "ConvTranspose2d", size: "3", stride: "2", padding: "1", w: "count" });
  assert.deepEqual(
    down[0].map((_, at) => down.map((row) => row[at])),
    up,
  );
});

test("no channel of the presets cancels another", () => {
  for (const cin of [1, 2, 3, 4, 5, 6]) {
    for (const cout of [1, 2, 3, 4, 5, 6]) {
      for (const layer of ["Conv2d", "ConvTranspose2d"]) {
        const scene = made({ layer, in_channels: `${cin}`, out_channels: `${cout}` });
        for (let slice = 0; slice < cout; slice++)
          assert.ok(
            scene.plane(slice).some((number) => number !== 0),
            `${layer} ${cin} → ${cout}, y[${slice}]`,
          );
      }
    }
  }
});

test("where stamps meet, what was there and what is added stand apart", () => {
  assert.equal(growth({ before: 3, now: 5 }), "3+2");
  assert.equal(growth({ before: 3, now: 1 }), "3−2");
  assert.equal(growth({ before: 0, now: -2 }), "−2");
  assert.equal(growth({ before: 0, now: 2 }), "+2");
  assert.equal(growth({ before: 133, now: 140 }), "133+7");
  assert.equal(growth({ before: 133, now: 173 }), "+40");
});

test("the next window is the next in the row, then the first of the next row", () => {
  const scene = made({ size: "5", stride: "2" });
  assert.deepEqual(
    ["y.0.0.0", "y.0.0.1", "y.0.1.1"].map((name) => following(scene, name)),
    ["y.0.0.1", "y.0.1.0", null],
  );
});

test("what is too large for cells is still small enough to compute", () => {
  const large = (state) => made({ ...state, at: "y.0.0.0" }),
    resnet = large({ in_channels: "3", out_channels: "64", size: "224", kernel_size: "7", stride: "2", padding: "3" });
  assert.deepEqual(resnet.small, { x: false, w: true, y: false });
  assert.deepEqual([resnet.drawn.rows, resnet.drawn.columns], [112, 112]);
  assert.equal(resnet.plane(5).length, 112 * 112);
  near([resnet.plane(5)[112 * 3 + 4]], [value(resnet, "y.5.3.4")], "y[5, 3, 4]");
  assert.equal(made({ layer: "ConvTranspose2d", size: "2", stride: "8", padding: "1" }).small.y, true);
  assert.equal(made({ layer: "ConvTranspose2d", size: "5", stride: "4" }).small.y, true);
  const huge = large({ size: "123456789123456789" });
  assert.ok(huge.drawn.rows <= 256);
  assert.equal(typeof value(huge, "y.0.255.255"), "number");
});

test("what the pages of the tools tell readers to try comes out as they say", () => {
  const shape = (state) => {
    const scene = made(state);
    return scene && [scene.sizes.y.rows, scene.sizes.y.columns];
  };
  const up = { layer: "ConvTranspose2d", size: "3", stride: "2", padding: "1" };
  assert.deepEqual(shape({ stride: "2" }), [2, 2]);
  assert.deepEqual(shape({ stride: "2", size: "6" }), [2, 2]);
  assert.deepEqual(shape({ stride: "2", size: "6", padding: "1" }), [3, 3]);
  assert.deepEqual(shape({ ...up, output_padding: "1" }), [6, 6]);
  assert.equal(shape({ ...up, output_padding: "2" }), null);
  assert.deepEqual(shape({ ...up, output_padding: "2", dilation: "3" }), [11, 11]);
  assert.deepEqual(shape({ ...up, padding: "3" }), [1, 1]);
  assert.ok(cellsOf(made({ ...up, padding: "3", view: "gather" }), "x", 0).cells.some(({ kind }) => kind === "crop"));
  const same = made({ padding: "'same'", kernel_size: "4" }).axes[2];
  assert.deepEqual([same.before, same.after], [1, 2]);
  assert.equal(windows(made({ dilation: "2" }), "y.0.0.0")[0].columns, 5);
});

test("facts are what a task can ask for", () => {
  assert.deepEqual(facts({ ...defaults, size: "6", stride: "2" }), { output: "2×2", unread: "11" });
  assert.equal(facts({ ...defaults, stride: "0" }), null);
  const tool = { defaults, facts };
  assert.ok(met(tool, { ...defaults, size: "6", stride: "(2, 2)" }, { output: "2", stride: "2", unread: "11" }));
  assert.ok(!met(tool, { ...defaults, size: "6", stride: "2" }, { output: "3" }));
  assert.ok(!met(tool, { ...defaults, stride: "0" }, { stride: "0" }));
});

test("a slider ends where PyTorch ends", () => {
  const range = (changes, name) => {
    const { least, most } = legal({ ...defaults, ...changes }, name);
    return [Number(least), Number(most)];
  };
  assert.deepEqual(range({}, "kernel_size"), [1, 5]);
  assert.deepEqual(range({}, "dilation"), [1, 2]);
  assert.deepEqual(range({ in_channels: "4", out_channels: "4" }, "groups"), [1, 4]);
  assert.deepEqual(range({ layer: "ConvTranspose2d", stride: "3" }, "output_padding"), [0, 2]);
  assert.deepEqual(range({ kernel_size: "4" }, "size"), [4, 32]);
});

test("what a page is about stands in front", () => {
  assert.deepEqual(front({ ...defaults, stride: "2" }), ["stride"]);
  assert.deepEqual(front({ ...defaults, front: "stride, padding", kernel_size: "4" }), ["stride", "padding"]);
  assert.deepEqual(front(defaults), ["size", "kernel_size"]);
  assert.equal(relayered({ ...defaults, kernel_size: "(3, 2)" }, "Conv1d").kernel_size, "2");
});
