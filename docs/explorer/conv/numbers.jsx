// All numbers of the input or of the kernel as one text, to be pasted, written as fractions, or copied.
import { useState } from "preact/hooks";
import { times } from "../model/numbers.js";
import { useWords } from "../view/words.js";
import { isPreset, typedNumbers } from "./state.js";

/** @import { Scene } from "./scene.js" */
/** @import { State } from "./state.js" */

const MOST = 400;

/** A row of the grid in a line. @param {Scene} scene @param {"x" | "w"} grid */
function written(scene, grid) {
  const { slices, rows, columns } = scene.sizes[grid];
  return Array.from({ length: slices * rows }, (_, at) =>
    Array.from({ length: columns }, (_, c) => scene.numbers[grid](Math.floor(at / rows), at % rows, c)).join(" "),
  ).join("\n");
}

/** Nothing where there are as many numbers as cells. @param {import("../view/words.js").Say} say @param {number} given @param {[number, number, number]} shape */
function counted(say, given, shape) {
  const wanted = shape[0] * shape[1] * shape[2],
    repeated = times(given, shape);
  if (given === wanted) return "";
  const word = repeated > 1 ? "numbers_each" : given < wanted ? "numbers_wanted" : "numbers_more";
  return say(word, { wanted, given, repeated });
}

/** @param {{ state: State, scene: Scene | null, set: (changes: Partial<State>) => void, grid: "x" | "w" }} props */
export function NumbersText({ state, scene, set, grid }) {
  const say = useWords(),
    [draft, write] = useState(/** @type {string | null} */ (null));
  if (!scene) return null;
  const { slices, rows, columns } = scene.sizes[grid],
    wanted = slices * rows * columns;
  if (wanted > MOST) return null;
  const own = isPreset(grid, state[grid]) ? null : typedNumbers(state[grid]),
    whole = own?.length === wanted && state[grid].includes(","),
    text = draft ?? (own && !whole ? state[grid] : written(scene, grid)),
    typed = typedNumbers(text);
  return (
    <label class="ex-numbers">
      <span>{say("as_text", { name: say(`${grid}_preset`) })}</span>
      <textarea
        name={`${grid}_text`}
        rows={Math.min(6, slices * rows)}
        value={text}
        spellcheck={false}
        onInput={(event) => {
          write(event.currentTarget.value);
          if (typedNumbers(event.currentTarget.value)) set({ [grid]: event.currentTarget.value.trim() });
        }}
        onBlur={() => write(null)}
      />
      <span aria-live="polite">
        {typed ? counted(say, typed.length, [slices, rows, columns]) : say("numbers_only")}
      </span>
    </label>
  );
}
