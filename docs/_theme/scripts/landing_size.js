/* The landing page's size card: four whole numbers, the formula with them, and what comes out or why nothing does. */
(() => {
  "use strict";

  function size(card) {
    const fields = [...card.querySelectorAll("input")];
    const [formula, result] = ["formula", "result"].map((name) => card.querySelector(`.size-${name}`));
    const plain = (text) => text.normalize("NFKC").trim();
    const least = { i: 1, k: 1, s: 1, p: 0 };

    function update() {
      const value = {};
      for (const field of fields) {
        const text = plain(field.value);
        const good = /^\d{1,9}$/.test(text) && Number(text) >= least[field.name];
        field.setAttribute("aria-invalid", String(!good));
        value[field.name] = good ? Number(text) : NaN;
      }
      const { i, k, s, p } = value;
      const words = card.dataset;
      if ([i, k, s, p].some(Number.isNaN)) return say("", words.whole);
      if (k > i + 2 * p) return say("", words.large.replace("{room}", i + 2 * p));
      return say(`⌊(${i} + 2·${p} − ${k}) / ${s}⌋ + 1 =`, String(Math.floor((i + 2 * p - k) / s) + 1));
    }

    function say(left, right) {
      formula.textContent = left;
      result.textContent = right;
      result.classList.toggle("is-refusal", !left);
    }

    card.addEventListener("input", update);
    fields.forEach((field) => field.addEventListener("focus", () => field.select()));
    update();
  }

  const card = document.querySelector(".size-card");
  if (card) size(card);
})();
