/* The landing page's size card: whole numbers, the formula with them, and what comes out or why nothing does. */
(() => {
  "use strict";
  const LEAST = { i: 1, k: 1, s: 1, p: 0, op: 0 };
  const FIRST = { Conv2d: "224", ConvTranspose2d: "112" }; // The input of each layer, until a reader gives one.

  const LAYERS = {
    Conv2d({ i, k, s, p }, words) {
      if (k > i + 2 * p) return [words.large.replace("{room}", i + 2 * p)];
      return [Math.floor((i + 2 * p - k) / s) + 1, `⌊(${i} + 2·${p} − ${k}) / ${s}⌋ + 1 =`];
    },
    ConvTranspose2d({ i, k, s, p, op }, words) {
      if (op >= s) return [words.uneven.replace("{stride}", s)];
      const size = (i - 1) * s - 2 * p + k + op;
      return size < 1 ? [words.cropped] : [size, `(${i} − 1)·${s} − 2·${p} + ${k} + ${op} =`];
    },
  };

  function size(card) {
    const fields = [...card.querySelectorAll("input[inputmode]")];
    const [formula, result] = ["formula", "result"].map((name) => card.querySelector(`.size-${name}`));
    const layer = () => card.querySelector("input:checked").value;

    function read(field) {
      const text = field.value.normalize("NFKC").trim();
      const good = /^\d{1,7}$/.test(text) && Number(text) >= LEAST[field.name];
      field.setAttribute("aria-invalid", String(!good));
      return good ? Number(text) : NaN;
    }

    function update() {
      const given = fields.filter((field) => !field.parentNode.hidden).map((field) => [field.name, read(field)]);
      const wrong = given.some(([, value]) => Number.isNaN(value));
      const [answer, left = ""] = wrong
        ? [card.dataset.whole]
        : LAYERS[layer()](Object.fromEntries(given), card.dataset);
      formula.textContent = left;
      result.textContent = answer;
      result.classList.toggle("is-refusal", !left);
    }

    function turn() {
      const [input, extra] = ["i", "op"].map((name) => card.querySelector(`[name=${name}]`));
      if (Object.values(FIRST).includes(input.value)) input.value = FIRST[layer()];
      extra.parentNode.hidden = layer() === "Conv2d";
    }

    card.addEventListener("input", (event) => {
      if (event.target.name === "layer") turn();
      update();
    });
    fields.forEach((field) => field.addEventListener("focus", () => field.select()));
    turn(); // A browser may have kept what was chosen before.
    update();
  }

  const card = document.querySelector(".size-card");
  if (card) size(card);
})();
