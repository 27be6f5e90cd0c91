// The box for the text, and the fields for the input and for what is counted.
import { BYTES } from "../rules/network.js";
import { Choice, Field } from "../view/field.jsx";
import { Checks } from "../view/layers.jsx";
import { useWords } from "../view/words.js";
import { inputOf, TEXTS } from "./presets.js";

/** @import { State } from "./state.js" */

const LONGEST = 20,
  SHORTEST = 5,
  RANKS = ["1", "2", "3"];

/** @param {{ state: State, text: string, change: (changes: Partial<State>) => void }} props */
export function Form({ state, text, change }) {
  const say = useWords(),
    networks = Object.keys(TEXTS).map((name) => /** @type {[string, string]} */ ([name, say(`network_${name}`)]));
  return (
    <>
      <label class="ex-text">
        <span>{say("network_text")}</span>
        <textarea
          name="text"
          rows={Math.min(LONGEST, Math.max(SHORTEST, text.split("\n").length + 1))}
          spellcheck={false}
          autocomplete="off"
          value={text}
          onInput={(event) => change({ network: "", text: event.currentTarget.value })}
          onDrop={(event) => {
            const file = event.dataTransfer?.files[0];
            if (!file) return;
            event.preventDefault(); // or the browser leaves the page and shows the file
            file.text().then((dropped) => change({ network: "", text: dropped }));
          }}
        />
      </label>
      <div class="ex-code" role="group" aria-label={say("settings")}>
        <Choice
          caption={say("networks")}
          value={state.network}
          options={[["", say("network_own")], ...networks]}
          onChoice={(network) => change(network ? { network, input: inputOf(network) } : { network })}
        />
        <Field name="input" caption={say("network_input")} value={state.input} onText={(input) => change({ input })} />
        <Choice
          caption={say("network_rank")}
          value={state.rank}
          options={[
            ["", say("network_rank_said")],
            ...RANKS.map((rank) => /** @type {[string, string]} */ ([rank, rank])),
          ]}
          onChoice={(rank) => change({ rank })}
        />
        <Choice
          caption={say("network_dtype")}
          value={state.dtype}
          options={Object.keys(BYTES).map((name) => /** @type {[string, string]} */ ([name, name]))}
          onChoice={(dtype) => change({ dtype })}
        />
        <Checks names={["count_zeros", "count_cropped", "brief"]} state={state} change={change} />
      </div>
    </>
  );
}
