// What each layer makes: a line for its call, and below it the numbers, each under its name where the page is narrow.
import { Heads, Numbers } from "../view/layers.jsx";
import { grouped, joined, over } from "../view/numbers.js";
import { useWords } from "../view/words.js";
import { call, joins, totals } from "./calls.js";
import { isStill, isUneven, isWide } from "./remarks.js";

/** @import { Row } from "../rules/network.js" */
/** @import { Table } from "./state.js" */

const HEADS = ["output", "receptive_field", "jump", "centre", "macs", "parameters", "bytes"];

/** Whether a layer neither learns nor changes a shape. @param {Row} row @param {bigint[]} before */
const isQuiet = (row, before) => row.parameters + row.macs === 0n && !joins(row) && row.shape.join() === before.join();

/** A layer as it is called; with the rows that it takes where these are not just the one before. @param {Row} row @param {number} at @param {bigint[]} before */
function written(row, at, before) {
  const { kind, name, parametrization } = row.module,
    plain = joins(row) ? kind : call(row, before),
    text = parametrization ? `${parametrization}(${plain})` : plain,
    from = row.inputs.length === 1 && row.inputs[0] === at ? "" : ` from ${row.inputs.join(", ")}`;
  return `${name ? `${name}: ` : ""}${text}${from}`;
}

/** @param {{ row: Row, at: number, before: bigint[], input: bigint[] }} props */
function Layer({ row, at, before, input }) {
  const cells = [
    ["output", row.shape.join("×")],
    ["receptive_field", joined(row.field.map(String))],
    ["jump", isStill(row) ? "–" : joined(row.jump.map(over))],
    ["centre", joined(row.centre.map(over))],
    ["macs", grouped(row.macs)],
    ["parameters", grouped(row.parameters)],
    ["bytes", grouped(row.memory)],
  ];
  const flags = /** @type {Record<string, boolean>} */ ({ receptive_field: isWide(row, input), output: isUneven(row) });
  return (
    <tbody>
      <tr>
        <td colSpan={HEADS.length + 1}>
          <div class="ex-call">
            <span class="ex-order">{at + 1}</span>
            <span>{written(row, at, before)}</span>
          </div>
        </td>
      </tr>
      <Numbers number={at + 1} cells={cells} flagged={(word) => flags[word]} />
    </tbody>
  );
}

/** @param {{ table: Table, brief: boolean }} props */
export function Rows({ table: { rows, shape }, brief }) {
  const say = useWords(),
    shapes = [shape, ...rows.map((row) => row.shape)],
    sums = ["macs", "parameters", "bytes"].map((word, at) => [word, grouped(totals(rows)[at])]);
  return (
    <table class="ex-stack ex-network" aria-label={say("network_table")}>
      <Heads heads={HEADS} />
      {rows.map((row, at) => {
        const before = shapes[row.inputs[0]];
        return brief && isQuiet(row, before) ? null : (
          <Layer key={at} row={row} at={at} before={before} input={shape} />
        );
      })}
      <tbody>
        <tr class="ex-outcome ex-in-all">
          <td class="ex-in-all-name" colSpan={5}>
            {say("network_total")}
          </td>
          {sums.map(([word, text]) => (
            <td key={word} data-head={say(word)}>
              {text}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
