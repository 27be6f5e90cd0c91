// The fields: which kernel, and the layer's arguments as sliders whose numbers can be typed.
import { Choice } from "../view/field.jsx";
import { Stepper } from "../view/stepper.jsx";
import { useWords } from "../view/words.js";
import { isTransposed, PADDING_MODES } from "../model/setting.js";
import { areEqual, refit } from "../model/numbers.js";
import { PRESETS, LEARNED, typedCells } from "./kernels.js";
import { COLOURS, PHOTO_LAYERS, SHOWS, SHRINKS } from "./state.js";

/** @import { Seen } from "./scene.js" */
/** @import { State } from "./state.js" */
/** @typedef {(changes: Partial<State>) => void} Change */

const SIZES = ["1", "2", "3", "4", "5", "6", "7", "11"];

/** What a choice of a kernel changes besides: learned ones are 11×11, in colour; random again is another one. @param {string} w @param {State} state @returns {Partial<State>} */
function chosen(w, state) {
  if (w === "learned") return { w, kernel_size: "11", colours: state.colours === "grey" ? "sum" : state.colours };
  if (w === "random" && state.w === "random") return { seed: String((Number(state.seed) + 1) % 100) };
  if (state.w !== "learned") return { w };
  return { w, colours: "grey", ...(state.kernel_size === "11" && { kernel_size: "3" }) };
}

/** Another size; weights of one's own stay in their cells. @param {string} size @param {State} state @param {Seen} seen @returns {Partial<State>} */
function resized(size, state, { wrote, kernel }) {
  const to = Number(size);
  if (PRESETS.includes(state.w)) return { kernel_size: size };
  if (typedCells(state.w).length !== wrote.length * kernel[0] * kernel[1]) return { kernel_size: size };
  return { kernel_size: size, w: refit(state.w, [wrote.length, ...kernel], [wrote.length, to, to]) };
}

/** @param {{ state: State, seen: Seen, change: Change }} props */
export function Kernels({ state, seen, change }) {
  const say = useWords(),
    sizes = SIZES.includes(state.kernel_size) ? SIZES : [...SIZES, state.kernel_size];
  return (
    <div class="ph-kernels" role="group" aria-label={say("w_preset")}>
      {PRESETS.map((name) => (
        <button key={name} type="button" aria-pressed={name === state.w} onClick={() => change(chosen(name, state))}>
          {say(`photo_w_${name}`)}
        </button>
      ))}
      <Choice
        caption="kernel_size"
        value={state.kernel_size}
        options={sizes.map((size) => /** @type {[string, string]} */ ([size, size]))}
        onChoice={(size) => change(resized(size, state, seen))}
      />
      {state.w === "random" && (
        <Slider name="seed" caption={say("photo_seed")} state={state} change={change} least={0} most={99} />
      )}
      {state.w === "learned" && (
        <Slider name="number" caption={say("photo_which")} state={state} change={change} least={0} most={LEARNED - 1} />
      )}
    </div>
  );
}

/**
 * @param {object} props
 * @param {keyof State} props.name
 * @param {string} [props.caption] where it is no argument
 * @param {State} props.state
 * @param {Change} props.change
 * @param {number} props.least
 * @param {number} props.most
 */
const Slider = ({ name, caption, state, change, least, most }) => (
  <Stepper
    slides
    name={name}
    caption={caption ?? `${name}=`}
    label={caption ?? name}
    value={state[name]}
    legal={{ least, most }}
    reach={most}
    onText={(text) => change({ [name]: text })}
  />
);

/** A photo that fills the page leaves no room for a map that is larger: a transposed layer begins with a smaller one. @param {string} layer @param {State} state @returns {Partial<State>} */
function otherLayer(layer, state) {
  const up = isTransposed({ layer });
  return {
    layer,
    ...(up && state.shrink === "1" && { shrink: "2" }),
    ...(up && state.stride === "1" && { stride: "2" }),
    ...(!up && state.shrink === "2" && { shrink: "1" }),
  };
}

/** @param {{ state: State, seen: Seen, size: number[], change: Change }} props size: of the photo */
export function LayerFields({ state, seen, size, change }) {
  const say = useWords(),
    transposed = isTransposed(state),
    words = (/** @type {string} */ group, /** @type {readonly string[]} */ names) =>
      names.map((name) => /** @type {[string, string]} */ ([name, say(`photo_${group}_${name}`)])),
    plain = (/** @type {readonly string[]} */ names) =>
      names.map((name) => /** @type {[string, string]} */ ([name, name])),
    shrunk = (/** @type {string} */ by) => size.map((length) => Math.floor(length / Number(by))).join("×");
  return (
    <>
      <div class="ex-code">
        <Choice
          label={say("layer")}
          value={state.layer}
          options={PHOTO_LAYERS.map((name) => [name, `nn.${name}`])}
          onChoice={(layer) => change(otherLayer(layer, state))}
        />
        <Slider name="stride" state={state} change={change} least={1} most={8} />
        <Slider name="padding" state={state} change={change} least={0} most={16} />
        {transposed && <Slider name="output_padding" state={state} change={change} least={0} most={7} />}
        <Slider name="dilation" state={state} change={change} least={1} most={8} />
        {!transposed && (
          <Choice
            caption="padding_mode="
            label="padding_mode"
            value={state.padding_mode}
            options={plain(PADDING_MODES)}
            onChoice={(padding_mode) => change({ padding_mode })}
          />
        )}
      </div>
      <div class="ex-row">
        <Choice
          caption={say("photo_colours")}
          value={state.colours}
          options={words("colours", COLOURS)}
          onChoice={(colours) => change({ colours })}
        />
        <Choice
          caption={say("photo_shrink")}
          value={state.shrink}
          options={SHRINKS.map((by) => [by, shrunk(by)])}
          onChoice={(shrink) => change({ shrink })}
        />
        <Choice
          caption={say("photo_show")}
          value={state.show}
          options={words("show", SHOWS)}
          onChoice={(show) => change({ show })}
        />
      </div>
      {transposed && <Phases seen={seen} />}
    </>
  );
}

/** What an even grey comes out as: the sums that make a checkerboard where they differ. @param {{ seen: Seen }} props */
function Phases({ seen: { phases, stride, even } }) {
  const say = useWords();
  if (phases.length < 2) return null;
  const largest = Math.max(...phases.map(Math.abs)),
    equal = areEqual(phases);
  return (
    <div class="ph-phases">
      <p class="ph-label">{say("photo_phases")}</p>
      <div class="ph-board ph-y" style={{ "--columns": stride[1] }}>
        {phases.map((sum, at) => (
          <span
            key={at}
            style={{
              background: `color-mix(in srgb, var(${sum < 0 ? "--signed-minus" : "--output-deep"}) ${Math.round((100 * Math.abs(sum)) / (largest || 1))}%, var(--output-tint))`,
            }}
          >
            {stride[1] <= 4 && String(Number(sum.toPrecision(4))).replace("-", "−")}
          </span>
        ))}
      </div>
      <p>{say(equal ? "photo_phases_equal" : "photo_phases_differ", { count: phases.length })}</p>
      {!even && <p>{say("photo_overlap_uneven")}</p>}
    </div>
  );
}
