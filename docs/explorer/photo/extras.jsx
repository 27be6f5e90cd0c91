// What stands below the picture, closed at first: the receptive field of a stack, and the map as code.
import { useRef, useState } from "preact/hooks";
import { Choice, Field } from "../view/field.jsx";
import { Refusal } from "../view/refusal.jsx";
import { lead, useWords } from "../view/words.js";
import { convrefCode, torchCode } from "./code.js";
import { STACKS } from "./stack.js";

/** @import { Scene } from "./scene.js" */
/** @import { State } from "./state.js" */
/** @import { Refused } from "../model/unreadable.js" */

const NAMES = ["plain", "stride", "dilation", "alexnet"];

/** @param {{ state: State, squares: number[], refused: Refused | null, change: (changes: Partial<State>) => void }} props */
export function Stack({ state, squares, refused, change }) {
  const say = useWords(),
    known = ["", ...STACKS],
    /** @type {[string, string][]} */
    options = [
      ["", say("photo_stack_none")],
      ...NAMES.map((name, at) => /** @type {[string, string]} */ ([STACKS[at], say(`photo_stack_${name}`)])),
    ];
  if (!known.includes(state.stack)) options.push([state.stack, state.stack]);
  return (
    <>
      <div class="ex-row ph-stack">
        <Choice
          caption={say("photo_stack")}
          value={state.stack}
          options={options}
          onChoice={(stack) => change({ stack })}
        />
        <Field
          name="stack"
          caption={say("photo_stack_typed")}
          value={state.stack}
          hint="3, 3/2, 3/1/2"
          onText={(stack) => change({ stack })}
        />
      </div>
      {refused && <Refusal refused={refused} />}
      {squares.length > 0 && (
        <p>
          {lead(say("photo_stack_fields"))}
          <code>{squares.join(" → ")}</code>
        </p>
      )}
    </>
  );
}

/** @param {{ name: string, text: string }} props */
function Listing({ name, text }) {
  const say = useWords(),
    place = useRef(/** @type {HTMLPreElement | null} */ (null)),
    [copied, tell] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      tell(true);
    } catch {
      if (place.current) getSelection()?.selectAllChildren(place.current);
    }
  };
  return (
    <div class="ph-listing">
      <p class="ph-label">
        {name}
        <button type="button" onClick={copy} onBlur={() => tell(false)}>
          {say(copied ? "copied" : "photo_copy")}
        </button>
      </p>
      <pre ref={place} tabIndex={0} lang="en">
        {text}
      </pre>
    </div>
  );
}

/** @param {{ scene: Scene | null, file: string }} props */
export function Code({ scene, file }) {
  const say = useWords(),
    [open, turn] = useState(false);
  return (
    <details class="ph-code" open={open} onToggle={(event) => turn(event.currentTarget.open)}>
      <summary>{say("photo_as_code")}</summary>
      {open && scene && (
        <>
          <p>{say("photo_code_file", { file })}</p>
          <Listing name="PyTorch" text={torchCode({ ...scene, file })} />
          <Listing name="convref" text={convrefCode({ ...scene, file })} />
        </>
      )}
    </details>
  );
}
