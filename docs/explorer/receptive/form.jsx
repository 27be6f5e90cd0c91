// The layers as fields: presets, the size of the input, and a line for each layer.
import { useRef } from "preact/hooks";
import { Check, Choice } from "../view/field.jsx";
import { useFocus } from "../view/places.js";
import { Stepper } from "../view/stepper.jsx";
import { useWords } from "../view/words.js";
import { added, ARGUMENTS, LETTERS, PRESETS, writeLayers } from "./layers.js";

/** @typedef {import("./layers.js").State} State */
/** @typedef {import("./layers.js").Layer} Layer */

/** @param {{ layer: Layer, number: number, set: (changed: Partial<Layer>) => void, remove: () => void }} props */
function Line({ layer, number, set, remove }) {
  const say = useWords();
  return (
    <div class="ex-call">
      <span class="ex-order">{number}</span>
      {LETTERS.map((letter) => (
        <Stepper
          key={letter}
          compact
          name={ARGUMENTS[letter]}
          caption={letter}
          label={say("layer_argument", { number, name: ARGUMENTS[letter] })}
          value={layer[letter]}
          legal={{ least: letter === "p" ? 0n : 1n }}
          reach={8}
          onText={(text) => set({ [letter]: text })}
        />
      ))}
      <button type="button" class="ex-remove" aria-label={say("remove_layer", { number })} onClick={remove}>
        ×
      </button>
    </div>
  );
}

/** @param {{ state: State, layers: Layer[], change: (changes: Partial<State>) => void }} props */
export function Form({ state, layers, change }) {
  const say = useWords(),
    list = useRef(/** @type {HTMLDivElement | null} */ (null)),
    focus = useFocus(list),
    preset = Object.keys(PRESETS).find(
      (name) => PRESETS[name].layers === state.layers && PRESETS[name].size === state.size,
    ),
    presets = Object.keys(PRESETS).map((name) => /** @type {[string, string]} */ ([name, say(`stack_${name}`)]));
  /** @param {Layer[]} changed */
  const write = (changed) => change({ layers: writeLayers(changed) });
  return (
    <>
      <div class="ex-code" role="group" aria-label={say("settings")}>
        <Choice
          caption={say("stacks")}
          value={preset ?? ""}
          options={preset ? presets : [...presets, ["", say("stack_own")]]}
          onChoice={(name) => name && change({ ...PRESETS[name], at: "" })}
        />
        <Stepper
          compact
          name="size"
          caption={say("input_size")}
          value={state.size}
          legal={{ least: 1n }}
          reach={40}
          onText={(size) => change({ size })}
        />
        <Check
          caption={say("count_paths")}
          checked={state.paths === "1"}
          onCheck={(checked) => change({ paths: checked ? "1" : "" })}
        />
      </div>
      <div ref={list} class="ex-lines">
        {layers.map((layer, at) => (
          <Line
            key={at}
            layer={layer}
            number={at + 1}
            set={(changed) => write(layers.map((old, place) => (place === at ? { ...old, ...changed } : old)))}
            remove={() => {
              focus(at, ".ex-remove");
              write(layers.filter((_, place) => place !== at));
            }}
          />
        ))}
        <button
          type="button"
          class="ex-add"
          onClick={({ detail }) => {
            if (detail === 0) focus(layers.length, "input"); // pressed by a key
            write([...layers, added]);
          }}
        >
          {say("add_layer")}
        </button>
      </div>
    </>
  );
}
