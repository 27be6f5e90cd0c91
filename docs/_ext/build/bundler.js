// Bundles modules with esbuild, and packs style sheets. Reads one JSON request a line ({source, folder, platform} or
// {styles}) and answers {text} or {error}.
"use strict";

const fs = require("fs");
const esbuild = require(process.argv[2]);

// A page brings its words in its own language; those that the modules hold, in English, are for the build alone.
const WORDS = /^export const words = \{$[\s\S]*?^\};$/m;
const withoutWords = {
  name: "without-words",
  setup(build) {
    build.onLoad({ filter: /[\\/]docs[\\/]explorer[\\/].*\.js$/ }, ({ path }) => ({
      contents: fs.readFileSync(path, "utf8").replace(WORDS, "export const words = {};"),
    }));
  },
};

// Nor does it bring the texts of the named networks, only the input that each names: a script beside the site has them.
const INPUT = /^# input \S+$/m;
const withoutTexts = {
  name: "without-texts",
  setup(build) {
    build.onLoad({ filter: /[\\/]convref[\\/]networks[\\/]\w+\.txt$/ }, ({ path }) => ({
      contents: INPUT.exec(fs.readFileSync(path, "utf8"))?.[0] ?? "",
      loader: "text",
    }));
  },
};

async function made({ styles, source, folder, platform }) {
  const page = platform === "browser";
  try {
    if (styles !== undefined) {
      const { code } = await esbuild.transform(styles, { loader: "css", minify: true, charset: "utf8" });
      return { text: code };
    }
    const { outputFiles } = await esbuild.build({
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
      plugins: page ? [withoutWords, withoutTexts] : [],
      logLevel: "silent",
    });
    return { text: outputFiles[0].text };
  } catch (error) {
    return { error: error.message };
  }
}

async function serve() {
  for await (const line of require("readline").createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(await made(JSON.parse(line))) + "\n");
  }
}

serve();
