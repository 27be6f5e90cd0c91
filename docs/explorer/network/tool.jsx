// A network as its text, and what each of its layers makes of an input.
import { useEffect, useMemo, useState } from "preact/hooks";
import { HOST, SCRIPTS } from "../model/reading/read.js";
import { BYTES, Misfit } from "../rules/network.js";
import { Refusing } from "../rules/refusing.js";
import { Copy } from "../view/copy.jsx";
import { Spoken } from "../view/heard.jsx";
import { Counted } from "../view/layers.jsx";
import { TakeAway } from "../view/share.jsx";
import { Words, lead, useWords, withMore } from "../view/words.js";
import { loaded } from "../view/script.js";
import { asked } from "./asked.js";
import { Area, Decoder } from "./backwards.jsx";
import { call } from "./calls.js";
import { Form } from "./form.jsx";
import { Inputs } from "./inputs.jsx";
import { prepare, TEXTS } from "./presets.js";
import { numbered } from "../model/numbered.js";
import { isStill, isUneven, isWide, which } from "./remarks.js";
import { awaited, defaults, facts, tableOf } from "./state.js";
import { Rows } from "./table.jsx";
import { Volumes } from "./volumes.jsx";
import { words } from "./words.js";

/** @import { State, Table } from "./state.js" */

const SHOWN = 5;

/** @param {State} state @returns {State} */
const settle = (state) => ({
  ...state,
  network: Object.hasOwn(TEXTS, state.network) ? state.network : "",
  rank: /^[123]$/.test(state.rank) ? state.rank : "",
  dtype: Object.hasOwn(BYTES, state.dtype) ? state.dtype : defaults.dtype,
});

/** Where the text is not understood, or a layer does not fit: the line and the reason. @param {{ problems: Refusing[], chain: boolean }} props */
function Problems({ problems, chain }) {
  const say = useWords();
  /** @param {Refusing} problem */
  const place = (problem) => {
    if (problem instanceof Misfit) return say("at_layer", { line: problem.line, ...problem.place });
    return problem.line ? say("at_line", { line: problem.line }) : "";
  };
  return (
    <div class="ex-refusal">
      {problems.slice(0, SHOWN).map((problem, at) => (
        <p key={at}>
          <strong>{lead(place(problem))}</strong>
          {say(`rule_${problem.rule}`, problem.numbers)}
        </p>
      ))}
      {problems.length > SHOWN && (
        <p>{say("more_lines", { lines: numbered(problems.slice(SHOWN).map(({ line }) => line)) })}</p>
      )}
      {chain && <p>{say("chain_advice")}</p>}
    </div>
  );
}

/** What should be known of a network and of some of its rows, a sentence each. @param {Table} table @param {(key: string, numbers?: Record<string, unknown>) => string} say */
function remarks({ network, rows, shape }, say) {
  const some = [
    ["rows_wide", which(rows, (row) => isWide(row, shape))],
    ["rows_uneven", which(rows, isUneven)],
    ["rows_still", which(rows, isStill)],
  ];
  return [
    ...network.notes.map(({ word, numbers }) => say(word, numbers)),
    ...some.flatMap(([word, found]) =>
      found.length ? [say(`${word}`, { rows: numbered(/** @type {number[]} */ (found)) })] : [],
    ),
  ];
}

/** @param {{ table: Table, state: State }} props */
function Remarks({ table, state }) {
  return (
    <>
      {remarks(table, useWords()).map((text) => (
        <p key={text}>{text}</p>
      ))}
      <Counted state={state} />
    </>
  );
}

/** The table to take away. @param {{ table: Table, state: State }} props */
function Take({ table, state }) {
  const say = useWords(),
    [missed, miss] = useState(false);
  /** @param {(copies: import("./asked.js").Copies) => string} write */
  const text = (write) => async () => {
    const copies = await asked().catch(() => null);
    miss(!copies);
    return copies && write(copies);
  };
  const ahead = () => void asked().catch(() => {}); // A browser may let only what follows a click at once copy.
  return (
    <>
      <div class="ex-row ex-take" onPointerEnter={ahead} onFocusCapture={ahead}>
        <Copy caption={say("copy_torch")} text={text(({ torchCode }) => torchCode(table))} />
        <Copy
          caption={say("copy_markdown")}
          text={text(({ markdown }) => [markdown(table, state), ...remarks(table, say)].join("\n\n"))}
        />
        <Copy caption={say("copy_csv")} text={text(({ csv }) => csv(table, state))} />
      </div>
      <div aria-live="polite">{missed && <p>{say("rule_not_fetched")}</p>}</div>
    </>
  );
}

