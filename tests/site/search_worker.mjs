// Ask the search's engine in node, with the data of a built site: [[query, …]] in, the pages it shows out.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";

const [engine, data] = process.argv.slice(2);
const { Engine } = await import(pathToFileURL(engine));
runInThisContext(readFileSync(data, "utf8"));
const asked = await Engine.make(globalThis.convrefSearch);
const found = JSON.parse(readFileSync(0, "utf8")).map((query) => {
  const { results, isNear } = asked.answer(query);
  return { pages: results.map(({ page }) => page.name), sections: results.map(({ sections }) => sections.map(({ id }) => id)), isNear };
});
process.stdout.write(JSON.stringify(found));
