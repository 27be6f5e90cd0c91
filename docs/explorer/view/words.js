// The words of a figure in the page's language, handed down to every part of it.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { minus } from "./numbers.js";

/** @typedef {(key: string, numbers?: Record<string, unknown>) => string} Say Text by its key; {name} stands for a number. */

/**
 * @param {Record<string, string>} words
 * @returns {Say}
 */
export function speaker(words) {
  return (key, numbers = {}) => {
    if (!Object.hasOwn(words, key)) throw new Error(`no word "${key}"`);
    return words[key].replace(/\{(\w+)\}/g, (_, name) => minus(numbers[name]));
  };
}

/** Some words more, which a script has brought. @param {Record<string, string>} words @param {Say} say @returns {Say} */
export function withMore(words, say) {
  const also = speaker(words);
  return (key, numbers) => (Object.hasOwn(words, key) ? also : say)(key, numbers);
}

export const Words = createContext(/** @type {Say} */ ((key) => key));
export const useWords = () => useContext(Words);

/** A label in front of what it names; a full-width colon brings its own space. @param {string} label */
export const lead = (label) => (label.endsWith("：") ? label : `${label} `);
