// A form of a few fields above a result that follows them: what the calculators have in common.
import { integers } from "../model/typed.js";
import * as drawing from "./drawing.js";
import * as formulas from "./formulas.js";

const { element } = drawing;
const LONGEST = 400,
  QUIET = 500;

// Text in the page's language: {name} is replaced by its number.
function speaker(words) {
  return (key, numbers = {}) => (words[key] || key).replace(/\{(\w+)\}/g, (_, name) => formulas.minus(numbers[name]));
}

// A label in front of what it names; a full-width colon brings its own space.
const lead = (label) => (label.endsWith("：") ? label : `${label} `);

function refusal(say, found) {
  const rows = [element("p", {}, [say(`rule_${found.rule}`, found.numbers)])];
  if (found.message) {
    rows.push(
      element("p", {}, [
        element("span", {}, [lead(say("pytorch_says"))]),
        element("code", { lang: "en" }, [found.message]),
      ]),
    );
  }
  return [element("div", { class: "ex-refusal" }, rows)];
}

// These calculators are about one axis, or the same on both: what is not one number is refused, by a rule that says why.
function several(state, names, rule) {
  const name = names.find((key) => (integers(state[key]) || []).length !== 1);
  return name ? { rule, numbers: { name, text: state[name] } } : null;
}

// A table that scrolls in itself where it is wider than the page.
function table(label, head, rows) {
  const cells = (kind, row) =>
    element(
      "tr",
      {},
      row.map((content) => element(kind, kind === "th" ? { scope: "col" } : {}, [content])),
    );
  return element("div", { class: "ex-table", tabindex: 0, role: "group", "aria-label": label }, [
    element("table", {}, [
      element("thead", {}, [cells("th", head)]),
      element(
        "tbody",
        {},
        rows.map((row) => cells("td", row)),
      ),
    ]),
  ]);
}

function accept(defaults, found) {
  const known = Object.keys(defaults).filter((key) => typeof found[key] === "string" && found[key].length <= LONGEST);
  return { ...defaults, ...Object.fromEntries(known.map((key) => [key, found[key]])) };
}

// {name, caption, options of a choice, check: "1" or nothing, hint of an empty field, redraw: the choice changes the form,
//  then: what else changes with it}
function control(view, { name, caption, options, check, hint, redraw: again, then = (state) => state }) {
  const set = (event) => {
    view.state = then({ ...view.state, [name]: event.target.value });
    if (again) redraw(view);
    else update(view);
    remember(view);
  };
  const chosen = view.state[name];
  if (check) {
    const toggle = ({ target }) => set({ target: { value: target.checked ? "1" : "" } });
    const box = element("input", { type: "checkbox", checked: chosen === "1", onchange: toggle });
    return element("label", { class: "ex-check" }, [box, caption]);
  }
  const input = options
    ? element(
        "select",
        { onchange: set, "aria-label": caption },
        options.map(([value, text]) => element("option", { value, selected: value === chosen }, [text])),
      )
    : element("input", {
        type: "text",
        value: chosen,
        size: 5,
        maxlength: states.LONGEST,
        placeholder: hint,
        spellcheck: "false",
        autocomplete: "off",
        oninput: set,
      });
  return element("label", { class: "ex-argument" }, [element("span", {}, [caption]), input]);
}

function remember(view) {
  clearTimeout(view.saving);
  view.saving = setTimeout(
    () => history.replaceState(null, "", `#${states.toFragment(view.root.id, view.state, view.DEFAULTS)}`),
    300,
  );
}

function update(view) {
  view.result.replaceChildren(
    ...view.show(view.state, view.say, (changes) => {
      view.state = { ...view.state, ...changes };
      setTimeout(() => redraw(view));
      remember(view);
    }),
  );
  clearTimeout(view.speaking);
  view.speaking = setTimeout(() => {
    view.heard.textContent = spoken(view.result);
  }, QUIET);
}

// Only the sentences are read out, not the tables.
const spoken = (result) => [...result.querySelectorAll("p")].map((line) => line.textContent).join(" ");

// Controls inside the result are made anew: the one that had the focus is found again by its label.
function redraw(view) {
  const label = view.root.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
  draw(view);
  const again =
    label && [...view.root.querySelectorAll("[aria-label]")].find((node) => node.getAttribute("aria-label") === label);
  if (again) again.focus();
}

function draw(view) {
  const form = element(
    "div",
    { class: "ex-code", role: "group", "aria-label": view.say("settings") },
    view.fields(view.say, view.state).map((field) => control(view, field)),
  );
  view.root.replaceChildren(form, view.result, view.heard);
  update(view);
}

function start(root, kind) {
  const say = speaker(JSON.parse(root.querySelector("script").textContent));
  const view = {
    ...kind,
    root,
    say,
    state: accept(kind.DEFAULTS, JSON.parse(root.dataset.state)),
    result: element("div"),
    heard: element("p", { class: "ex-heard", "aria-live": "polite" }),
  };
  const fromAddress = () => {
    const pairs = states.pairsOf(location.hash, root.id);
    if (pairs) {
      view.state = accept(kind.DEFAULTS, pairs);
      draw(view);
      root.scrollIntoView();
    }
  };
  addEventListener("hashchange", fromAddress);
  root.classList.add("live");
  draw(view);
  fromAddress();
}

const mount = (name, kind) =>
  document.querySelectorAll(`.explorer[data-tool=${name}]`).forEach((root) => start(root, kind));

export { lead, mount, refusal, several, speaker, table };
