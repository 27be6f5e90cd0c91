// What the script that a click brings needs of the one that has loaded it: the kinds of rows, how they are followed, and how to refuse.
import { bound } from "./kinds/arguments.js";
import { KINDS } from "./kinds/index.js";
import { axesOf, layerOf } from "./kinds/slides.js";
import { followed } from "./network.js";
import { START } from "./reaches.js";
import { refuse, Refusing } from "./refusing.js";

export const LENT = { KINDS, axesOf, bound, followed, layerOf, refuse, Refusing, START };
