// The fields of a form: text that takes anything, a choice, a box to tick. What was typed is explained, never swallowed.

/**
 * @typedef {object} FieldProps
 * @property {string} name
 * @property {string} value
 * @property {import("preact").ComponentChildren} caption
 * @property {(text: string) => void} onText
 * @property {string} [label] for screen readers, when the caption is no name
 * @property {string} [hint]
 */

const LONGEST = 40;

/** @param {FieldProps} props */
export function Field({ name, value, caption, onText, label, hint }) {
  return (
    <label class="ex-argument">
      <span>{caption}</span>
      <input
        type="text"
        name={name}
        value={value}
        size={Math.max(3, value.length + 1)}
        maxlength={LONGEST}
        placeholder={hint}
        aria-label={label}
        spellcheck={false}
        autocomplete="off"
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </label>
  );
}

/**
 * @param {{ value: string, options: readonly (readonly [string, string])[], onChoice: (value: string) => void, caption?: string, label?: string }} props
 */
export function Choice({ value, options, onChoice, caption, label }) {
  return (
    <label class="ex-select">
      {caption && <span>{caption}</span>}
      <select aria-label={label} value={value} onChange={(event) => onChoice(event.currentTarget.value)}>
        {options.map(([key, text]) => (
          <option key={key} value={key} selected={key === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** @param {{ checked: boolean, onCheck: (checked: boolean) => void, caption: string }} props */
export function Check({ checked, onCheck, caption }) {
  return (
    <label class="ex-check">
      <input type="checkbox" checked={checked} onChange={(event) => onCheck(event.currentTarget.checked)} />
      {caption}
    </label>
  );
}
