// The search in the page: its field, and what it found, as one types.
import { Engine } from "./rank.js";
import { listOf } from "./results.js";

const MOVES = { ArrowDown: 1, ArrowUp: -1 };

async function start(place) {
  const data = globalThis.convrefSearch;
  const field = place.querySelector("input[type=search]");
  const engine = await Engine.make(data);
  const list = listOf(place, data.words, document.documentElement.dataset.content_root, Number(place.dataset.most));
  const isDialog = place.matches("dialog");
  const search = () => {
    const query = field.value.trim();
    list.show(query, query ? engine.answer(query) : null, place.querySelector("form").action);
    if (!isDialog) remember(query);
  };

  field.addEventListener("input", (event) => event.isComposing || search());
  field.addEventListener("compositionend", search);
  place.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    list.links()[0]?.[isDialog ? "click" : "focus"]();
  });
  place.addEventListener("keydown", (event) => {
    if (!event.isComposing && MOVES[event.key]) move(event, field, list.links());
  });
  search();
}

// The arrows go from the field through the links and back.
function move(event, field, links) {
  const stops = [field, ...links];
  const at = stops.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  stops[Math.min(Math.max(at + MOVES[event.key], 0), stops.length - 1)].focus();
}

// The address of the search's page says what was searched, for a bookmark and for the other language.
function remember(query) {
  try {
    history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  } catch {
    // From disk some browsers do not allow it.
  }
}

document.querySelectorAll("[data-search]").forEach(start);
