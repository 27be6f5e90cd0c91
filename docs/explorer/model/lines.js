// A list of lines of values as one text: "3,1,0;(3, 5),2,1". Whatever was typed comes back as it was.

const MARKS = /[%,;()]/g,
  TUPLE = /^\([^();%]*\)$/;

/** @param {string} value */
const escaped = (value) =>
  TUPLE.test(value) ? value : value.replace(MARKS, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/** @param {string} value */
const plain = (value) =>
  value.replace(/%(25|2C|3B|28|29)/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));

/** @param {string} line */
const split = (line) =>
  line
    .replace(/\([^()]*\)/g, (tuple) => tuple.replaceAll(",", "%2C"))
    .split(",")
    .map(plain);

/** @param {string} text @returns {string[][]} */
export const read = (text) => text.split(";").filter(Boolean).map(split);

/** @param {string[][]} lines */
export const write = (lines) => lines.map((line) => line.map(escaped).join(",")).join(";");
