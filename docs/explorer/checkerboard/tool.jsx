// The checkerboard: stamps along one axis and their sums, the same in two dimensions, and the sums of the kernel's phases.
import { areEqual } from "../model/numbers.js";
import { KERNELS } from "../model/presets.js";
import { attempt } from "../model/unreadable.js";
import { gcd, isEven, outputSize } from "../rules/layer.js";
import { Choice } from "../view/field.jsx";
import { Spoken } from "../view/heard.jsx";
import { Refusal } from "../view/refusal.jsx";
import { TakeAway } from "../view/share.jsx";
import { Stepper } from "../view/stepper.jsx";
import { useWords } from "../view/words.js";
import {
  MOST,
  MOST_PHASES,
  MOST_WEIGHTS,
  defaults,
  drawable,
  isOwn,
  lineWeights,
  NAMES,
  readSetting,
  squareWeights,
} from "./kernels.js";
import { facts } from "./facts.js";
import { Square } from "./map.jsx";
import { counts, countsMap, onesMap, phaseSums } from "./overlap.js";
import { Stamps } from "./stamps.jsx";
import { Grid, Line } from "./weights.jsx";
import { words } from "./words.js";

/** @typedef {import("./kernels.js").State} State */
/** @typedef {(changes: Partial<State>) => void} Change */
/** @typedef {import("../rules/sizes.js").Setting} Setting */

const DRAWN = 24;
const MAPS = /** @type {const} */ (["counts", "ones"]);
const REACH = { kernel_size: 8, stride: 6, dilation: 4, padding: 8, size: 8 };

/** The largest padding that leaves an output. @param {Setting | null} setting */
const mostPadding = (setting) =>
  setting && typeof setting.padding !== "string"
    ? (outputSize(setting)[0] + 2n * setting.padding[0] - 1n) / 2n
    : undefined;

/** @param {{ state: State, setting: Setting | null, change: Change }} props */
function Controls({ state, setting, change }) {
  const say = useWords(),
    presets = Object.keys(KERNELS).map((name) => /** @type {[string, string]} */ ([name, say(`preset_${name}`)])),
    own = isOwn(state) || state.w1 !== "";
  return (
    <div class="ex-code ex-sliders" role="group" aria-label={say("settings")}>
      {NAMES.map((name) => (
        <Stepper
          key={name}
          slides
          name={name}
          caption={name === "size" ? say("input_size") : `${name}=`}
          label={name === "size" ? say("input_size") : name}
          value={state[name]}
          legal={{ least: name === "padding" ? 0n : 1n, most: name === "padding" ? mostPadding(setting) : undefined }}
          reach={REACH[name]}
          onText={(text) => change({ [name]: text })}
        />
      ))}
      <Choice
        caption={say("w_preset")}
        value={own ? "" : state.w}
        options={own ? [...presets, ["", say("preset_own")]] : presets}
        onChoice={(w) => w && change({ w, w1: "" })}
      />
    </div>
  );
}

/** Which of the two conditions is broken, or that none is. @param {{ setting: Setting }} props */
function Evenness({ setting }) {
  const say = useWords(),
    [k, s, d] = [setting.kernel[0], setting.stride[0], setting.dilation[0]];
  return (
    <>
      {isEven(k, s, d) && <p>{say("overlap_even", { k, s, d })}</p>}
      {k % s !== 0n && <p>{say("overlap_divide", { s, k })}</p>}
      {gcd(s, d) > 1n && <p>{say("overlap_common", { s, d, g: gcd(s, d) })}</p>}
    </>
  );
}

/** @param {{ state: State, axis: import("./kernels.js").Axis, w: number[], change: Change }} props */
function Plane({ state, axis, w, change }) {
  const say = useWords(),
    shown = Math.min(axis.output, DRAWN),
    map = state.map === "ones" ? onesMap(axis, w, shown) : countsMap(counts(axis, shown)),
    sums = phaseSums(w, axis.k, axis.s, axis.d);
  return (
    <>
      <p>{say(areEqual(sums) ? "phases_equal" : "phases_differ")}</p>
      <Choice
        caption={say("map")}
        value={state.map}
        options={MAPS.map((name) => /** @type {const} */ ([name, say(`map_${name}`)]))}
        onChoice={(name) => change({ map: name })}
      />
      <div class="ex-plane">
        <div class="ex-scroll">
          <Square label={say(`map_${state.map}`)} role="y" values={map} />
          {shown < axis.output && <p class="ex-hint">{say("corner", { shown, count: axis.output })}</p>}
        </div>
        <Grid state={state} k={axis.k} change={change} />
        <div class="ex-scroll">
          <p class="ex-heading">{`${say("phase_sums")} ${axis.s}×${axis.s}`}</p>
          <Square label={say("phase_sums")} role="w" values={sums} />
        </div>
      </div>
    </>
  );
}

/** @param {{ id: string, state: State, setting: Setting, change: Change }} props */
function Pictures({ id, state, setting, change }) {
  const say = useWords(),
    axis = drawable(setting, outputSize(setting)[0]);
  if (!axis) return <p>{say("too_large_here", { k: MOST_WEIGHTS, s: MOST_PHASES, most: MOST })}</p>;
  const line = attempt(() => lineWeights(state, axis.k)),
    square = attempt(() => squareWeights(state, axis.k)),
    refused = line.refused ?? square.refused;
  return (
    <>
      <Line state={state} k={axis.k} change={change} />
      {line.read && <Stamps id={id} axis={axis} w={line.read} />}
      {refused && <Refusal refused={refused} />}
      {square.read ? (
        <Plane state={state} axis={axis} w={square.read} change={change} />
      ) : (
        <Grid state={state} k={axis.k} change={change} />
      )}
    </>
  );
}

/** @param {import("../model/tool.js").Props<State>} props */
function View({ id, state, change, link }) {
  const { setting, refused } = readSetting(state);
  return (
    <>
      <Controls state={state} setting={setting} change={change} />
      <Spoken>
        {refused && <Refusal refused={refused} />}
        {setting && !refused && (
          <>
            <Evenness setting={setting} />
            <Pictures id={id} state={state} setting={setting} change={change} />
          </>
        )}
      </Spoken>
      <TakeAway link={link} />
    </>
  );
}

/** @param {State} state */
const settle = (state) => (MAPS.some((name) => name === state.map) ? state : { ...state, map: defaults.map });

/** @type {import("../model/tool.js").Tool<State>} */
export const checkerboard = { name: "checkerboard", words, defaults, settle, facts, View };
