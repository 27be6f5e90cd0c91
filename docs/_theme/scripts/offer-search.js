// The search lies over the page, or has a page of its own. Its script and its index are loaded when it is first used.
import { all } from "./all.js";

export function offerSearch() {
  const place = document.querySelector("[data-search]");
  if (!place) return;
  const field = place.querySelector("input[type=search]");
  const isDialog = place.matches("dialog");
  const load = loaderOf(place);

  // From within the reader's own gesture: only then a phone shows its keyboard.
  const open = (text) => {
    load();
    if (isDialog && !place.open) place.showModal();
    if (text) field.value = text;
    field.focus();
    if (!text) field.select();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || !asksForSearch(event)) return;
    event.preventDefault();
    open();
  });
  all(".search-link").forEach((link) => link.addEventListener("click", (event) => (event.preventDefault(), open())));
  all(".search-field").forEach((form) => {
    if (!place.contains(form)) leadToSearch(form, load, open);
  });
  place.addEventListener("click", (event) => {
    if (event.target === place || event.target.closest("[data-close]")) place.close?.();
  });
  if (isDialog) return;
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (field.value || document.activeElement === field) load();
  else field.addEventListener("focus", load);
}

function asksForSearch({ key, target, ctrlKey, metaKey, altKey, shiftKey }) {
  const withCommand = ctrlKey || metaKey;
  if (key.toLowerCase() === "k") return withCommand && !altKey && !shiftKey;
  return key === "/" && !withCommand && !altKey && !target.closest?.("input, textarea, select, [contenteditable]");
}

// A field in the header or on a page hands over what is typed or pasted, but never in the middle of a composition.
function leadToSearch(form, load, open) {
  const input = form.querySelector("input");
  const handOver = () => {
    const text = input.value;
    input.value = "";
    open(text);
  };
  input.addEventListener("focus", load);
  input.addEventListener("click", handOver);
  input.addEventListener("input", (event) => event.isComposing || handOver());
  input.addEventListener("compositionend", handOver);
  form.addEventListener("submit", (event) => (event.preventDefault(), handOver()));
}

// The index first, then the script that reads it: classic scripts, which load from disk as well.
function loaderOf(place) {
  let begun = false;
  const summary = place.querySelector(".search-summary");
  return () => {
    if (begun) return;
    begun = true;
    summary.textContent = summary.dataset.loading;
    for (const address of [place.dataset.index, place.dataset.script]) {
      const script = document.createElement("script");
      script.src = address;
      script.async = false;
      script.addEventListener("error", () => (summary.textContent = summary.dataset.failed));
      document.head.append(script);
    }
  };
}
