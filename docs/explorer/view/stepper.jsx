// A field for a number, or for one number an axis: typed, stepped by ↑ ↓ and by − +, and on focus moved by a slider over what is legal.
import { useLayoutEffect, useRef } from "preact/hooks";
import { useInUse } from "./in-use.js";
import { single, stepped } from "./steps.js";
import { useWords } from "./words.js";

const LONGEST = 40;
const KEYS = /** @type {Record<string, number>} */ ({ ArrowUp: 1, ArrowDown: -1 });

/**
 * @typedef {object} StepperProps
 * @property {string} name
 * @property {string} value as it was typed
 * @property {import("preact").ComponentChildren} caption
 * @property {(text: string) => void} onText
 * @property {import("./steps.js").Legal} legal
 * @property {number} [reach] where the slider ends when what is legal has no end, or a far one
 * @property {number} [step] of the slider; − and + go by it, too
 * @property {string} [label] for screen readers, when the caption is no name
 * @property {string} [hint] what an empty field means
 * @property {boolean} [slides] whether the slider is always there
 * @property {boolean} [compact] whether − and + stand below the field, and only while it is in use
 * @property {string} [mode] which keyboard a phone shows
 */

/** The text of the field, selected when it is entered. @param {any} props */
function Text({ name, value, label, hint, mode, move, onText }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null)),
    kept = useRef(/** @type {number | null | undefined} */ (undefined));
  useLayoutEffect(() => {
    if (kept.current === undefined || document.activeElement !== field.current) return;
    if (kept.current === null) field.current?.select();
    else field.current?.setSelectionRange(kept.current, kept.current);
    kept.current = undefined;
  });
  /** @param {KeyboardEvent & { currentTarget: HTMLInputElement }} event */
  const press = (event) => {
    const by = KEYS[event.key];
    if (!by || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { selectionStart: start, selectionEnd: end } = event.currentTarget;
    kept.current = start === end ? start : null;
    move(by, kept.current);
  };
  return (
    <input
      ref={field}
      type="text"
      name={name}
      value={value}
      size={Math.max(2, value.length)}
      maxlength={LONGEST}
      placeholder={hint}
      inputmode={mode}
      aria-label={label}
      spellcheck={false}
      autocomplete="off"
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={press}
      onInput={(/** @type {any} */ event) => onText(event.currentTarget.value)}
    />
  );
}

/** @param {{ value: number, legal: import("./steps.js").Legal, reach: number, step: number, label: string, onText: (text: string) => void }} props */
function Slider({ value, legal, reach, step, label, onText }) {
  const most = legal.most === undefined || legal.most === null ? reach : Math.min(Number(legal.most), reach);
  if (most <= Number(legal.least)) return null;
  return (
    <input
      type="range"
      class="ex-slide"
      min={Number(legal.least)}
      max={most}
      step={step}
      value={value}
      tabIndex={-1}
      aria-label={label}
      onPointerDown={(event) => event.currentTarget.focus()}
      onInput={(event) => onText(event.currentTarget.value)}
    />
  );
}

/** @param {StepperProps} props */
export function Stepper({ compact = false, slides = false, step = 1, reach = 12, ...props }) {
  const { value, caption, legal, onText } = props,
    say = useWords(),
    { used, within } = useInUse(),
    named = props.label ?? props.name,
    number = single(value);
  /** @param {number} by @param {number | null} [caret] */
  const move = (by, caret = null) => {
    const text = stepped(value, by * step, legal, caret);
    if (text !== value) onText(text);
  };
  /** Where it leads nowhere it is not disabled: who stands on it would be lost. @param {string} sign @param {number} by @param {string} word */
  const button = (sign, by, word) => (
    <button
      type="button"
      class="ex-nudge"
      tabIndex={-1}
      aria-label={say(word, { name: named })}
      aria-disabled={stepped(value, by * step, legal) === value}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => move(by)}
    >
      {sign}
    </button>
  );
  return (
    <span class={`ex-step${compact ? " compact" : slides ? " slides" : ""}`} {...within}>
      <label class="ex-argument">
        <span>{caption}</span>
        <Text {...props} move={move} />
      </label>
      {(used || !compact) && (
        <span class="ex-tray">
          {button("−", -1, "step_less")}
          {(used || slides) && number !== null && (
            <Slider {...{ value: number, legal, reach, step, onText, label: say("step_slide", { name: named }) }} />
          )}
          {button("+", 1, "step_more")}
        </span>
      )}
    </span>
  );
}
