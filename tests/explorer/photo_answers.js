// Answers requests about the photo's tool, one JSON a line: its maps, one pixel of them, and its code.
import { createInterface } from "node:readline";
import { attempt } from "../../docs/explorer/model/unreadable.js";
import { convrefCode, torchCode } from "../../docs/explorer/photo/code.js";
import { learnedOf } from "../../docs/explorer/photo/data.js";
import { outputNear } from "../../docs/explorer/photo/maps.js";
import { compute, look } from "../../docs/explorer/photo/scene.js";
import { fields } from "../../docs/explorer/photo/stack.js";
import { defaults } from "../../docs/explorer/photo/state.js";

const answers = {
  map({ state, pixels, height, width, at, file, kernels }) {
    const rgb = new Uint8Array(Buffer.from(pixels, "base64"));
    const learned = kernels ? learnedOf(kernels) : null;
    const { read: scene, refused } = attempt(() => compute({ ...defaults, ...state }, { rgb, height, width }, learned));
    if (refused) return { refused: refused.rule };
    const [rows, columns] = scene.layer.axes;
    return {
      shape: [scene.maps.length, rows.o, columns.o],
      maps: scene.maps.map((map) => Buffer.from(map.buffer).toString("base64")),
      seen: look(scene, at ?? "0.0"),
      torch: torchCode({ ...scene, file }),
      convref: convrefCode({ ...scene, file }),
      near: at && [0, 1].map((axis) => outputNear(scene.layer, axis, Math.floor(scene.layer.axes[axis].i / 2))),
    };
  },
  fields: ({ text }) => attempt(() => fields(text)),
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const request = JSON.parse(line);
  const reply = answers[request.what](request);
  process.stdout.write(`${JSON.stringify(reply)}\n`);
});
