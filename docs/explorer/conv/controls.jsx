// The fields of the figure: what the page is about in front, the rest behind "more".
import { useState } from "preact/hooks";
import { INPUTS, KERNELS } from "../model/presets.js";
import { callArguments, isCausal, isTransposed, LAYERS, PADDING_MODES, rank } from "../model/setting.js";
import { integers } from "../model/typed.js";
import { Check, Choice } from "../view/field.jsx";
import { Stepper } from "../view/stepper.jsx";
import { useWords } from "../view/words.js";
import { NumbersText } from "./numbers.jsx";
import { front, isPreset, legal } from "./state.js";

/** @import { Name, State } from "./state.js" */
/** @typedef {{ state: State, scene: import("./scene.js").Scene | null, set: (changes: Partial<State>) => void, relayer: (layer: string) => void }} Setter */

/** @param {State} state @returns {string[]} every field that this layer has */
function known(state) {
  const numbers = ["layer", "size", "in_channels", "out_channels", ...callArguments(state)];
  if (state.layer === "Conv1d") numbers.push("causal");
  if (isTransposed(state)) numbers.push("view");
  return [...numbers, "x", "w", "digits", "matrix"];
}

/** @param {Setter & { name: Name }} props */
function Argument({ state, set, name }) {
  const say = useWords(),
    single = /channels|groups/.test(name),
    text = state[name];
  const parts = integers(text);
  return (
    <Stepper
      name={name}
      value={text}
      caption={name === "size" ? say("input_size") : name}
      label={name === "size" ? say("input_size") : name}
      legal={parts && parts.length > 1 && !single ? { least: name.includes("padding") ? 0 : 1 } : legal(state, name)}
      reach={32}
      hint={rank(state) > 1 && !single ? "3 / (3, 5)" : undefined}
      onText={(typed) => set({ [name]: typed })}
    />
  );
}

/** @param {Setter & { grid: "x" | "w" }} props */
function Numbers({ state, set, grid }) {
  const say = useWords(),
    names = Object.keys(grid === "x" ? INPUTS : KERNELS),
    own = !isPreset(grid, state[grid]);
  return (
    <Choice
      caption={say(`${grid}_preset`)}
      value={own ? "" : state[grid]}
      options={[
        .../** @type {[string, string][]} */ (names.map((name) => [name, say(`preset_${name}`)])),
        .../** @type {[string, string][]} */ (own ? [["", say("preset_own")]] : []),
      ]}
      onChoice={(name) => name && set({ [grid]: name })}
    />
  );
}

/** @param {Setter & { name: string }} props */
function Control({ name, ...rest }) {
  const { state, set, relayer } = rest,
    say = useWords();
  switch (name) {
    case "layer":
      return (
        <Choice
          caption={say("layer")}
          value={state.layer}
          options={LAYERS.map((layer) => [layer, `nn.${layer}`])}
          onChoice={relayer}
        />
      );
    case "padding_mode":
      return (
        <Choice
          caption={name}
          value={state.padding_mode}
          options={PADDING_MODES.map((mode) => [mode, `"${mode}"`])}
          onChoice={(padding_mode) => set({ padding_mode })}
        />
      );
    case "view":
      return (
        <Choice
          caption={say("view")}
          value={state.view}
          options={[
            ["gather", say("gather")],
            ["scatter", say("scatter")],
            ["both", say("both")],
          ]}
          onChoice={(view) => set({ view, at: view === "scatter" ? "x.0.0.0" : "y.0.0.0" })}
        />
      );
    case "x":
    case "w":
      return <Numbers {...rest} grid={name} />;
    case "causal":
    case "matrix":
      return (
        <Check caption={say(name)} checked={state[name] === "1"} onCheck={(on) => set({ [name]: on ? "1" : "" })} />
      );
    case "digits":
      return (
        <Check
          caption={say("digits")}
          checked={state.digits !== "0"}
          onCheck={(on) => set({ digits: on ? "1" : "0" })}
        />
      );
    default:
      return <Argument {...rest} name={/** @type {Name} */ (name)} />;
  }
}

/** What is made only once it is asked for. @param {{ children: () => import("preact").ComponentChildren }} props */
function More({ children }) {
  const say = useWords(),
    [open, setOpen] = useState(false);
  return (
    <details class="ex-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say("more")}</summary>
      {open && <div class="ex-controls">{children()}</div>}
    </details>
  );
}

/** @param {Setter & { initial: State }} props */
export function Controls({ initial, ...rest }) {
  const say = useWords(),
    { state } = rest,
    all = known(state).filter((name) => !isCausal(state) || !/^padding/.test(name)),
    first = front(initial).filter((name) => all.includes(name)),
    others = all.filter((name) => !first.includes(name));
  return (
    <div class="ex-controls" role="group" aria-label={say("call")}>
      {first.map((name) => (
        <Control key={name} name={name} {...rest} />
      ))}
      <More>
        {() => (
          <>
            {others.map((name) => (
              <Control key={name} name={name} {...rest} />
            ))}
            <NumbersText {...rest} grid="w" />
            <NumbersText {...rest} grid="x" />
          </>
        )}
      </More>
    </div>
  );
}
