// At build: the photo and its map as pictures, and the pixel that is looked at first, so that nothing needs a script.
import { learnedOf, pictureOf } from "./data.js";
import { bytes, paintMaps, paintPhoto } from "./paint.js";
import { compute, look } from "./scene.js";

/** The data that a script of the site hands over. @param {string} text */
const handed = (text) => JSON.parse(text.slice(text.indexOf(" = ") + 3, text.lastIndexOf(";")));

/** @param {Record<string, string>} tokens @returns {import("./paint.js").Signed} */
export const signedColours = (tokens) => ({
  minus: bytes(tokens["signed-minus"]),
  zero: bytes(tokens["signed-zero"]),
  plus: bytes(tokens["signed-plus"]),
});

/** @param {import("./state.js").State} state @param {import("../model/tool.js").Build} build @returns {import("../model/tool.js").Prepared} */
export function prepare(state, { read, tokens }) {
  const picture = pictureOf(handed(read(`${state.photo}.js`))),
    learned = state.w === "learned" ? learnedOf(handed(read("kernels.js"))) : null,
    scene = compute(state, picture, learned),
    seen = look(scene, state.at),
    [height, width] = seen.output;
  const map = (/** @type {"light" | "dark"} */ theme) => ({
    height,
    width,
    rgba: paintMaps(scene.maps, scene.scale, signedColours(tokens[theme])),
  });
  const photo = { height: seen.input[0], width: seen.input[1], rgba: paintPhoto(scene.planes) };
  return { first: seen, paintings: { photo, light: map("light"), dark: map("dark") } };
}
