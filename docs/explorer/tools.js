// Every tool by its name. A new one is a folder and a line here.
import { photo } from "./photo/tool.jsx";
import { sizes } from "./sizes/tool.jsx";

/** @type {Record<string, import("./model/tool.js").Tool<any>>} */
export const tools = { photo, sizes };
