// Small comforts; every page is whole without them.
import { all, named } from "./all.js";
import { offerSearch } from "./offer-search.js";

// Nothing here may fail where the browser refuses to keep things.
const memory = {
  get(key) {
    try {
      return localStorage.getItem(`convref-${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(`convref-${key}`);
      else localStorage.setItem(`convref-${key}`, value);
    } catch {
      // The page works on; it only forgets.
    }
  },
};
const CHINESE = document.documentElement.lang.startsWith("zh");

document.addEventListener("DOMContentLoaded", () => {
  keepPlaceInOtherLanguage();
  switchTheme();
  offerSearch();
  keepProgress();
  offerCopies();
  enlargeFigures();
  loadCardsInSight();
  checkExercises();
  printLight();
  openInPrint();
  openSection();
  filterErrors();
  // What measures the page waits until it has been laid out and painted: asked before, it would be laid out twice.
  requestAnimationFrame(() =>
    setTimeout(() => {
      markContents();
      showPresentPageInTree();
      letScrollersTakeFocus();
    }),
  );
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) playVisibleFilms();
});

// The other language opens at the same heading, and the choice is remembered for the site's root page.
function keepPlaceInOtherLanguage() {
  all(".language-switch a").forEach((link) =>
    link.addEventListener("click", () => {
      link.hash = location.hash;
      if (location.pathname.endsWith("/search.html")) link.search = location.search;
      memory.set("language", link.dataset.language);
    }),
  );
}

// As the system, light, dark, and round again.
function switchTheme() {
  const page = document.documentElement;
  const order = ["auto", "light", "dark"];
  const present = () => page.dataset.theme || "auto";
  const name = () =>
    all(".theme-switch").forEach((button) => {
      const words = button.dataset[present()];
      button.ariaLabel = button.title = words;
      button.querySelector(".theme-name").textContent = words;
    });
  all(".theme-switch").forEach((button) =>
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(present()) + 1) % order.length];
      if (next === "auto") delete page.dataset.theme;
      else page.dataset.theme = next;
      memory.set("theme", next === "auto" ? null : next);
      name();
    }),
  );
  name();
}

// The contents list shows which heading the reader has passed last.
function markContents() {
  const links = all("aside.contents a[href^='#']");
  const goals = links.map(({ hash }) => named(hash)?.closest("details") ?? named(hash)); // What is closed is not laid out.
  if (!links.length) return;
  const mark = () => {
    const passed = goals.findLastIndex((goal) => goal && goal.getBoundingClientRect().top < 140);
    links.forEach((link, at) => {
      if (at === passed) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  let waiting = false;
  const soon = () => {
    if (!waiting) requestAnimationFrame(() => ((waiting = false), mark()));
    waiting = true;
  };
  addEventListener("scroll", soon, { passive: true });
  mark();
}

// Which lessons were read to their end, and which was opened last: kept on this machine only.
function keepProgress() {
  const read = new Set((memory.get("read") || "").split(" ").filter(Boolean));
  const end = document.querySelector("[data-end-of]");
  if (end) {
    const page = end.dataset.endOf;
    memory.set("last", page);
    new IntersectionObserver(([entry], observer) => {
      if (!entry.isIntersecting) return;
      memory.set("read", [...read.add(page)].join(" "));
      observer.disconnect();
    }).observe(end);
  }
  const rows = all(".lessons [data-page]");
  rows.forEach((row) => row.classList.toggle("read", read.has(row.dataset.page)));
  const resume = document.querySelector(".resume");
  const last = rows.find((row) => row.dataset.page === memory.get("last"));
  if (!resume || !last) {
    document.documentElement.classList.remove("has-read");
    return;
  }
  last.classList.add("present");
  const title = last.querySelector(".title");
  const number = last.querySelector(".number").textContent;
  resume.querySelector("strong").textContent = resume.dataset.lesson.replace("%s", number) + title.textContent;
  resume.querySelector("a").href = title.href;
}

// Copied code leaves out prompts and what was printed.
function copiedText(block) {
  const lines = block.textContent.replace(/\n$/, "").split("\n");
  const prompt = /^(>>>|\.\.\.|\$)( |$)/;
  const prompted = lines.filter((line) => prompt.test(line));
  return (prompted.length ? prompted.map((line) => line.replace(prompt, "")) : lines).join("\n");
}

function offerCopies() {
  const words = CHINESE ? ["复制", "已复制"] : ["Copy", "Copied"];
  all('div[class*="highlight-"]:not(.output, .sphx-glr-script-out) > .highlight').forEach((code) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-button";
    button.textContent = words[0];
    button.addEventListener("click", async () => {
      await writeToClipboard(copiedText(code.querySelector("pre")));
      button.textContent = words[1];
      button.classList.add("done");
      setTimeout(() => ((button.textContent = words[0]), button.classList.remove("done")), 1500);
    });
    code.after(button);
  });
}

async function writeToClipboard(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea"); // An address without https has no clipboard of its own.
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

// The whole picture over the page, as large as the window or larger; without a script the link opens the file.
const LARGER = 1.6;

function enlargeFigures() {
  all("a.enlarge").forEach((link) =>
    link.addEventListener("click", (event) => {
      const figure = link.closest("figure");
      const image = all(".stage img", figure).find((one) => one.offsetParent !== null);
      if (!image || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      enlarge(image, figure.querySelector(".caption-text").textContent);
    }),
  );
}

function enlarge(image, sentence) {
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const shown = make("dialog", { className: "enlarged", ariaLabel: sentence });
  const close = make("button", { type: "button", className: "button", textContent: CHINESE ? "关闭" : "Close" });
  const room = make("div", { className: "enlarged-room", tabIndex: 0, ariaLabel: sentence });
  const copy = make("img", { src: image.src, alt: image.alt });
  room.setAttribute("role", "group");
  room.append(copy, make("p", { textContent: sentence }));
  shown.append(close, room);
  for (const part of [close, copy]) part.addEventListener("click", () => shown.close());
  shown.addEventListener("click", ({ target }) => target === shown && shown.close());
  shown.addEventListener("close", () => shown.remove());
  document.body.append(shown);
  shown.showModal();
  copy.width = Math.min(image.naturalWidth, Math.max(room.clientWidth, LARGER * image.clientWidth));
}

// The side tree shows the present page, however long the tree is; as a drawer it does once it is opened.
function showPresentPageInTree() {
  const side = document.getElementById("side");
  const present = side?.querySelector(".tree [aria-current=page]");
  if (!present) return;
  const show = () => {
    const above = present.getBoundingClientRect().top - side.getBoundingClientRect().top;
    side.scrollTop += above - side.clientHeight / 2;
  };
  side.addEventListener("toggle", show);
  show();
}

// The pictures of cards are fetched a little before they come into sight: a browser's own notion of that is wide.
function loadCardsInSight() {
  const watcher = new IntersectionObserver(
    (entries) =>
      entries.forEach(({ target, isIntersecting }) => {
        if (!isIntersecting) return;
        load(target);
        watcher.unobserve(target);
      }),
    { rootMargin: "200px" },
  );
  const load = (image) => (image.src = image.dataset.src);
  const cards = all("img[data-src]");
  cards.forEach((image) => watcher.observe(image));
  addEventListener("beforeprint", () => cards.filter((image) => image.classList.contains("only-light")).forEach(load));
}

// A number as it was typed, with full-width digits and signs, spaces and thousands made plain.
function plainNumber(text) {
  const plain = text.normalize("NFKC").replace(/[\s,]/g, "").replace(/−/g, "-");
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

function checkExercises() {
  all(".exercise form").forEach((form) =>
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const box = form.closest(".exercise");
      const typed = form.querySelector("input").value;
      const number = plainNumber(typed);
      const right = number === Number(form.dataset.answer);
      box.classList.toggle("right", right);
      box.classList.toggle("wrong", !right);
      const { yes, no, what } = form.dataset;
      box.querySelector(".verdict").textContent = right ? yes : Number.isNaN(number) ? what : no;
    }),
  );
}

// On paper all is light. The style sheet sees to it but for what scripts have painted, which follow the chosen theme.
function printLight() {
  const page = document.documentElement;
  let chosen;
  addEventListener("beforeprint", () => ((chosen = page.dataset.theme), (page.dataset.theme = "light")));
  addEventListener("afterprint", () => {
    if (chosen) page.dataset.theme = chosen;
    else delete page.dataset.theme;
  });
}

// Older browsers do not open what an address names.
function openSection() {
  const open = () => {
    const section = named(location.hash);
    const closed = section?.closest("details.closed-section:not([open])");
    if (!closed) return;
    closed.open = true;
    section.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
}

// A browser that cannot lay out what is closed prints what is open.
function openInPrint() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all(":is(.exercise, .task) details:not([open]), .closed-section:not([open])");
    opened.forEach((answer) => (answer.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((answer) => (answer.open = false)));
}

const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");

// Whether a message holds all that these words say, in their order; … stands for what changes.
function holds(message, words) {
  let at = 0;
  return words
    .split("…") // Folded, it would be three dots.
    .every((part) => {
      const found = message.indexOf(folded(part), at);
      at = found + part.length;
      return found >= 0;
    });
}

// The table of messages shows those rows that a pasted message holds, or that hold all the words that were typed.
function filterErrors() {
  all(".error-filter").forEach((box) => {
    const field = box.querySelector("input"),
      rows = all(".error-table tbody tr");
    field.addEventListener("input", () => {
      const typed = folded(field.value).trim(),
        words = typed.split(/[^\p{L}_']+/u).filter((word) => word.length > 1);
      const fits = (row) =>
        all("code", row).some((one) => holds(typed, one.textContent)) ||
        (words.length > 0 && words.every((word) => folded(row.textContent).includes(word)));
      const shown = rows.filter((row) => !(row.hidden = typed !== "" && !fits(row))).length;
      const { some, none } = box.dataset;
      box.querySelector("[role=status]").textContent =
        typed === "" ? "" : (shown ? some : none).replace("{count}", shown).replace("{total}", rows.length);
    });
  });
}

// What scrolls sideways can be reached by keyboard; what does not stays out of the way. A box is measured once it has a
// size, after each layout that changes it: what is closed costs nothing until it opens.
function letScrollersTakeFocus() {
  const watcher = new ResizeObserver((sizes) => {
    const boxes = sizes.map(({ target }) => target);
    const wide = boxes.map((box) => box.scrollWidth > box.clientWidth); // All are measured before one is changed.
    boxes.forEach((box, at) => {
      if (wide[at]) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  });
  all(".highlight pre, .table-scroll, .text_html, div.math, .stage").forEach((box) => watcher.observe(box));
}

// A film plays while it is in sight; its buttons stop it.
// Readers who asked for less motion start it themselves.
function playVisibleFilms() {
  const watcher = new IntersectionObserver((entries) =>
    entries.forEach(({ target, isIntersecting }) => {
      if (isIntersecting) target.play().catch(() => {});
      else target.pause();
    }),
  );
  all("video").forEach((film) => watcher.observe(film));
}
