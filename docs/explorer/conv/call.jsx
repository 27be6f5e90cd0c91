// The layer as a line of Python, what is as by default in grey.
import { callArguments, isCausal } from "../model/setting.js";
import { integers, word } from "../model/typed.js";
import { defaults } from "./state.js";

/** @import { State } from "./state.js" */

/** What was typed as Python writes it: words in quotes, several numbers in brackets; anything else as it is. @param {State} state @param {import("../model/setting.js").Argument} name */
function written(state, name) {
  const text = state[name].trim(),
    numbers = integers(text),
    said = name.startsWith("padding") ? word(text) : undefined;
  if (said !== undefined) return `"${said}"`;
  return numbers && numbers.length > 1 ? `(${numbers.join(", ")})` : text || "…";
}

/** @param {{ state: State }} props */
export function Call({ state }) {
  const channels = `${state.in_channels}, ${state.out_channels}`,
    shown = callArguments(state).filter((name) => !isCausal(state) || !name.startsWith("padding"));
  return (
    <code class="ex-line-of-code">
      <b>nn.{state.layer}</b>({channels}
      {shown.map((name) => (
        <span key={name} class={name !== "kernel_size" && state[name].trim() === defaults[name] ? "usual" : ""}>
          , {name}={written(state, name)}
        </span>
      ))}
      )
    </code>
  );
}
