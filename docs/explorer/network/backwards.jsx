// From the network back: the input behind some outputs, and the decoder that leads through the same sizes.
import { useState } from "preact/hooks";
import { integers } from "../model/typed.js";
import { inputArea } from "../rules/backwards.js";
import { joined } from "../rules/kinds/checks.js";
import { Refusing } from "../rules/refusing.js";
import { Copy } from "../view/copy.jsx";
import { Field } from "../view/field.jsx";
import { useWords, withMore } from "../view/words.js";
import { asked } from "./asked.js";
import { call } from "./calls.js";

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

/** The decoder as its rows are called, with the button that copies it. @param {{ table: Table, asked: import("./asked.js").Asked }} props */
function Mirrored({ table: { rows, shape }, asked: { decoder, words } }) {
  const say = withMore(words, useWords());
  const { text, refused } = told(
    () =>
      decoder(rows, shape)
        .map((one) => call({ module: one }, []))
        .join("\n"),
    say,
  );
  if (refused) return <p>{text}</p>;
  return (
    <>
      <pre class="ex-scroll" tabIndex={0}>
        {text}
      </pre>
      <div class="ex-row ex-take">
        <Copy caption={say("copy_decoder")} text={() => text} />
      </div>
    </>
  );
}

/** @param {{ table: Table }} props */
export function Decoder({ table }) {
  const say = useWords(),
    [found, bring] = useState(/** @type {import("./asked.js").Asked | null} */ (null)),
    [missed, miss] = useState(false);
  /** @param {boolean} open */
  const turn = (open) => {
    if (open && !found)
      asked().then(
        (brought) => bring(brought),
        () => miss(true),
      );
    else miss(false);
  };
  return (
    <details onToggle={(event) => turn(event.currentTarget.open)}>
      <summary>{say("decoder")}</summary>
      {found ? <Mirrored table={table} asked={found} /> : missed && <p>{say("rule_not_fetched")}</p>}
    </details>
  );
}
