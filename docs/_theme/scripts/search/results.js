// What was found, as a list: each page with its title, a line of it, and up to three of its sections.
import { Sought, excerpt } from "./excerpt.js";

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

// A text with the words that were sought as marks.
function marked(text, sought) {
  const parts = document.createDocumentFragment();
  let last = 0;
  for (const [start, end] of sought.places(text)) {
    parts.append(text.slice(last, start), element("mark", "", text.slice(start, end)));
    last = end;
  }
  parts.append(text.slice(last));
  return parts;
}

function link(root, className, page, id, text, sought) {
  const made = element("a", className, marked(text, sought));
  made.href = `${root}${page.name}.html${id ? `#${id}` : ""}`;
  return made;
}

// A page that was found, with up to three of its sections.
function item(root, { page, sections }, sought) {
  const made = element(
    "li",
    "",
    element("span", "where", page.where),
    link(root, "title", page, "", page.title, sought),
  );
  const text = excerpt(page.sections[0]?.text || "", sought);
  if (text) made.append(element("p", "excerpt", marked(text, sought)));
  if (sections.length) {
    const parts = sections.map((one) => {
      const line = excerpt(one.text, sought);
      return element(
        "li",
        "",
        link(root, "", page, one.id, one.title, sought),
        line ? element("p", "excerpt", marked(line, sought)) : "",
      );
    });
    made.append(element("ul", "parts", ...parts));
  }
  return made;
}

export function listOf(place, words, root, most) {
  const summary = place.querySelector(".search-summary");
  const chips = place.querySelector(".search-kinds");
  const list = place.querySelector(".found");
  let chosen = "";

  const showKinds = (results, again) => {
    const counts = new Map();
    for (const { page } of results) if (page.kind) counts.set(page.kind, (counts.get(page.kind) || 0) + 1);
    if (!counts.has(chosen)) chosen = "";
    chips.hidden = counts.size < 2;
    const choices = [["", words.all, results.length], ...Array.from(counts, ([kind, count]) => [kind, kind, count])];
    chips.replaceChildren(
      ...choices.map(([kind, label, count]) => {
        const button = element("button", "", `${label} ${count}`);
        button.type = "button";
        button.ariaPressed = String(kind === chosen);
        button.addEventListener("click", () => {
          chosen = kind;
          again();
          chips.querySelector('[aria-pressed="true"]').focus();
        });
        return element("li", "", button);
      }),
    );
  };

  const show = (query, answer, address) => {
    list.replaceChildren();
    summary.textContent = "";
    if (!answer) return showKinds([], () => {});
    const sought = new Sought(answer.units, answer.begins);
    const { results } = answer;
    showKinds(results, () => show(query, answer, address));
    const kept = results.filter(({ page }) => !chosen || page.kind === chosen);
    list.append(...kept.slice(0, most).map((one) => item(root, one, sought)));
    if (kept.length > most && place.matches("dialog")) {
      const rest = element("a", "rest", words.rest);
      rest.href = `${address}?q=${encodeURIComponent(query)}`;
      list.append(element("li", "", rest));
    }
    const count = results.length === 1 ? words.one : words.count.replace("%s", results.length);
    summary.textContent = answer.isNear ? words.none : count;
  };

  return { show, links: () => [...list.querySelectorAll("a")] };
}
