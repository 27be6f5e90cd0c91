// Bundles modules with esbuild. Reads one JSON request a line ({source, folder, platform}) and answers {text} or {error}.
"use strict";

const esbuild = require(process.argv[2]);

function bundle({ source, folder, platform }) {
  const page = platform === "browser";
  try {
    const { outputFiles } = esbuild.buildSync({
      stdin: { contents: source, resolveDir: folder, loader: "jsx" },
      bundle: true,
      write: false,
      minify: page,
      platform,
      format: page ? "iife" : "cjs",
      target: page ? "es2020" : "node20",
      jsx: "automatic",
      jsxImportSource: "preact",
      charset: "utf8",
      legalComments: "inline",
      logLevel: "silent",
    });
    return { text: outputFiles[0].text };
  } catch (error) {
    return { error: error.message };
  }
}

require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => process.stdout.write(JSON.stringify(bundle(JSON.parse(line))) + "\n"));
