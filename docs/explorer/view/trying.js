// What a page asks readers to try: buttons that set its figures, and tasks that a figure sees fulfilled.
import { met } from "../model/goal.js";

/** @import { Book } from "../model/book.js" */

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [...document.querySelectorAll(selector)].map((one) => /** @type {HTMLElement} */ (one));

/** The figure begins anew and takes what the button says. @param {Book} book @param {HTMLElement} button */
function set(book, button) {
  const id = button.dataset.figure ?? "",
    entry = book.entries.get(id);
  if (!entry) return;
  book.change(id, { ...entry.initial, ...JSON.parse(button.dataset.set ?? "{}") });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.getElementById(id)?.scrollIntoView({ block: "nearest", behavior: still ? "instant" : "smooth" });
}

/** @param {Book} book @param {HTMLElement} task */
function look(book, task) {
  const entry = book.entries.get(task.dataset.figure ?? ""),
    verdict = task.querySelector(".verdict");
  if (!entry || !verdict) return;
  const done = met(entry.tool, entry.state, JSON.parse(task.dataset.goal ?? "{}"));
  task.classList.toggle("done", done);
  const said = done ? (task.dataset.done ?? "") : "";
  if (verdict.textContent !== said) verdict.textContent = said;
}

/** @param {Book} book */
export function wire(book) {
  for (const button of all("button[data-set]")) button.addEventListener("click", () => set(book, button));
  const tasks = all("[data-goal]");
  book.watchers.push((id) => tasks.filter((task) => task.dataset.figure === id).forEach((task) => look(book, task)));
}
