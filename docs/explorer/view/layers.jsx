// The parts that tables of layers share: heads, a row of numbers, and what the multiply-accumulates hold.
import { Check } from "./field.jsx";
import { useWords } from "./words.js";

/** The heads above the numbers, by their words. @param {{ heads: readonly string[] }} props */
export function Heads({ heads }) {
  const say = useWords();
  return (
    <thead>
      <tr>
        <th scope="col">
          <span class="ex-heard">{say("layer")}</span>
        </th>
        {heads.map((word) => (
          <th key={word} scope="col">
            {say(word)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** The numbers of one layer, each under its name where the page is narrow. @param {{ number: number, cells: string[][], flagged: (word: string) => boolean }} props */
export function Numbers({ number, cells, flagged }) {
  const say = useWords();
  return (
    <tr class="ex-outcome">
      <th scope="row">
        <span class="ex-heard">{say("layer_number", { number })}</span>
      </th>
      {cells.map(([word, text]) => (
        <td key={word} data-head={say(word)} class={flagged(word) ? "flagged" : undefined}>
          {text}
        </td>
      ))}
    </tr>
  );
}

/**
 * A box to tick for each of these fields, which hold "1" or nothing.
 *
 * @template {string} Name
 * @param {{ names: readonly Name[], state: Record<Name, string>, change: (changes: Record<string, string>) => void }} props
 */
export function Checks({ names, state, change }) {
  const say = useWords();
  return (
    <>
      {names.map((name) => (
        <Check
          key={name}
          caption={say(name)}
          checked={state[name] === "1"}
          onCheck={(checked) => change({ [name]: checked ? "1" : "" })}
        />
      ))}
    </>
  );
}

/** Which products are counted. @param {{ state: { count_zeros: string, count_cropped: string } }} props */
export function Counted({ state }) {
  const say = useWords();
  /** @param {string} choice */
  const counted = (choice) => say(choice === "1" ? "counted" : "not_counted");
  return (
    <p class="ex-hint">
      {say("macs_hold", { zeros: counted(state.count_zeros), cropped: counted(state.count_cropped) })}
    </p>
  );
}