/** @param {{ table: Table, state: State, change: (changes: Partial<State>) => void }} props */
function Found({ table, state, change }) {
  const say = useWords(),
    shapes = [table.shape, ...table.rows.map((row) => row.shape)];
  /** @param {number} at */
  const called = (at) => {
    if (at === 0) return say("input");
    const row = table.rows[at - 1];
    return `${at} ${row.module.name || call(row, shapes[row.inputs[0]])}`;
  };
  return (
    <>
      <Volumes table={table} called={called} />
      <Rows table={table} brief={state.brief === "1"} />
      <Take table={table} state={state} />
      {table.shape.length > 1 && <Inputs table={table} />}
      {table.shape.length > 1 && <Area table={table} state={state} change={change} />}
      <Decoder table={table} />
    </>
  );
}

/** The text of the state: what was typed, or that of a named network, which a script brings; null until it has. @param {State} state @param {string | null} given where the page holds it already */
function useText({ network, text }, given) {
  const [texts, bring] = useState(/** @type {Record<string, string> | null} */ (null)),
    missing = network !== "" && !given && !texts?.[network];
  useEffect(() => {
    if (!missing) return;
    loaded("networks.js", () => /** @type {any} */ (window).convrefNetworks).then(bring, () => bring({}));
  }, [missing]);
  if (network === "") return { text, lost: false };
  return { text: given || (texts?.[network] ?? null), lost: missing && texts !== null };
}

/** What a script hands over; nothing before it is loaded. @param {import("../model/reading/read.js").Script} name @returns {import("./state.js").Script | undefined} */
const handed = (name) => {
  const found = /** @type {any} */ (globalThis)[`convref${name[0].toUpperCase()}${name.slice(1)}`]?.(HOST);
  return found && { lost: false, ...found };
};

/** What a text is read with besides this script: a script brings it. @param {string | null} text */
function useScripts(text) {
  const [scripts, bring] = useState(
      () =>
        /** @type {import("./state.js").Scripts} */ (Object.fromEntries(SCRIPTS.map((name) => [name, handed(name)]))),
    ),
    say = useWords(),
    wanted = awaited(scripts, text);
  useEffect(() => {
    if (!wanted || scripts[wanted]) return;
    const keep = (/** @type {any} */ one) => bring((others) => ({ ...others, [wanted]: one }));
    loaded(`network_${wanted}.js`, () => handed(wanted)).then(keep, () => keep({ lost: true }));
  }, [wanted]);
  return {
    scripts,
    missed: wanted && scripts[wanted],
    speak: withMore(Object.assign({}, ...SCRIPTS.map((name) => scripts[name]?.words)), say),
  };
}

/** @param {import("../model/tool.js").Props<State>} props */
function View({ state, initial, change, link, first }) {
  const { text, lost } = useText(state, state.network === initial.network ? first?.text : null),
    { scripts, missed, speak } = useScripts(text),
    { table, problems, chain } = useMemo(
      () => tableOf(state, text, scripts),
      [text, scripts, state.input, state.rank, state.dtype, state.count_zeros, state.count_cropped],
    );
  if (lost || missed) problems.push(new Refusing("not_fetched", {}));
  return (
    <Words.Provider value={speak}>
      <Form state={state} text={text ?? ""} change={change} />
      <Spoken>
        {problems.length > 0 && <Problems problems={problems} chain={chain} />}
        {table && <Remarks table={table} state={state} />}
      </Spoken>
      {table && <Found table={table} state={state} change={change} />}
      <TakeAway link={link} />
    </Words.Provider>
  );
}

/** @type {import("../model/tool.js").Tool<State>} */
export const network = { name: "network", words, defaults, settle, facts, prepare, View };
