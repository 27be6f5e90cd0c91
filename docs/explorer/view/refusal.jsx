// Why a setting is refused: the rule with its numbers, and what PyTorch says to it.
import { lead, useWords } from "./words.js";

/** @typedef {{ rule: string, numbers: Record<string, unknown>, message?: string | null }} Refused */

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
