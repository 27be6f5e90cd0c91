// Every element that a selector finds, as an array.
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];
