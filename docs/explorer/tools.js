// Every tool by its name. A new one is a folder and a line here.
import { checkerboard } from "./checkerboard/tool.jsx";
import { conv } from "./conv/tool.jsx";
import { network } from "./network/tool.jsx";
import { receptive } from "./receptive/tool.jsx";
import { photo } from "./photo/tool.jsx";
import { sizes } from "./sizes/tool.jsx";
import { stack } from "./stack/tool.jsx";

/** @type {Record<string, import("./model/tool.js").Tool<any>>} */
export const tools = { checkerboard, conv, network, photo, receptive, sizes, stack };
