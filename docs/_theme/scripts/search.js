// The form of the search's results: what kind of page each is, kinds as filters, the words found marked.
const SPHINX_HIGHLIGHT_ENABLED = false;

(() => {
  "use strict";
  const fromDisk = location.protocol === "file:"; // From there a page may not read another one: no excerpts.
  if (fromDisk) DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  const UNREAD =
    ".katex-html, annotation, script, style, .headerlink, .eyebrow, .page-facts, .contents, .buttons, .ways, .figure-tools, .figure-code, .output-label, [data-tool]";

  const plain = Search.htmlToText;
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelector("article")?.setAttribute("role", "main"); // Where Sphinx looks for the text.
    page.querySelectorAll(UNREAD).forEach((part) => part.remove());
    return plain(page.documentElement.outerHTML, anchor);
  };

  const results = document.getElementById("search-results");
  const chips = document.getElementById("search-kinds");
  const query = new URLSearchParams(location.search).get("q") || "";
  const words = splitQuery(query.toLowerCase()).filter((word) => word.length > 1);
  const kinds = JSON.parse(results.dataset.kinds);
  const kindOf = (href) => kinds.find(([folder]) => href.includes(`/${folder}/`)) || kinds.at(-1);
  let chosen = "";

  const filter = () => {
    const items = [...results.querySelectorAll("ul.search > li")];
    const counts = new Map();
    items.forEach((item) => {
      counts.set(item.dataset.kind, (counts.get(item.dataset.kind) || 0) + 1);
      item.hidden = chosen !== "" && item.dataset.kind !== chosen;
    });
    chips.hidden = counts.size < 2;
    const choices = [
      ["", results.dataset.all, items.length],
      ...[...counts].map(([kind, count]) => [kind, kind, count]),
    ];
    chips.replaceChildren(
      ...choices.map(([kind, label, count]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = `${label} ${count}`;
        button.ariaPressed = String(kind === chosen);
        button.addEventListener("click", () => ((chosen = kind), filter()));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
  };

  const dress = (item) => {
    const [, label] = kindOf(new URL(item.querySelector("a").href).pathname);
    item.dataset.kind = label;
    const where = document.createElement("span");
    where.className = "where";
    where.textContent = label;
    item.prepend(where);
  };

  let waiting;
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        if (node.matches?.("ul.search > li")) dress(node);
        if (node.matches?.("p.context")) mark(node, words);
      }
    clearTimeout(waiting);
    waiting = setTimeout(filter, 30);
  }).observe(results, { childList: true, subtree: true });

  // Put a mark around each of these words.
  function mark(paragraph, words) {
    if (!words.length) return;
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const parts = paragraph.textContent.split(new RegExp(`(${escaped.join("|")})`, "gi"));
    paragraph.replaceChildren(
      ...parts.map((part, at) => {
        if (at % 2 === 0) return part;
        const found = document.createElement("mark");
        found.className = "highlighted";
        found.textContent = part;
        return found;
      }),
    );
  }
})();
