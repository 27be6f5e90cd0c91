// The kernel as fields: along one axis, and as a square.
import { Stepper } from "../view/stepper.jsx";
import { useWords } from "../view/words.js";
import { isOwn, lineTexts, squareTexts, withLine, withSquare } from "./kernels.js";

/** @typedef {import("./kernels.js").State} State */
/** @typedef {{ state: State, k: number, change: (changes: Partial<State>) => void }} Props */

const MOST_FIELDS = 12;
const MOST_SIDE = 8;
const LEAST = -4,
  STEP = 0.5;

/** @param {Props} props */
export function Line({ state, k, change }) {
  const say = useWords();
  if (k > MOST_FIELDS) return null;
  return (
    <div class="ex-line-weights" role="group" aria-label={say("line_weights")}>
      <p class="ex-heading">{say("line_weights")}</p>
      {lineTexts(state, k).map((text, at) => (
        <Stepper
          key={at}
          compact
          name={`w${at}`}
          caption=""
          label={`w[${at}]`}
          value={text}
          legal={{ least: LEAST, most: -LEAST }}
          step={STEP}
          onText={(typed) => change(withLine(state, k, at, typed))}
        />
      ))}
    </div>
  );
}

/** @param {Props} props */
export function Grid({ state, k, change }) {
  const say = useWords();
  if (k > MOST_SIDE) return null;
  return (
    <div class="ex-scroll">
      <p class="ex-heading">{`${say("w_preset")} ${k}×${k}`}</p>
      <div class="ex-weights" style={`--columns: ${k}`}>
        {squareTexts(state, k).map((text, at) => (
          <input
            key={at}
            type="text"
            maxlength={12}
            autocomplete="off"
            spellcheck={false}
            value={text}
            aria-label={`w[${Math.floor(at / k)}, ${at % k}]`}
            onFocus={(event) => event.currentTarget.select()}
            onInput={(event) => change(withSquare(state, k, at, event.currentTarget.value))}
          />
        ))}
      </div>
      {isOwn(state) && (
        <button type="button" onClick={() => change({ w: "ones", w1: state.w1 })}>
          {say("line_again")}
        </button>
      )}
    </div>
  );
}
