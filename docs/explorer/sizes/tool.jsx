// From two sizes to the layers that lead from one to the other.
import { attempt } from "../model/unreadable.js";
import { Choice, Field } from "../view/field.jsx";
import { Refusal } from "../view/refusal.jsx";
import { TakeAway } from "../view/share.jsx";
import { Spoken } from "../view/heard.jsx";
import { useWords } from "../view/words.js";
import { Answer } from "./answer.jsx";
import { ask, defaults, facts, names, turned } from "./question.js";
import { words } from "./words.js";

/** @param {import("../model/tool.js").Props<typeof defaults>} props */
function View({ state, change, link, root }) {
  const say = useWords(),
    { read: question, refused } = attempt(() => ask(state));
  return (
    <>
      <div class="ex-code" role="group" aria-label={say("settings")}>
        <Choice
          label={say("layer")}
          value={state.transposed}
          options={[
            ["", "nn.Conv2d"],
            ["1", "nn.ConvTranspose2d"],
          ]}
          onChoice={(transposed) => change(turned({ ...state, transposed }))}
        />
        <Field name="input" caption={say("input_size")} value={state.input} onText={(input) => change({ input })} />
        <Field
          name="output"
          caption={say("output_size")}
          value={state.output}
          onText={(output) => change({ output })}
        />
        {names(state).map((name) => (
          <Field
            key={name}
            name={name}
            caption={`${name}=`}
            label={name}
            value={state[name]}
            hint={say("any")}
            onText={(text) => change({ [name]: text })}
          />
        ))}
      </div>
      <Spoken>{refused ? <Refusal refused={refused} /> : <Answer {...{ state, question, change, root }} />}</Spoken>
      <TakeAway link={link} />
    </>
  );
}

/** @type {import("../model/tool.js").Tool<typeof defaults>} */
export const sizes = { name: "sizes", words, defaults, facts, View };
