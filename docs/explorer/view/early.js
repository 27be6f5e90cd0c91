// What a reader does to a figure before its script has taken it over: nothing of it is lost.

const USES = ["pointerdown", "focusin", "click", "input", "change"];

/** A figure that is used before its turn, or set by a button of its page, is taken over first, and hears what was done. @param {(root: HTMLElement) => void} take */
export function whenUsed(take) {
  /** @param {Event} event */
  const used = ({ target }) => {
    if (!(target instanceof Element)) return;
    const asking = /** @type {HTMLElement | null} */ (target.closest("[data-figure]")),
      root = asking ? document.getElementById(asking.dataset.figure ?? "") : target.closest(".explorer");
    if (root) take(/** @type {HTMLElement} */ (root));
  };
  for (const name of USES) document.addEventListener(name, used, { capture: true });
}

/**
 * What was typed, ticked or chosen while the script was still on its way. A slider is left out: it rounds by itself.
 *
 * @param {HTMLElement} root
 */
export function altered(root) {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (
      root.querySelectorAll("input:not([type=range]), textarea")
    ),
    first = /** @type {NodeListOf<HTMLOptionElement>} */ (root.querySelectorAll("option[selected]"));
  return [
    ...[...fields].filter((field) => field.value !== field.defaultValue).map((field) => kept(field, "input")),
    ...[...fields].filter((field) => field.checked !== field.defaultChecked).map((field) => kept(field, "change")),
    ...[...first]
      .filter((option) => !option.selected)
      .map((option) => kept(/** @type {HTMLSelectElement} */ (option.closest("select")), "change")),
  ];
}

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/** @param {Field} field @param {string} type */
const kept = (field, type) => ({ field, type, value: field.value });

/** Put it back and tell the figure, as if it came now. @param {{ field: Field, type: string, value: string }} kept */
export function tell({ field, type, value }) {
  field.value = value;
  field.dispatchEvent(new Event(type, { bubbles: true }));
}
