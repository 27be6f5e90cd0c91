// Why a setting is refused: the rule with its numbers, and what PyTorch says to it.
import { lead, useWords } from "./words.js";

/** @import { Refused } from "../model/unreadable.js" */

/** @param {{ refused: Refused }} props */
export function Refusal({ refused }) {
  const say = useWords();
  return (
    <div class="ex-refusal">
      <p>{say(`rule_${refused.rule}`, refused.numbers)}</p>
      {refused.message && (
        <p>
          <span>{lead(say("pytorch_says"))}</span>
          <code lang="en">{refused.message}</code>
        </p>
      )}
    </div>
  );
}
