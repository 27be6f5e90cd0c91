// The rules of one layer, mirroring convref: pure functions without a page.
export * from "./integers.js";
export * from "./links.js";
export * from "./padding.js";
export * from "./reads.js";
export * from "./sizes.js";
