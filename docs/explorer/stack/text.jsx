// The stack as a text, to be pasted or copied. What is typed stays as it is until a layer is changed elsewhere.
import { useState } from "preact/hooks";
import { handed } from "../view/handing.js";
import { lead, useWords } from "../view/words.js";
import { writeLayers } from "./layers.js";
import { networkOf, stackOf, textOf } from "./text.js";

/** @import { Layer, State } from "./layers.js" */

/** @param {{ state: State, layers: Layer[], change: (changes: Partial<State>) => void, root: string }} props */
export function Text({ state, layers, change, root }) {
  const say = useWords(),
    [draft, write] = useState(/** @type {{ text: string, layers: string } | null} */ (null)),
    kept = draft?.layers === state.layers ? draft.text : null,
    { stack, problems } = kept === null ? { stack: null, problems: [] } : stackOf(kept, state);
  /** @param {string} text */
  const take = (text) => {
    const { stack: found } = stackOf(text, state);
    if (!found) return write({ text, layers: state.layers });
    const rank = String(found.rank),
      changed = { rank, channels: String(found.channels), layers: writeLayers(found.layers, { ...state, rank }) };
    write({ text, layers: changed.layers });
    change(changed);
  };
  const shown = kept ?? textOf(state, layers);
  return (
    <details class="ex-more">
      <summary>{say("stack_text")}</summary>
      <div class="ex-text">
        <textarea
          name="text"
          aria-label={say("stack_text")}
          rows={Math.min(12, Math.max(4, layers.length + 1))}
          spellcheck={false}
          autocomplete="off"
          value={shown}
          onInput={(event) => take(event.currentTarget.value)}
        />
        <div aria-live="polite">
          {problems.slice(0, 1).map(({ rule, numbers, line }) => (
            <div key={rule} class="ex-refusal">
              <p>
                {line > 0 && <strong>{lead(say("at_line", { line }))}</strong>}
                {say(`rule_${rule}`, numbers)}
              </p>
              {rule === "kind" && <p>{say("stack_network")}</p>}
            </div>
          ))}
          {stack && stack.left.length > 0 && <p>{say("left_out", { names: stack.left.join(", ") })}</p>}
        </div>
        <p>
          <a href={handed(root, "network", networkOf(shown, state))}>{say("stack_open")}</a>
        </p>
      </div>
    </details>
  );
}
