// The layer as a line of Python, what is as by default in grey.
import { callArguments, isCausal } from "../model/setting.js";
import { defaults } from "./state.js";

/** @import { State } from "./state.js" */

/** @param {State} state @param {import("../model/setting.js").Argument} name */
const written = (state, name) => (name === "padding_mode" ? `"${state[name]}"` : state[name].trim() || "…");

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
