// The kinds of rows that a network is made of; each module enters its rules into the list.
import "./activations.js";
import "./dense.js";
import "./joins.js";
import "./pools.js";
import "./resizing.js";
import "./slides.js";

export { KINDS } from "./registry.js";
