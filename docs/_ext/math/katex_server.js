// Reads one JSON request a line ({tex, display}) and answers with one line: {html} or {error}.
"use strict";

const katex = require(process.argv[2]);

function render({ tex, display }) {
  try {
    return { html: katex.renderToString(tex, { displayMode: display, throwOnError: true, strict: unicodeText }) };
  } catch (error) {
    return { error: error.message };
  }
}

// Chinese words inside \text{} are fine; everything else that KaTeX finds doubtful is an error.
function unicodeText(code) {
  return code === "unicodeTextInMathMode" ? "ignore" : "error";
}

require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => process.stdout.write(JSON.stringify(render(JSON.parse(line))) + "\n"));
