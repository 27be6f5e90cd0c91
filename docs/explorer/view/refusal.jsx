// Why a setting is refused: the rule with its numbers, and what PyTorch says to it.
import { lead, useWords } from "./words.js";

/** @import { Refused } from "../model/unreadable.js" */

/** An argument is called as its field is: the size of the input has a word for a name. @param {Record<string, unknown>} numbers @param {import("./words.js").Say} say */
const named = (numbers, say) => (numbers.name === "size" ? { ...numbers, name: say("input_size") } : numbers);

/** @param {{ refused: Refused }} props */
export function Refusal({ refused }) {
  const say = useWords();
  return (
    <div class="ex-refusal">
      <p>{say(`rule_${refused.rule}`, named(refused.numbers, say))}</p>
      {refused.message && (
        <p>
          <span>{lead(say("pytorch_says"))}</span>
          <code lang="en">{refused.message}</code>
        </p>
      )}
    </div>
  );
}
