// Put a script and all it imports into one classic script, which loads from disk too; printed to standard output.
import { buildSync } from "esbuild";

const { outputFiles } = buildSync({
  entryPoints: [process.argv[2]],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "inline",
  write: false,
});
process.stdout.write(outputFiles[0].contents);
