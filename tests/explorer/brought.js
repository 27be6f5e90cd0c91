// All that the page's scripts bring for reading a text, brought before the tests.
import { HOST, SCRIPTS } from "../../docs/explorer/model/reading/read.js";
import { brought } from "../../docs/explorer/network/brought/index.js";

export const scripts = Object.fromEntries(SCRIPTS.map((name) => [name, { lost: false, ...brought[name].bring(HOST) }]));
