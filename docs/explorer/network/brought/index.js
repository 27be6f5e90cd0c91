// What the scripts that the tool loads when they are wanted bring: each lends itself to what is there, and has its words.
import * as asked from "./asked.js";
import * as blocks from "./blocks.js";
import * as classes from "./classes.js";
import * as kinds from "./kinds.js";
import * as others from "./others.js";
import * as rare from "./rare.js";
import * as reports from "./reports.js";
import * as trials from "./trials.js";

export const brought = { asked, blocks, classes, kinds, others, rare, reports, trials };
