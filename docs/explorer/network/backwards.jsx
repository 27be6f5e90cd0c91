// From the network back: the input behind some outputs, and the decoder that leads through the same sizes.
import { integers } from "../model/typed.js";
import { inputArea } from "../rules/backwards.js";
import { decoder } from "../rules/decoding.js";
import { joined } from "../rules/kinds/checks.js";
import { Refusing } from "../rules/refusing.js";
import { Copy } from "../view/copy.jsx";
import { Field } from "../view/field.jsx";
import { useWords } from "../view/words.js";
import { call } from "./copies.js";

/** @import { State, Table } from "./state.js" */
/** @typedef {(key: string, numbers?: Record<string, unknown>) => string} Say */

/** A sentence, or the one that says why there is none. @param {() => string} made @param {Say} say */
function told(made, say) {
  try {
    return { text: made(), refused: false };
  } catch (error) {
    if (error instanceof Refusing) return { text: say(`rule_${error.rule}`, error.numbers), refused: true };
    throw error;
  }
}

/** @param {{ table: Table, state: State, change: (changes: Partial<State>) => void }} props */
export function Area({ table: { network, shape }, state, change }) {
  const say = useWords();
  const { text } = told(() => {
    const counts = integers(state.outputs) ?? [],
      area = inputArea(network.modules, shape, counts.length === 1 ? counts[0] : counts);
    return say("area", { outputs: joined(area.map((_, axis) => counts[axis] ?? counts[0])), area: joined(area) });
  }, say);
  return (
    <>
      <div class="ex-code">
        <Field
          name="outputs"
          caption={say("outputs")}
          value={state.outputs}
          onText={(outputs) => change({ outputs })}
        />
      </div>
      <p aria-live="polite">{text}</p>
    </>
  );
}

/** @param {{ table: Table }} props */
export function Decoder({ table: { rows, shape } }) {
  const say = useWords();
  const { text, refused } = told(
    () =>
      decoder(rows, shape)
        .map((one) => call({ module: one }, []))
        .join("\n"),
    say,
  );
  return (
    <details>
      <summary>{say("decoder")}</summary>
      {refused ? (
        <p>{text}</p>
      ) : (
        <>
          <pre class="ex-scroll" tabIndex={0}>
            {text}
          </pre>
          <div class="ex-row ex-take">
            <Copy caption={say("copy_decoder")} text={() => text} />
          </div>
        </>
      )}
    </details>
  );
}
