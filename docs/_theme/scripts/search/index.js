// The index over the text of all pages: MiniSearch, with tokens and weights of our own.
import MiniSearch from "minisearch";

import { tokens } from "./text.js";

const WEIGHTS = { title: 5, names: 5, headings: 2, api: 2, other: 1.5, text: 1, code: 0.1 };
const OPTIONS = {
  idField: "name",
  fields: Object.keys(WEIGHTS),
  tokenize: (text, field) => (field === "api" ? wholeNames(text) : tokens(text)),
  processTerm: (term) => term,
  searchOptions: { tokenize: (token) => [token], boost: WEIGHTS }, // What is asked for are tokens already.
};

export const isFunction = (title) => /^[a-z]+(\.\w+)+$/.test(title); // convref.conv2d
const wholeNames = (text) =>
  text
    .split("\n")
    .map((name) => tokens(name.split(".").at(-1))[0] || "")
    .filter(Boolean);

function fields(page) {
  const of = (key) => page.sections.map((one) => one[key] || "");
  const headings = of("title").slice(1);
  return {
    name: page.name,
    title: page.title,
    names: page.names.join("\n"),
    headings: headings.filter((title) => !isFunction(title)).join("\n"),
    api: headings.filter(isFunction).join("\n"),
    other: of("other").join("\n"),
    text: of("text").join("\n"),
    code: page.code,
  };
}

export const emptyIndex = () => new MiniSearch(OPTIONS);
export const addPage = (index, page) => index.add(fields(page));
