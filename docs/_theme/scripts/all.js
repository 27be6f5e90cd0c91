// Every element that a selector finds, as an array.
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// What an address names; nothing, where it is damaged.
export function named(hash) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null;
  }
}
