// One layer that a reader can change: the call, its fields, the grids with the window, the sum, and the way over all outputs.
import { useMemo } from "preact/hooks";
import { Copy } from "../view/copy.jsx";
import { lines } from "../view/formulas.js";
import { Heard } from "../view/heard.jsx";
import { Refusal } from "../view/refusal.jsx";
import { Share } from "../view/share.jsx";
import { Still } from "../view/still.js";
import { Sum } from "../view/sum.jsx";
import { unreadSentence } from "../view/unread.js";
import { useNarrow } from "../view/narrow.js";
import { useWords } from "../view/words.js";
import { Call } from "./call.jsx";
import { convrefCode, torchCode } from "./code.js";
import { Controls } from "./controls.jsx";
import { useFigure } from "./figure.js";
import { marks } from "./marks.js";
import { Matrix } from "./matrix.jsx";
import { countNotes } from "./notes.js";
import { useDemonstration } from "./demonstration.js";
import { stepOf } from "./steps.js";
import { Transport, usePlayer } from "./player.jsx";
import { single, Stage } from "./stage.jsx";
import { defaults, facts, settle } from "./state.js";
import { label, sentence } from "./sums.js";
import { words } from "./words.js";

/** @import { Setting } from "../rules/sizes.js" */
/** @import { State } from "./state.js" */

/** A formula, and then each step of what it comes to: a line ends between them wherever one fits. @param {string} line */
function parts(line) {
  const [name, formula, ...steps] = line.split(/(?== )/);
  return [name + formula, ...steps];
}

/** @param {{ setting: Setting }} props */
function Formula({ setting }) {
  const say = useWords();
  return (
    <div class="ex-formula">
      {lines(setting).map((line) => (
        <p key={line} class="ex-line">
          {parts(line).map((part) => (
            <span key={part} class="ex-part">
              {part}
            </span>
          ))}
        </p>
      ))}
      <p class="ex-unread">{unreadSentence(say, setting)}</p>
    </div>
  );
}

/** @param {{ state: State, setting: Setting }} props */
function Code({ state, setting }) {
  const say = useWords();
  return (
    <details class="ex-share">
      <summary>{say("code")}</summary>
      {[
        { name: "copy_torchCode", text: torchCode(state, setting) },
        { name: "copy_convrefCode", text: convrefCode(state, setting) },
      ].map(({ name, text }) => (
        <div key={name}>
          <pre tabIndex={0}>{text}</pre>
          <Copy caption={say(name)} text={() => text} />
        </div>
      ))}
    </details>
  );
}

/** What is to be said of numbers that came from the reader. @param {{ figure: ReturnType<typeof useFigure> }} props */
function Notes({ figure: { notes, scene, state } }) {
  const say = useWords(),
    all = [...notes, ...(scene ? countNotes(state, scene) : [])];
  return (
    <>
      {all.map(({ word, numbers }, at) => (
        <p key={at}>{say(word, numbers)}</p>
      ))}
    </>
  );
}

/** @param {{ figure: ReturnType<typeof useFigure>, player: ReturnType<typeof usePlayer>, id: string }} props */
function Drawn({ figure, player, id }) {
  const say = useWords(),
    { scene, second, state, setting, name, typed } = figure;
  const lit = useMemo(() => scene && marks(scene, name), [scene, name]);
  if (!scene || !lit) return <p>{say("too_large")}</p>;
  const said = typed
    ? say("rule_number", { name: label(scene, typed.name), text: typed.text })
    : sentence(say, scene, name, lit);
  return (
    <>
      <div class={`ex-stages${second ? " both" : ""}${single(scene) ? "" : " many"}`}>
        {[scene, second].map(
          (one, number) =>
            one && (
              <Stage
                key={number}
                id={number ? `${id}-second` : id}
                scene={one}
                name={name}
                filling={player.filling}
                digits={state.digits}
                last={figure.last}
                act={figure.act}
                editing={number ? null : figure.editing}
                heading={second ? say(one.view) : undefined}
              />
            ),
        )}
      </div>
      <Sum said={said} />
      <Heard text={player.playing ? "" : said} />
      <Formula setting={/** @type {Setting} */ (setting)} />
      {state.matrix === "1" && <Matrix scene={scene} name={name} />}
    </>
  );
}

/** @param {{ figure: ReturnType<typeof useFigure>, player: ReturnType<typeof usePlayer>, id: string, legal: Setting | null }} props */
const Result = ({ figure, player, id, legal }) => (
  <div class="ex-result">
    <div aria-live="polite">
      {figure.refused && <Refusal refused={figure.refused} />}
      {legal && <Notes figure={figure} />}
    </div>
    {legal && <Drawn {...{ figure, player, id }} />}
    {legal && !figure.scene && <Formula setting={legal} />}
  </div>
);

/** Nothing glides before the reader does something. @param {import("../model/tool.js").Props<State>} props @param {ReturnType<typeof useFigure>} figure @param {ReturnType<typeof usePlayer>} player */
const touched = ({ state, initial }, { name, at }, { filling }) => state !== initial || name !== at || filling;

const BESIDE = 50; // From so many rem on the fields stand beside the stage, and not below it.

/** @param {import("../model/tool.js").Props<State>} props */
function View(props) {
  const say = useWords(),
    { id, state, initial, change, link } = props,
    figure = useFigure(props),
    { scene, setting, refused, at, set, relayer } = figure,
    player = usePlayer({ scene, at, choose: figure.act.choose });
  const narrow = useNarrow(figure.root, BESIDE);
  useDemonstration(figure.root, { scene, at, hover: figure.act.hover });
  // The place of the cell under the pointer, or of the chosen one.
  const over = scene ? stepOf(scene, figure.name) : -1,
    step = over < 0 ? player.step : over;
  const legal = setting && !refused ? setting : null,
    kept = JSON.stringify({ ...state, at: "" });
  const fields = (
    <Still key="fields" on={[kept, scene]}>
      {() => <Controls {...{ state, scene, initial, set, relayer }} />}
    </Still>
  );
  const result = <Result key="result" {...{ figure, player, id, legal }} />;
  return (
    <div class={`ex-layer${touched(props, figure, player) ? " moves" : ""}`} ref={figure.root}>
      <header class="ex-head">
        <Call state={state} />
        <div class="ex-buttons">
          {legal && <Copy caption={say("copy_code")} text={() => torchCode(state, legal)} />}
          <Share link={link} />
        </div>
      </header>
      <div class={`ex-body${figure.second ? " ex-two" : ""}`}>{narrow ? [result, fields] : [fields, result]}</div>
      {scene && <Transport player={{ ...player, step }} reset={() => change(initial)} />}
      {legal && <Still on={[kept]}>{() => <Code state={state} setting={legal} />}</Still>}
    </div>
  );
}

/** @type {import("../model/tool.js").Tool<State>} */
export const conv = { name: "conv", words, defaults, settle, facts, View };
