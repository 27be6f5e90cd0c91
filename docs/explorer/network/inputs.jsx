// On demand: the smallest input that the network takes, the sizes that fit, and those at which nothing is lost.
import { useState } from "preact/hooks";
import { useWords, withMore } from "../view/words.js";
import { asked } from "./asked.js";

/** @import { Table } from "./state.js" */

/** @param {{ table: Table }} props */
export function Inputs({ table }) {
  const say = useWords(),
    [found, show] = useState(/** @type {{ table: Table, lines: string[] } | null} */ (null));
  const look = () =>
    asked()
      .then(
        ({ fittingLines, words }) => fittingLines(table, withMore(words, say)),
        () => [say("rule_not_fetched")],
      )
      .then((lines) => show({ table, lines }));
  return (
    <>
      <div class="ex-row ex-take">
        <button type="button" onClick={look}>
          {say("find_inputs")}
        </button>
      </div>
      <div aria-live="polite">{found?.table === table && found.lines.map((line) => <p key={line}>{line}</p>)}</div>
    </>
  );
}
