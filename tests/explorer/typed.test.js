// What is typed, by any keyboard and by any hand, is read or explained.
import assert from "node:assert/strict";
import { test } from "node:test";
import { read as readAddress, write } from "../../docs/explorer/model/address.js";
import { filled, grows, list, number, refit } from "../../docs/explorer/model/numbers.js";
import { PLAIN, read } from "../../docs/explorer/model/setting.js";
import { accept } from "../../docs/explorer/model/tool.js";
import { alike, integers } from "../../docs/explorer/model/typed.js";
import { met } from "../../docs/explorer/model/goal.js";
import { defaults as meter, readSetting } from "../../docs/explorer/checkerboard/kernels.js";
import { fields } from "../../docs/explorer/photo/stack.js";
import { readLayers, traced } from "../../docs/explorer/receptive/layers.js";
import { ask, defaults as sizes } from "../../docs/explorer/sizes/question.js";
import { defaults as stack, traced as stacked } from "../../docs/explorer/stack/layers.js";
import { outputSize } from "../../docs/explorer/rules/sizes.js";

test("whole numbers by a Chinese keyboard", () => {
  for (const text of ["(2, 2)", "2,2", "2，2", "（2，2）", "２、２", "[2, 2,]"])
    assert.deepEqual(integers(text), [2n, 2n]);
  for (const text of ["", "2.5", "two", "1e9", "(2 2)", "2x", "x2", "Size"]) assert.equal(integers(text), null);
});

test("sizes as they are written elsewhere, in the fields of every tool", () => {
  const texts = [
    "7x7",
    "7×7",
    "7 X 7",
    "7*7",
    "(7, 7)",
    "[7, 7]",
    "torch.Size([7, 7])",
    "７，７",
    "７ｘ７",
    "（７，７）",
  ];
  const [seven, one] = [[7n, 7n], { layers: "k3", size: "7" }];
  for (const text of texts) {
    assert.deepEqual(integers(text), seven, text);
    assert.equal(alike(text), "7", text);
    assert.deepEqual(read({ ...PLAIN, size: text, kernel_size: text }).setting.input, seven, text);
    assert.equal(met({ facts: () => ({}) }, { size: text }, { size: "7×7" }), true, text);
    assert.deepEqual(stacked({ ...stack, size: text }, []).start.size, seven, text);
    const question = ask({ ...sizes, input: text, output: "1", kernel_size: text });
    assert.deepEqual([question.input, question.bounds.kernel_size], [7n, [7n]], text);
    assert.deepEqual(readSetting({ ...meter, size: text, kernel_size: text }).setting.kernel, [7n], text);
    assert.equal(traced({ ...one, size: text }, readLayers("k3")).size, 7n, text);
  }
  assert.deepEqual(fields("3x3, 3×3/2"), fields("3, 3/2"));
  assert.equal(alike("3, 5"), "3, 5");
  assert.equal(read({ ...PLAIN, size: " " }).refused.rule, "unfilled");
  assert.throws(() => ask({ ...sizes, output: "7×9" }), /axes/);
});

test("kernels are pasted as they are written elsewhere", () => {
  assert.equal(number("1/9"), 1 / 9);
  assert.equal(number("−0.5"), -0.5);
  assert.ok(Number.isNaN(number("1/")));
  assert.deepEqual(list("[[1, 0, -1],\n [2, 0, -2]]"), [1, 0, -1, 2, 0, -2]);
  assert.deepEqual(list("1 / 16，2/16\t1/16"), [1 / 16, 2 / 16, 1 / 16]);
});

test("no number is too large to be answered, and none is rounded", () => {
  const exact = { size: "9007199254740993", stride: "2" };
  assert.deepEqual(outputSize(read({ ...PLAIN, ...exact }).setting), [4503599627370496n, 4503599627370496n]);
  for (const value of ["9".repeat(40), `-${"9".repeat(39)}`, "abc", "3.5", "", "(1, 2, 3)", "<b>", "٣"]) {
    for (const name of ["size", "kernel_size", "stride", "padding", "dilation", "groups"]) {
      assert.ok(read({ ...PLAIN, [name]: value }).refused, `${name}=${value}`);
    }
  }
});

test("an address keeps the states of all figures and refuses nonsense", () => {
  const figures = { "explorer-1": { padding: "(1, 0)", x: "1,2;3" }, "explorer-2": { size: "9" } };
  assert.deepEqual(readAddress(write(figures)), figures);
  const tool = { name: "one", words: {}, defaults: { stride: "1", at: "y" }, View: () => null };
  const found = readAddress("#explorer-1:width=9&__proto__=1&%E0%A4%A&at=x");
  assert.deepEqual(accept(tool, found["explorer-1"]), { stride: "1", at: "x" });
});

test("numbers of one slice stand in every slice, others are followed by zeros", () => {
  assert.deepEqual(filled([1, 2, 3, 4], [3, 2, 2]), [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
  assert.deepEqual(filled([1, 2, 3], [2, 2, 2]), [1, 2, 3, 0, 0, 0, 0, 0]);
  assert.deepEqual(filled([1, 2, 3, 4, 5, 6, 7, 8], [3, 2, 2]), [1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0]);
  assert.deepEqual(filled([1, NaN, 3, 4, 5], [1, 2, 2]), [1, 0, 3, 4]);
});

test("numbers stay in their cells when the grid changes, and it is known where none were", () => {
  assert.equal(refit("1,2,3,4", [1, 2, 2], [1, 2, 3]), "1,2,0,3,4,0");
  assert.equal(refit("1,2,3,4", [1, 2, 2], [3, 2, 2]), "1,2,3,4");
  assert.equal(refit("1,2,3,4,5,6,7,8", [2, 2, 2], [1, 1, 2]), "1,2");
  assert.deepEqual(
    [
      [1, 2, 3],
      [3, 2, 2],
      [1, 1, 2],
    ].map((to) => grows("1,2,3,4", [1, 2, 2], to)),
    [true, false, false],
  );
  assert.ok(grows("1,2,3,4,5,6,7,8", [2, 2, 2], [3, 2, 2]));
});
