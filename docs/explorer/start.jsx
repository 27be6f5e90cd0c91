// In the browser: take over the figures that the build has drawn, and keep their states in the address.
import { hydrate } from "preact";
import { useState } from "preact/hooks";
import { Book } from "./model/book.js";
import { altered, tell, whenUsed } from "./view/early.js";
import { embed } from "./view/embed.js";
import { Figure } from "./view/figure.jsx";
import { siteRoot } from "./view/script.js";
import { wire } from "./view/trying.js";
import { speaker } from "./view/words.js";

/**
 * @param {Record<string, import("./model/tool.js").Tool<any>>} tools
 * @param {Record<string, string>} words
 */
export function start(tools, words) {
  const book = new Book(window),
    say = speaker(words);
  /** @param {HTMLElement} root */
  const take = (root) => {
    if (root.classList.contains("live")) return;
    const tool = tools[root.dataset.tool ?? ""],
      initial = JSON.parse(root.dataset.state ?? "{}"),
      first = JSON.parse(root.dataset.first ?? "null");
    const told = altered(root);
    hydrate(<Live book={book} id={root.id} tool={tool} initial={initial} say={say} first={first} />, root);
    root.classList.add("live");
    told.forEach(tell);
  };
  const roots = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".explorer")]);
  wire(book);
  if (!location.hash) {
    embed(undefined);
    return whenNear(roots, take);
  }
  roots.forEach(take); // What the address says of them is on the first screen that is painted.
  const named = book.turn();
  embed(named);
  if (named && !returned()) document.getElementById(named)?.scrollIntoView({ behavior: "instant" });
}

/** A screen before it comes into sight, each in a task of its own, so that a tap or a key between them is answered. @param {HTMLElement[]} roots @param {(root: HTMLElement) => void} take */
function whenNear(roots, take) {
  whenUsed(take);
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        setTimeout(() => take(/** @type {HTMLElement} */ (target)));
      }
    },
    { rootMargin: "100%" },
  );
  roots.forEach((root) => near.observe(root));
}

// A reload, or a step back to this page, keeps the place where the reader was.
const returned = () => {
  const [entry] = performance.getEntriesByType("navigation");
  return /** @type {PerformanceNavigationTiming} */ (entry)?.type !== "navigate";
};

/** @param {any} props */
function Live({ book, id, tool, initial, say, first }) {
  const [state, show] = useState(() => {
    book.add(id, { tool, initial, state: initial, show: () => {} });
    return initial;
  });
  book.entries.get(id).show = show;
  /** @param {any} changes @param {any} how */
  const change = (changes, how) => book.change(id, changes, how);
  const link = () => new URL(book.written(id), location.href).href;
  return <Figure {...{ tool, say, id, state, initial, change, link, first, root: siteRoot() }} />;
}
